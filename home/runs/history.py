"""What has happened in a run, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext

from home.runs.models import Run, RunEvent, RunItem
from home.runs.names import signature
from home.runs.presentation import when
from intranet.access.viewer import Viewer

LATE_IN = timedelta(minutes=10)
"""How much later than it was made something may come in without its being said."""

Kind = RunEvent.Kind


@dataclass(frozen=True)
class Told:
    """Something that happened; `came` if it came in much later than it was made. `items` are what it happened to."""

    who: str
    what: str
    at: datetime
    when: str
    text: str = ""
    items: tuple[str, ...] = ()
    came: datetime | None = None
    came_when: str = ""


def events_of(run: Run, item: RunItem | None = None) -> list[RunEvent]:
    """Of a run, or of one of its items; the first thing first. One query."""
    events = (run.events if item is None else item.events).exclude(kind=Kind.UNCHANGED)
    return list(events.select_related("by", "to", "item"))


def history(run: Run, viewer: Viewer, item: RunItem) -> list[Told]:
    """What has happened to an item, the first thing first; one query."""
    return [tell(event, viewer) for event in events_of(run, item)]


def tell(event: RunEvent, viewer: Viewer) -> Told:
    came = came_late(event)
    if event.kind == Kind.ASSIGNED and event.to_id == event.by_id:
        what = gettext("tog punkten")
    else:
        what = " ".join(filter(None, (event.get_kind_display(), signature(viewer, event.to))))
    return Told(
        who=signature(viewer, event.by),
        what=what,
        at=event.at,
        when=when(event.at, viewer.today),
        text=_text(event),
        items=(event.item.text,) if event.item else (),
        came=came,
        came_when=when(came, viewer.today) if came else "",
    )


def came_late(event: RunEvent) -> datetime | None:
    """When a tick or untick came in, if that was much later than it was made."""
    ticked = event.kind in (Kind.TICKED, Kind.UNTICKED)
    return event.received_at if ticked and event.received_at - event.at > LATE_IN else None


def _text(event: RunEvent) -> str:
    """What was written, or in words what else the event keeps."""
    if event.kind == Kind.DUE:
        due = date_format(date.fromisoformat(event.text), "j F Y") if event.text else ""
        return gettext("till %(day)s") % {"day": due} if due else gettext("till ingen dag")
    if event.kind == Kind.UPDATED:
        return gettext("version %(number)s") % {"number": event.text}
    return event.text
