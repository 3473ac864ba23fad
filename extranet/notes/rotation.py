"""Sealing all notes with the first of the keys, so that the others can be put away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extranet.notes.models import Note
from extranet.notes.sealing import SealedError, seal_anew

BATCH = 200


@dataclass
class Rotated:
    sealed: int = 0
    already: int = 0
    lost: int = 0


def rotate(*, only_count: bool = False) -> Iterator[Rotated]:
    """Row by row; tells how far it has come after each batch. Can be broken off and begun again.

    What no key opens is left as it is, and counted: with its key it opens again.
    """
    told, last = Rotated(), 0
    while rows := list(Note.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "sealed")[:BATCH]):
        for pk, sealed in rows:
            try:
                anew = seal_anew(sealed)
            except SealedError:
                told.lost += 1
                continue
            if anew is None:
                told.already += 1
            elif only_count or Note.objects.filter(pk=pk, sealed=sealed).update(sealed=anew):
                told.sealed += 1
            else:
                told.already += 1  # its writer has changed it just now, or removed it
        last = rows[-1][0]
        yield told
