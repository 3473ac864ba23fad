"""The passages of a document's version, written and removed by whoever holds the claim to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from intranet.files.batches import write_in_batches
from intranet.files.extract.places import Place
from intranet.files.versions import DocumentVersion, Passage

REMOVED = 500


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

    Raises ClaimLost, and what `write_in_batches` raises.
    """

    def keep(places: list[Place]) -> None:
        move_claim(version)
        Passage.objects.bulk_create(Passage(version=version, **vars(place)) for place in places)

    return write_in_batches(told, keep)
