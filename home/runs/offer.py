"""What taking over a newer version would change in a run, in words: each item with what is new and what stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from home.runs.contents import Point, seen
from home.runs.models import RunItem
from home.runs.names import signature
from home.runs.presentation import day, when
from home.runs.takeover import Plan
from intranet.access.viewer import Viewer
from intranet.people.models import FunctionKind


@dataclass(frozen=True)
class Told:
    """An item: what is new about it, and if it is done by whom and when."""

    text: str
    news: tuple[str, ...] = ()
    who: str = ""
    when: str = ""


@dataclass(frozen=True)
class Offer:
    """`kept` is how many ticks stay on the list."""

    added: list[Told]
    changed: list[Told]
    gone: list[Told]
    gone_done: list[Told]
    kept: int


def offer(plan: Plan, items: Iterable[RunItem], viewer: Viewer) -> Offer:
    """Of a run's items as they are now, with who did them. One query, for what functions are called."""
    functions = dict(FunctionKind.objects.values_list("code", "name"))
    done = sum(item.is_done and item.in_list for item in items)
    return Offer(
        added=[Told(point.text, _new(point, plan, viewer, functions)) for point in plan.added],
        changed=[
            _told(item, viewer, point.text, _news(item, point, viewer, functions))
            for item, point in plan.changed
        ],
        gone=[_told(item, viewer) for item in plan.gone_open],
        gone_done=[_told(item, viewer) for item in plan.gone_done],
        kept=done - len(plan.gone_done),
    )


def _told(item: RunItem, viewer: Viewer, text: str = "", news: tuple[str, ...] = ()) -> Told:
    return Told(
        text or item.text,
        news,
        who=signature(viewer, item.done_by),
        when=when(item.done_at, viewer.today) if item.done_at else "",
    )


def _new(point: Point, plan: Plan, viewer: Viewer, functions: dict[str, str]) -> tuple[str, ...]:
    due = plan.run.due_day(point.days)
    told = [_("Senast %(day)s") % {"day": day(due, viewer.today)}] if due else []
    if point.function:
        told.append(_("Ansvarig: %(name)s") % {"name": functions.get(point.function, point.function)})
    return tuple(told)


def _news(item: RunItem, point: Point, viewer: Viewer, functions: dict[str, str]) -> tuple[str, ...]:
    """Each thing that differs, the most telling first."""
    told = []
    if item.text != point.text:
        told.append(_("Stod förut: %(text)s") % {"text": item.text})
    if item.due_days != point.days:
        told.append(_day_told(item, point, viewer))
    if item.function != point.function:
        name = functions.get(point.function, point.function)
        told.append(
            _("Ansvarig: %(name)s") % {"name": name} if name else _("Ingen särskild ansvarar längre.")
        )
    before, after = seen(item.help), seen(point.help)
    if before.words != after.words:
        words = " ".join(after.words.split())
        told.append(
            _("Ny hjälptext: %(text)s") % {"text": words} if words else _("Hjälptexten är borttagen.")
        )
    elif before.links != after.links:
        told.append(_("Länkarna i hjälptexten är ändrade."))
    if item.link_id != point.link:
        told.append(
            _("Länken till en rutin är ny.") if point.link else _("Länken till en rutin är borttagen.")
        )
    return tuple(told)


def _day_told(item: RunItem, point: Point, viewer: Viewer) -> str:
    if item.has_own_due:
        return _("Dagen som ni har satt står kvar.")
    due = day(item.run.due_day(point.days), viewer.today)
    return _("Senast %(day)s") % {"day": due} if due else _("Har ingen sista dag längre.")
