"""Writing much in batches of about a second, each in a transaction of its own, with room for others between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import connection, transaction

T = TypeVar("T")
SECONDS = 1.0
GIVE_WAY = 0.12
"""Seconds between batches on SQLite: who waits for its lock looks for it every tenth of a second at most."""


def in_batches(things: Sequence[T], do: Callable[[Sequence[T]], int], size: int) -> int:
    """`do` the things, `size` at a time; returns the sum of what it answered.

    What a batch has written stays written, whatever becomes of those after it.
    """
    done = place = 0
    while place < len(things):
        with transaction.atomic():
            began = time.monotonic()
            while True:  # one at least, however slow
                done += do(things[place : place + size])
                place += size
                if place >= len(things) or time.monotonic() - began >= SECONDS:
                    break
        if place < len(things) and connection.vendor == "sqlite":
            time.sleep(GIVE_WAY)
    return done
