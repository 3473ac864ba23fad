"""Work in batches of about a second, each in a transaction of its own, with room for others between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.db import connection, reset_queries, transaction

from intranet.finding.outbox import gathering
from intranet.jobs.progress import Progress

T = TypeVar("T")
P = TypeVar("P")
BATCH_SECONDS = 1.0
GIVE_WAY = 0.12
"""Seconds between batches on SQLite. Who waits for its lock looks for it every tenth of a second at most: one that
is taken again at once would never be free when they look."""
PREPARED = 40  # things that are held ready for one batch, at most
PREPARED_SIZE = 8 * 1024 * 1024  # bytes of them


def in_batches(
    things: Sequence[T], do: Callable[[T], None], progress: Progress, seconds: float | None = None
) -> None:
    """`do` each thing. Whoever else writes gets a turn between batches, and what is done stays done.

    What the index must know is announced with the batch that changed it.
    """
    limit = BATCH_SECONDS if seconds is None else seconds
    place = 0
    while place < len(things):
        began = time.monotonic()
        with transaction.atomic(), gathering():
            while place < len(things):
                do(things[place])
                place += 1
                progress.advance()
                if time.monotonic() - began >= limit:
                    break
        _give_way(more=place < len(things))


def in_prepared_batches(
    things: Sequence[T],
    prepare: Callable[[T], P],
    do: Callable[[P], None],
    progress: Progress,
    size: Callable[[P], int],
) -> None:
    """As `in_batches`, but what takes long and writes nothing (`prepare`) is done with no lock held.

    Only as much is held ready as one batch needs, so that memory does not grow with the number of things.
    """
    for prepared in _portions(things, prepare, size):
        in_batches(prepared, do, progress)
        _give_way(more=True)


def _portions(things: Sequence[T], prepare: Callable[[T], P], size: Callable[[P], int]) -> Iterator[list[P]]:
    portion: list[P] = []
    held, began = 0, time.monotonic()
    for thing in things:
        ready = prepare(thing)
        portion.append(ready)
        held += size(ready)
        if len(portion) >= PREPARED or held >= PREPARED_SIZE or time.monotonic() - began >= BATCH_SECONDS:
            yield portion
            portion, held, began = [], 0, time.monotonic()
    if portion:
        yield portion


def _give_way(*, more: bool) -> None:
    reset_queries()  # in development every statement is remembered, with all that it wrote
    if more and connection.vendor == "sqlite":
        time.sleep(GIVE_WAY)
