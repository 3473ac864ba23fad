"""Noting that a paper has been opened, and asking which are new to somebody."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from extranet.placements.models import Placement
from extranet.receipts.models import ReadReceipt


def open_paper(person: int, placement: Placement, now: datetime) -> None:
    """Note that somebody has it open: one row, whose first moment stays."""
    receipt, made = ReadReceipt.objects.get_or_create(
        person_id=person, placement=placement, defaults={"first_opened": now, "last_opened": now}
    )
    if not made:
        ReadReceipt.objects.filter(pk=receipt.pk).update(last_opened=now)


def is_new(person: int, since: datetime | None) -> Q:
    """For a queryset of placements: what has been published since a moment (ever, if None) and is not opened yet."""
    unopened = ~Exists(ReadReceipt.objects.filter(person=person, placement=OuterRef("pk")))
    if since is None:
        return Q(unopened)
    return (Q(published_at__gt=since) | Q(item__published_at__gt=since)) & Q(unopened)
