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
from intranet.access.places import Tree
from intranet.access.viewer import Viewer
from intranet.notices import kinds
from intranet.notices.kinds import Kind, Line
from intranet.prepared import prepared

ASSIGNED, HANDED_OVER, OVERDUE = "run-assigned", "run-handed-over", "run-overdue"
ABOUT_YOU, FINISHED = "run-about-you", "run-finished"

Rule = Callable[[Tree, date, int, RunQuerySet], RunQuerySet]
Detail = Callable[[Viewer, Run, list[RunItem]], str]


def _person(viewer: Viewer) -> int:
    return viewer.person.pk if viewer.person else 0


# Each is told of what they take part in, while it is so: who has been assigned something and has it no more, or
# leads a run that has ended, is told nothing. Who only manages the unit has the list of its runs instead.


def _ended(places: Tree, _today: date, person: int, runs: RunQuerySet) -> RunQuerySet:
    return access.own_within(places, person, runs).filter(finished_at__isnull=False)


def _led(places: Tree, _today: date, person: int, runs: RunQuerySet) -> RunQuerySet:
    return access.own_within(places, person, runs).unfinished().filter(lead=person)


def _about(places: Tree, _today: date, person: int, runs: RunQuerySet) -> RunQuerySet:
    return access.own_within(places, person, runs).filter(subject=person)


def _with_items(places: Tree, _today: date, person: int, runs: RunQuerySet) -> RunQuerySet:
    mine = _items(person).filter(assignee=person)
    return access.own_within(places, person, runs).filter(pk__in=mine.values("run"))


def _late(places: Tree, today: date, person: int, runs: RunQuerySet) -> RunQuerySet:
    mine = _items(person).filter(due__lt=today)
    return access.own_within(places, person, runs).filter(pk__in=mine.values("run"))


def _items(person: int) -> QuerySet[RunItem]:
    """What somebody is to do: what they have been given, and what nobody has in the runs that they lead."""
    return RunItem.objects.open().filter(Q(assignee=person) | Q(assignee=None, run__lead=person))


def _ruled(rule: Rule) -> Callable[[Viewer, RunQuerySet], RunQuerySet]:
    def admitted(viewer: Viewer, runs: RunQuerySet) -> RunQuerySet:
        if viewer.person is None or not access.may_see_any(viewer):
            return runs.none()
        return rule(viewer.places.pages, viewer.today, viewer.person.pk, runs)

    return admitted


@prepared(person=int, pks=list[int])
def _runs(rule: Rule, places: Tree, today: date, person: int, pks: list[int]) -> RunQuerySet:
    return rule(places, today, person, Run.objects.filter(pk__in=pks)).order_by("pk")


@prepared(person=int, pks=list[int])
def _items_in(person: int, pks: list[int]) -> QuerySet[RunItem]:
    return _items(person).filter(run__in=pks).order_by("due", "order")


def _found(rule: Rule, viewer: Viewer, pks: Collection[int]) -> list[Run]:
    if viewer.person is None or not access.may_see_any(viewer):
        return []
    return _runs(rule, viewer.places.pages, viewer.today, person=viewer.person.pk, pks=pks)


def _admits(rule: Rule) -> Callable[[Viewer, Collection[int]], Collection[int]]:
    return lambda viewer, pks: [run.pk for run in _found(rule, viewer, pks)]


def _visible(rule: Rule, detail: Detail) -> Callable[[Viewer, Collection[int]], Mapping[int, Line]]:
    def visible(viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
        runs = _found(rule, viewer, pks)
        items: dict[int, list[RunItem]] = {}
        for item in _items_in(person=_person(viewer), pks=[run.pk for run in runs]) if runs else ():
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
        (FINISHED, gettext_lazy("Genomgångar som har avslutats"), _ended, _finished, False),
    ):
        kinds.register(
            Kind(
                code=code,
                label=label,
                model="home.Run",
                visible=_visible(rule, detail),
                rule=_ruled(rule),
                admits=_admits(rule),
                urgent=urgent,
                covered_by=(ASSIGNED,) if code == ABOUT_YOU else (),
                # A name may tell who is on sick leave, or in a crisis: mail is read by others than its addressee.
                title_in_mail=False,
                concerns=lambda viewer: viewer.is_employee,
            )
        )
