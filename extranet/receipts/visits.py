"""When somebody was here before, so that what has come since can be told from the rest."""

from __future__ import annotations

from datetime import datetime, timedelta

from extranet.receipts.models import ReaderVisit

PAUSE = timedelta(minutes=30)
"""A longer one begins a new visit."""
STEP = timedelta(minutes=1)
"""Last-seen is written at most this often."""


def arrive(person: int, now: datetime) -> datetime | None:
    """Note that somebody is here; returns the end of their visit before this one, None on the first."""
    visit = ReaderVisit.objects.filter(person=person).first()
    if visit is None:
        ReaderVisit.objects.update_or_create(person_id=person, defaults={"last_seen": now})
        return None
    if now - visit.last_seen < STEP:
        return visit.since
    if now - visit.last_seen > PAUSE:
        visit.since = visit.last_seen
    visit.last_seen = now
    visit.save(update_fields=["last_seen", "since"])
    return visit.since
