"""Tells the terminal how far the work of the workers has come."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.db import DatabaseError, close_old_connections
from django.db.models import Q

from intranet.jobs.models import Job

EVERY = 2.0
STEP = 25
"""Percent between two lines about the same stretch of work."""


class JobWatch:
    """Lines about jobs that were under way when first seen."""

    def __init__(self, every: float = EVERY) -> None:
        self._every = every
        self._looked = 0.0
        self._said: dict[int, str] = {}

    def lines(self) -> Iterator[str]:
        """What is new since last time; nothing if that was a moment ago."""
        if time.monotonic() - self._looked < self._every:
            return
        self._looked = time.monotonic()
        try:
            pending = Q(state__in=(Job.State.WAITING, Job.State.RUNNING))
            jobs = list(Job.objects.filter(pending | Q(pk__in=self._said)).order_by("created_at"))
        except DatabaseError:
            return  # busy; there is a next time
        finally:
            close_old_connections()
        for job in jobs:
            line = _line(job)
            if self._said.get(job.pk) != line:
                self._said[job.pk] = line
                yield f"{job.name}: {line}"


def _line(job: Job) -> str:
    if not job.is_pending:
        return f"{job.get_state_display().lower()} {job.message}".strip()
    if not job.total:
        return job.message or job.get_state_display().lower()
    return f"{job.message} {job.percent // STEP * STEP} %"
