"""Bounded memory: anything that can be counted through, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def chunks(things: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Tuples of at most `size`, in order; never reads further than the piece it gives."""
    iterator = iter(things)
    while piece := tuple(islice(iterator, size)):
        yield piece
