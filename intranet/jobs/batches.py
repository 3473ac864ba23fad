"""Writing much in batches of about a second, each in a transaction of its own, with room for others between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from django.db import connection, reset_queries, transaction

T = TypeVar("T")
SECONDS = 1.0
GIVE_WAY = 0.12
"""Seconds between batches on SQLite. Who waits for its lock looks for it every tenth of a second at most: one that
is taken again at once would never be free when they look."""


def in_batches(
    things: Sequence[T],
    do: Callable[[Sequence[T]], int],
    size: int,
    around: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> int:
    """`do` the things, `size` at a time; returns the sum of what it answered.

    What a batch has written stays written, whatever becomes of those after it. `around` is entered in each
    batch's transaction and left before it is committed.
    """
    done = place = 0
    while place < len(things):
        with transaction.atomic(), around():
            began = time.monotonic()
            while True:  # one at least, however slow
                done += do(things[place : place + size])
                place += size
                if place >= len(things) or is_over(began):
                    break
        if place < len(things):
            give_way()
    return done


def is_over(began: float) -> bool:
    """Whether work that began then (by `time.monotonic`) has gone on for as long as a batch does."""
    return time.monotonic() - began >= SECONDS


def give_way() -> None:
    """Let others write, with no lock held."""
    reset_queries()  # in development every statement is remembered, with all that it wrote
    if connection.vendor == "sqlite":
        time.sleep(GIVE_WAY)
