"""What was to be published, or made public, at a moment that has come by now: announced by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from extranet.indexing.capture import announce
from extranet.indexing.models import AnnouncedUpTo
from extranet.placements.models import Placement

MARGIN = timedelta(minutes=2)
"""How far back each round looks again: clocks of servers differ, and what was written before the last round may have
been committed after it. What is announced twice is indexed twice."""
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


def announce_what_has_come(now: datetime) -> int:
    """Announce the placements that have become the readers', or public, since it was last done; how many.

    A stopped clock loses nothing: how far it has come is in the database. The first time it looks at all there is.
    Nothing is locked, or written, in all the rounds that have nothing to do.
    """
    row = AnnouncedUpTo.objects.filter(pk=1).first()
    if not _come(row.moment if row else BEFORE_ALL, now).exists():
        return 0
    with transaction.atomic():
        AnnouncedUpTo.objects.get_or_create(pk=1, defaults={"moment": BEFORE_ALL})
        row = AnnouncedUpTo.objects.select_for_update().get(pk=1)
        due = list(_come(row.moment, now).order_by().values_list("pk", flat=True))
        announce(due, hidden=False)
        row.moment = max(now, row.moment)
        row.save(update_fields=["moment"])
    return len(due)


def _come(last: datetime, now: datetime) -> QuerySet[Placement]:
    come = Q()
    for field in ("published_at", "item__published_at", "public_at"):
        come |= Q(**{f"{field}__gt": max(last - MARGIN, BEFORE_ALL), f"{field}__lte": now})
    return Placement.objects.filter(come, withdrawn_at__isnull=True)
