"""How quickly pages are served: against a bare Wagtail, and with many pages against few."""

from __future__ import annotations

import statistics
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.asking import Asked, rates, ratio
from tests.benchmarks.demo import Demo
from tests.benchmarks.filling import ROUTINE
from tests.benchmarks.projects import Project, bare
from tests.benchmarks.report import Figure
from tests.benchmarks.serving import Served, served

START, ROUTINE_PAGE = "/", f"/rutiner/{ROUTINE}/"
FEW, MANY = 1_000, 20_000


def against_bare(folder: Path, demo: Demo, rounds: int) -> list[Figure]:
    plain = bare(folder / "bare")
    plain.run("tests.benchmarks.filling.bare_content")
    with ExitStack() as stack:
        ours, theirs = (stack.enter_context(served(project)) for project in (demo.copy("served"), plain))
        our_headers, their_headers = ours.signed_in(), theirs.signed_in()
        plain.run("tests.benchmarks.filling.bare_reader")
        pages = [
            Asked(ours, START, our_headers, "Amina"),
            Asked(theirs, START, their_headers, "Welcome"),
            Asked(ours, ROUTINE_PAGE, our_headers, "Amina"),
            Asked(theirs, ROUTINE_PAGE, their_headers, "Welcome"),
        ]
        found = rates(pages, rounds)
    return [
        Figure(
            f"{name}, signed in, requests per second ÷ those of a bare Wagtail page at the same depth",
            ratio(found[i], found[i + 1]),
            0.5,
            at_least=True,
            details=medians(found[i], found[i + 1]),
        )
        for i, name in ((0, "start page"), (2, "routine page"))
    ]


def against_size(demo: Demo, rounds: int) -> list[Figure]:
    with ExitStack() as stack:
        few, many = (_grown(demo, count, stack) for count in (FEW, MANY))
        few_headers, many_headers = few.signed_in(), many.signed_in()
        pages = [
            Asked(few, START, few_headers, "Amina"),
            Asked(many, START, many_headers, "Amina"),
            Asked(few, ROUTINE_PAGE, few_headers, "Amina"),
            Asked(many, ROUTINE_PAGE, many_headers, "Amina"),
        ]
        found = rates(pages, rounds)
    return [
        Figure(
            f"{name}, time with {MANY} pages ÷ time with {FEW}",
            ratio(found[i], found[i + 1]),
            1.15,
            at_least=False,
            details=medians(found[i], found[i + 1]),
        )
        for i, name in ((0, "start page"), (2, "routine page"))
    ]


def _grown(demo: Demo, count: int, stack: ExitStack) -> Served:
    project: Project = demo.copy(f"pages-{count}", pages=count)
    return stack.enter_context(served(project))


def medians(*found: list[float]) -> tuple[str, ...]:
    """Of requests per second, in words."""
    return tuple(f"median {statistics.median(rate):.0f} requests/s" for rate in found)
