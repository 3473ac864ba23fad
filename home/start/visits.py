"""When somebody was last here, so that the start page can say what is new since."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from intranet.prepared import prepared

PAUSE = timedelta(minutes=30)  # a longer one begins a new visit
STEP = timedelta(minutes=1)  # last-seen is written at most this often


class Visit(models.Model):
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visit")
    last_seen = models.DateTimeField()
    # The end of the visit before this one: what is newer than it is new.
    since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.last_seen:%Y-%m-%d %H:%M}"


@prepared(person=int)
def _visit(person: int) -> models.QuerySet[Visit]:
    return Visit.objects.filter(person=person)


def arrive(person_pk: int, now: datetime) -> datetime | None:
    """Note that somebody is here; returns the end of their visit before this one, None on the first."""
    visit = next(iter(_visit(person=person_pk)), None)
    if visit is None:
        Visit.objects.update_or_create(person_id=person_pk, defaults={"last_seen": now})
        return None
    if now - visit.last_seen < STEP:
        return visit.since
    if now - visit.last_seen > PAUSE:
        visit.since = visit.last_seen
    visit.last_seen = now
    visit.save(update_fields=["last_seen", "since"])
    return visit.since
