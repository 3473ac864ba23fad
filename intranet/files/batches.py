"""What a child tells of a file, written in short transactions: no visitor waits for a file of ten thousand pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from intranet.files.confined import Crashed
from intranet.files.extract.places import LONGEST_LABEL, LONGEST_PAGE, Place, tidy
from intranet.files.versions import Passage

BATCH = 100
BATCH_CHARACTERS = 300_000
KINDS = frozenset(Passage.Kind.values)
HIGHEST = 2_000_000_000


def write_in_batches(told: Iterable[Any], write: Callable[[list[Place]], None]) -> dict[str, Any]:
    """Have the places that a child tells of written, and give the object that ends its telling.

    `write` is called in a transaction of its own for each batch. What was told before it went wrong is written,
    too. Raises Crashed for what makes no sense, and what `told` and `write` raise.
    """
    batch: list[Place] = []
    last = length = 0

    def keep() -> None:
        if batch:
            with transaction.atomic():
                write(batch)

    try:
        for one in told:
            if isinstance(one, dict):
                return one
            place = place_in(one, last)
            last = place.position
            length += len(place.text)
            batch.append(place)
            if len(batch) >= BATCH or length >= BATCH_CHARACTERS:
                keep()
                batch, length = [], 0
    finally:
        keep()
    raise Crashed(raised="no end")


def place_in(told: Any, last: int) -> Place:
    """The place that a child tells of after the position `last`.

    A child that has read a hostile file may say anything: raises Crashed for what is no place.
    """
    match told:
        case [int(position), str(kind), str(label), str(text)] if (
            last < position < HIGHEST
            and kind in KINDS
            and len(label) <= LONGEST_LABEL
            and len(text) <= LONGEST_PAGE
        ):
            return Place(position, kind, tidy(label), tidy(text))
        case _:
            raise Crashed(raised="garbled answer")
