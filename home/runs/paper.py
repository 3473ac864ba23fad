"""A run on paper: each item with who did it and when, and of what else has happened what its items do not tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils.translation import ngettext

from home.runs.history import Kind, Told, came_late, events_of, tell
from home.runs.models import Run, RunEvent
from home.runs.names import signature
from home.runs.presentation import Row, run_page
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer

AT_ONCE = timedelta(minutes=1)
"""Within which items that somebody gives to the same person are told of together."""


def run_paper(run: Run, request: ViewerRequest) -> dict[str, Any]:
    """The context of `run_page`, with `events` and with when ticks came in; one query more."""
    context = run_page(run, request)
    events = events_of(run)
    ticks = _standing(events)

    def dated(rows: list[Row]) -> list[Row]:
        return [
            replace(row, came=came_late(ticks[pk]) if (pk := row.item.pk) in ticks else None) for row in rows
        ]

    sections = [{**section, "rows": dated(section["rows"])} for section in context["sections"]]
    return {
        **context,
        "sections": sections,
        "former": dated(context["former"]),
        "events": log(run, events, request.viewer),
    }


def log(run: Run, events: list[RunEvent], viewer: Viewer) -> list[Told]:
    """What has happened, but for what stands elsewhere on the paper: whose tick it is, the start and the end.

    Items that somebody has given to the same person at once are one event.
    """
    elsewhere = {event.pk for event in _standing(events).values()} | _framing(run, events)
    return [_told(group, viewer) for group in _together(e for e in events if e.pk not in elsewhere)]


def _standing(events: Iterable[RunEvent]) -> dict[int, RunEvent]:
    """The tick of each item that is done, by the item's key."""
    found: dict[int, RunEvent] = {}
    for event in events:
        if event.kind == Kind.TICKED and event.item_id:
            found[event.item_id] = event
        elif event.kind == Kind.UNTICKED and event.item_id:
            found.pop(event.item_id, None)
    return found


def _framing(run: Run, events: list[RunEvent]) -> set[int]:
    """The start, and the end if it stands."""
    started = [event.pk for event in events if event.kind == Kind.STARTED][:1]
    finished = [event.pk for event in events if event.kind == Kind.FINISHED][-1:] if run.is_finished else []
    return {*started, *finished}


def _together(events: Iterable[RunEvent]) -> list[list[RunEvent]]:
    groups: list[list[RunEvent]] = []
    last: dict[tuple[str, int, int | None], list[RunEvent]] = {}
    for event in events:
        given = (event.kind, event.by_id, event.to_id)
        group = last.get(given)
        if event.kind in (Kind.ASSIGNED, Kind.UNASSIGNED) and group and event.at - group[-1].at <= AT_ONCE:
            group.append(event)
        else:
            last[given] = [event]
            groups.append(last[given])
    return groups


def _told(group: list[RunEvent], viewer: Viewer) -> Told:
    first, count = group[0], len(group)
    told = tell(first, viewer)
    if count == 1:
        return told
    if first.kind == Kind.UNASSIGNED:
        what = ngettext(
            "tog bort den som skulle göra %(count)s punkt",
            "tog bort den som skulle göra %(count)s punkter",
            count,
        )
    elif first.to_id == first.by_id:
        what = ngettext("tog %(count)s punkt", "tog %(count)s punkter", count)
    else:
        what = ngettext("gav %(count)s punkt till %(name)s", "gav %(count)s punkter till %(name)s", count)
    words = {"count": count, "name": signature(viewer, first.to)}
    return replace(told, what=what % words, items=tuple(event.item.text for event in group if event.item))
