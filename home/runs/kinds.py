"""The kinds of notices about runs. All are about the run as a whole: nobody wants nineteen notices of one list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from home.runs import access
from home.runs.models import Run, RunItem, RunQuerySet
from intranet.access.viewer import Viewer
from intranet.notices import kinds
from intranet.notices.kinds import Kind, Line

ASSIGNED, HANDED_OVER, OVERDUE = "run-assigned", "run-handed-over", "run-overdue"
ABOUT_YOU, FINISHED = "run-about-you", "run-finished"

Rule = Callable[[Viewer, RunQuerySet], RunQuerySet]
Detail = Callable[[Viewer, Run, list[RunItem]], str]


def _person(viewer: Viewer) -> int:
    return viewer.person.pk if viewer.person else 0


def _all(viewer: Viewer, runs: RunQuerySet) -> RunQuerySet:
    return access.visible_to(viewer, runs)


def _led(viewer: Viewer, runs: RunQuerySet) -> RunQuerySet:
    return access.visible_to(viewer, runs).filter(lead=_person(viewer))


def _about(viewer: Viewer, runs: RunQuerySet) -> RunQuerySet:
    return access.visible_to(viewer, runs).filter(subject=_person(viewer))


def _with_items(viewer: Viewer, runs: RunQuerySet) -> RunQuerySet:
    mine = _items(viewer).filter(assignee=_person(viewer))
    return access.visible_to(viewer, runs).filter(pk__in=mine.values("run"))


def _late(viewer: Viewer, runs: RunQuerySet) -> RunQuerySet:
    mine = _items(viewer).filter(due__lt=viewer.today)
    return access.visible_to(viewer, runs).filter(pk__in=mine.values("run"))


def _items(viewer: Viewer) -> QuerySet[RunItem]:
    """What the viewer is to do: what they have been given, and what nobody has in the runs that they lead."""
    me = _person(viewer)
    return RunItem.objects.open().filter(Q(assignee=me) | Q(assignee=None, run__lead=me))


def _visible(rule: Rule, detail: Detail) -> Callable[[Viewer, Collection[int]], Mapping[int, Line]]:
    def visible(viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
        runs = rule(viewer, Run.objects.filter(pk__in=pks))
        items: dict[int, list[RunItem]] = {}
        for item in _items(viewer).filter(run__in=pks).order_by("due", "order"):
            items.setdefault(item.run_id, []).append(item)
        return {
            run.pk: Line(run.name, run.get_absolute_url(), detail(viewer, run, items.get(run.pk, [])))
            for run in runs
        }

    return visible


def _given(viewer: Viewer, run: Run, items: list[RunItem]) -> str:
    mine = [item for item in items if item.assignee_id == _person(viewer)]
    words = ngettext("Du har %(count)s punkt att göra", "Du har %(count)s punkter att göra", len(mine)) % {
        "count": len(mine)
    }
    due = min((item.due for item in mine if item.due), default=None)
    return (
        _("%(words)s, den första senast %(day)s.") % {"words": words, "day": _day(due)}
        if due
        else f"{words}."
    )


def _overdue(viewer: Viewer, run: Run, items: list[RunItem]) -> str:
    late = sum(1 for item in items if item.due and item.due < viewer.today)
    return ngettext("%(count)s punkt är försenad.", "%(count)s punkter är försenade.", late) % {"count": late}


def _told(text: Any) -> Detail:
    return lambda _viewer, _run, _items: str(text)


def _finished(viewer: Viewer, run: Run, items: list[RunItem]) -> str:
    return (
        _("Avslutad %(day)s.") % {"day": _day(timezone.localdate(run.finished_at))} if run.finished_at else ""
    )


def _day(day: date) -> str:
    return date_format(day, "j F")


def register() -> None:
    """Called in `AppConfig.ready`."""
    given = gettext_lazy("Genomgångar där du har fått punkter att göra")
    for code, label, rule, detail, urgent in (
        (ASSIGNED, given, _with_items, _given, False),
        (
            HANDED_OVER,
            gettext_lazy("Genomgångar som har lämnats över till dig"),
            _led,
            _told(gettext_lazy("Du håller i genomgången nu.")),
            True,
        ),
        (OVERDUE, gettext_lazy("Genomgångar med försenade punkter"), _late, _overdue, False),
        (
            ABOUT_YOU,
            gettext_lazy("Genomgångar som gäller dig"),
            _about,
            _told(gettext_lazy("Genomgången gäller dig.")),
            False,
        ),
        (FINISHED, gettext_lazy("Genomgångar som har avslutats"), _all, _finished, False),
    ):
        kinds.register(
            Kind(
                code=code,
                label=label,
                model="home.Run",
                visible=_visible(rule, detail),
                rule=rule,
                urgent=urgent,
                # A name may tell who is on sick leave, or in a crisis: mail is read by others than its addressee.
                title_in_mail=False,
                concerns=lambda viewer: viewer.is_employee,
            )
        )
