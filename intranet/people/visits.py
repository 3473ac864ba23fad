"""When somebody was last somewhere on the site: what has come since is new to them. Each such place has a table."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from intranet.prepared import prepared

PAUSE = timedelta(minutes=30)
"""A longer one begins a new visit."""
STEP = timedelta(minutes=1)
"""Last-seen is written at most this often."""


class BaseVisit(models.Model):
    """One row a person. `since` is the end of the visit before this one: what is newer than it is new to them."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    last_seen = models.DateTimeField()
    since = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"besök {self.pk}"

    @classmethod
    def arrive(cls, person: int, now: datetime) -> datetime | None:
        """Note that somebody is here; returns the end of their visit before this one, None on the first."""
        visit = next(iter(_kept(cls, person=person)), None)
        if visit is None:
            cls._default_manager.update_or_create(person_id=person, defaults={"last_seen": now})
            return None
        if now - visit.last_seen < STEP:
            return visit.since
        if now - visit.last_seen > PAUSE:
            visit.since = visit.last_seen
        visit.last_seen = now
        visit.save(update_fields=["last_seen", "since"])
        return visit.since


@prepared(person=int)
def _kept(visits: type[BaseVisit], person: int) -> models.QuerySet[BaseVisit]:
    return visits._default_manager.filter(person=person)
