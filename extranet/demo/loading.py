"""The order in which the extranet's demo is loaded."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from extranet.demo import delivering, seats
from extranet.demo.filing import SOURCE
from extranet.demo.planning import meetings
from extranet.demo.staging import Stage
from extranet.meetings.models import AgendaItem
from intranet.jobs.progress import Progress

NEAREST, WHOLE = 6, 104
"""Weeks before and after: what `make run` loads, and all there is."""


def load_first(progress: Progress) -> None:
    """Bodies and mandates: an elected official can log in and is one."""
    seats.load_bodies()
    seats.load_mandates(progress)


def load_rest(progress: Progress) -> None:
    """The meetings around today."""
    load_meetings(progress, NEAREST)


def load_meetings(progress: Progress, weeks: int = WHOLE) -> int:
    """Those of so many weeks before and after the first loading that are not there yet; how many those were.

    May be interrupted and run again: a meeting is put in whole or not at all. A meeting counts as being there while
    any of its items is.
    """
    there = set(AgendaItem.objects.filter(source=SOURCE).values_list("external_id", flat=True))
    put_in = {key.rpartition("/")[0] for key in there}
    missing = [meeting for meeting in meetings(_monday(), weeks) if meeting.key not in put_in]
    progress.begin("Sammanträden", len(missing))
    stage = Stage(timezone.now()) if missing else None
    for meeting in missing:
        if stage:
            stage.put(meeting)
        progress.advance()
    progress.end()
    delivering.load()
    return len(missing)


def _monday() -> date:
    """The Monday that weeks are counted from: that of this week, or of the first loading if there was one."""
    first = AgendaItem.objects.filter(source=SOURCE).select_related("meeting").order_by("pk").first()
    if first is None:
        today = timezone.localdate()
        return today - timedelta(days=today.weekday())
    _slug, week, _order = first.external_id.split("/")
    day = timezone.localdate(first.meeting.starts)
    return day - timedelta(days=day.weekday() + 7 * int(week))
