"""Writing what a reader finds, in short transactions: no visitor waits for a file of ten thousand pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from intranet.files.confined import Crashed
from intranet.files.extract.places import LONGEST_LABEL, LONGEST_PAGE, tidy
from intranet.files.versions import DocumentVersion, Passage

BATCH = 100
BATCH_CHARACTERS = 300_000
REMOVED = 500
KINDS = frozenset(Passage.Kind.values)
HIGHEST = 2_000_000_000


class ClaimLost(Exception):  # noqa: N818
    """Another reader has the version now, or it is to be read anew: nothing more may be written."""


def move_claim(version: DocumentVersion, **fields: Any) -> None:
    """Set these fields of a version, and when, if it is still this reader's. Raises ClaimLost.

    The update locks the row: what is written in the same transaction is written by the claim's holder.
    """
    now = timezone.now()
    mine = DocumentVersion.objects.filter(
        pk=version.pk, text_state=DocumentVersion.Text.READING, text_since=version.text_since
    )
    if not mine.update(text_since=now, **fields):
        raise ClaimLost(version.pk)
    version.text_since = now
    for name, value in fields.items():
        setattr(version, name, value)


def remove(version: DocumentVersion) -> None:
    """Take away what an earlier reader has written."""
    while True:
        some = list(Passage.objects.filter(version=version).order_by().values_list("pk", flat=True)[:REMOVED])
        if not some:
            return
        with transaction.atomic():
            move_claim(version)
            Passage.objects.filter(pk__in=some).delete()


def write(version: DocumentVersion, told: Iterable[Any]) -> dict[str, Any]:
    """Write the places that a child tells of, and give the object that ends its telling.

    What was told before it went wrong is kept. Raises ClaimLost, Crashed for what makes no sense (a child
    that has read a hostile file may say anything), and what `told` raises.
    """
    batch: list[Passage] = []
    last = length = 0
    try:
        for one in told:
            if isinstance(one, dict):
                return one
            passage = _passage(version, one, last)
            last = passage.position
            length += len(passage.text)
            batch.append(passage)
            if len(batch) >= BATCH or length >= BATCH_CHARACTERS:
                _write(version, batch)
                batch, length = [], 0
    finally:
        _write(version, batch)
    raise Crashed(raised="no end")


def _write(version: DocumentVersion, batch: list[Passage]) -> None:
    if batch:
        with transaction.atomic():
            move_claim(version)
            Passage.objects.bulk_create(batch)


def _passage(version: DocumentVersion, told: Any, last: int) -> Passage:
    match told:
        case [int(position), str(kind), str(label), str(text)] if (
            last < position < HIGHEST
            and kind in KINDS
            and len(label) <= LONGEST_LABEL
            and len(text) <= LONGEST_PAGE
        ):
            return Passage(version=version, position=position, kind=kind, label=tidy(label), text=tidy(text))
        case _:
            raise Crashed(raised="garbled answer")
