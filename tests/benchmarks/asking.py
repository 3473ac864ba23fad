"""Requests per second of several pages, turn by turn, so that the machine's moods strike them all."""

from __future__ import annotations

import statistics
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from tests.benchmarks.projects import BenchmarkError
from tests.benchmarks.serving import Served

CLIENTS = 4
ROUND = 1.5  # seconds for each page and round
WARM = 40  # requests before anything is counted


@dataclass(frozen=True)
class Asked:
    """One page of one site."""

    site: Served
    path: str
    headers: dict[str, str]
    marker: str
    """What the page must say: a log-in page is quick, too."""


def rates(pages: Sequence[Asked], rounds: int) -> list[list[float]]:
    """For each page its requests per second in every round. Raises BenchmarkError for a wrong answer."""
    for page in pages:
        _ask(page, requests=WARM)
    measured: list[list[float]] = [[] for _ in pages]
    for turn in range(rounds):
        # Every other round the other way, so that nobody always comes after the same one.
        order = range(len(pages)) if turn % 2 == 0 else range(len(pages) - 1, -1, -1)
        for i in order:
            measured[i].append(_ask(pages[i], seconds=ROUND))
    return measured


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median over the rounds of the one divided by the other."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


def _ask(page: Asked, requests: int = 0, seconds: float = 0) -> float:
    """Requests per second of some clients that ask again as soon as they have an answer."""
    counts = [0] * CLIENTS
    wrong: list[str] = []
    begun = perf_counter()

    def client(number: int) -> None:
        connection = page.site.connection()
        while not wrong and (counts[number] < requests / CLIENTS or perf_counter() < begun + seconds):
            connection.request("GET", page.path, headers=page.headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200 or page.marker.encode() not in body:
                wrong.append(f"{page.site.project.name} {page.path} answered {answer.status}: {body[:300]!r}")
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=client, args=[i]) for i in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise BenchmarkError(wrong[0])
    return sum(counts) / (perf_counter() - begun)
