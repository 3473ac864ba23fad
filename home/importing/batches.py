"""The batches of `intranet.jobs`, for things that are read one by one, with a bar and with what the index must know."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from intranet.finding.outbox import gathering
from intranet.jobs import batches
from intranet.jobs.progress import Progress

T = TypeVar("T")
P = TypeVar("P")
PREPARED = 40  # things that are held ready for one batch, at most
PREPARED_SIZE = 8 * 1024 * 1024  # bytes of them


def in_batches(things: Sequence[T], do: Callable[[T], None], progress: Progress) -> None:
    """`do` each thing. Whoever else writes gets a turn between batches, and what is done stays done.

    What the index must know is announced with the batch that changed it.
    """

    def one(some: Sequence[T]) -> int:
        do(some[0])
        progress.advance()
        return 1

    batches.in_batches(things, one, 1, around=gathering)


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
        batches.give_way()


def _portions(things: Sequence[T], prepare: Callable[[T], P], size: Callable[[P], int]) -> Iterator[list[P]]:
    portion: list[P] = []
    held, began = 0, time.monotonic()
    for thing in things:
        ready = prepare(thing)
        portion.append(ready)
        held += size(ready)
        if len(portion) >= PREPARED or held >= PREPARED_SIZE or batches.is_over(began):
            yield portion
            portion, held, began = [], 0, time.monotonic()
    if portion:
        yield portion
