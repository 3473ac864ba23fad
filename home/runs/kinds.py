"""The kinds of notices about runs. All are about the run as a whole: nobody wants nineteen notices of one list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
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

Rule = Callable[[date, int], Q]
Detail = Callable[[Viewer, Run], str]


def _person(viewer: Viewer) -> int:
    return viewer.person.pk if viewer.person else 0


# Each is told of what they take part in, while it is so: who has been assigned something and has it no more, or
# leads a run that has ended, is told nothing. Who only manages the unit has the list of its runs instead.


def _ended(_today: date, _person: int) -> Q:
    return Q(finished_at__isnull=False)


def _led(_today: date, person: int) -> Q:
    return Q(finished_at__isnull=True, lead=person)


def _about(_today: date, person: int) -> Q:
    return Q(subject=person)


def _with_items(_today: date, person: int) -> Q:
    return Q(Exists(_given_items(person)))


def _late(today: date, person: int) -> Q:
    return Q(Exists(_late_items(today, person)))


RULES: dict[str, Rule] = {
    ASSIGNED: _with_items,
    HANDED_OVER: _led,
    OVERDUE: _late,
    ABOUT_YOU: _about,
    FINISHED: _ended,
}


def _given_items(person: int) -> QuerySet[RunItem]:
    return RunItem.objects.open().filter(run=OuterRef("pk"), assignee=person)


def _late_items(today: date, person: int) -> QuerySet[RunItem]:
    """What somebody should have done: what they have been given, and what nobody has in the runs that they lead."""
    mine = Q(assignee=person) | Q(assignee=None, run__lead=person)
    return RunItem.objects.open().filter(mine, run=OuterRef("pk"), due__lt=today)


def _ruled(code: str) -> Callable[[Viewer, RunQuerySet], RunQuerySet]:
    def admitted(viewer: Viewer, runs: RunQuerySet) -> RunQuerySet:
        if viewer.person is None or not access.may_see_any(viewer):
            return runs.none()
        person = viewer.person.pk
        own = access.own_within(viewer.places.pages, person, runs)
        return own.filter(RULES[code](viewer.today, person))

    return admitted


@prepared(person=int, pks=list[int])
def _runs(places: Tree, today: date, person: int, pks: list[int]) -> RunQuerySet:
    """Those that somebody may see, with what each rule says of them and what is told."""
    given, late = _given_items(person), _late_items(today, person)
    return (
        access.own_within(places, person, Run.objects.filter(pk__in=pks))
        .annotate(**{_flag(code): rule(today, person) for code, rule in RULES.items()})
        .annotate(
            given=_of(given, Count("pk")), given_due=_of(given, Min("due")), late=_of(late, Count("pk"))
        )
        .only("name", "finished_at")
    )


def _of(items: QuerySet[RunItem], aggregate: Aggregate) -> Subquery:
    return Subquery(items.order_by().values("run").annotate(answer=aggregate).values("answer"))


def _flag(code: str) -> str:
    return f"is_{code}".replace("-", "_")


def found(viewer: Viewer, wanted: Mapping[str, Collection[int]]) -> dict[tuple[str, int], Run]:
    """For all kinds about runs together: see `Kind.found`. One query."""
    pks = set().union(*wanted.values())
    if not pks or viewer.person is None or not access.may_see_any(viewer):
        return {}
    runs = _runs(viewer.places.pages, viewer.today, person=viewer.person.pk, pks=pks)
    return {
        (code, run.pk): run
        for code, of_kind in wanted.items()
        for run in runs
        if run.pk in of_kind and getattr(run, _flag(code))
    }


def _line(detail: Detail) -> Callable[[Viewer, Run], Line]:
    return lambda viewer, run: Line(run.name, run.get_absolute_url(), detail(viewer, run))


def _given(_viewer: Viewer, run: Any) -> str:
    words = ngettext("Du har %(count)s punkt att göra", "Du har %(count)s punkter att göra", run.given) % {
        "count": run.given
    }
    return (
        _("%(words)s, den första senast %(day)s.") % {"words": words, "day": _day(run.given_due)}
        if run.given_due
        else f"{words}."
    )


def _overdue(_viewer: Viewer, run: Any) -> str:
    return ngettext("%(count)s punkt är försenad.", "%(count)s punkter är försenade.", run.late) % {
        "count": run.late
    }


def _told(text: Any) -> Detail:
    return lambda _viewer, _run: str(text)


def _finished(_viewer: Viewer, run: Run) -> str:
    return (
        _("Avslutad %(day)s.") % {"day": _day(timezone.localdate(run.finished_at))} if run.finished_at else ""
    )


def _day(day: date) -> str:
    return date_format(day, "j F")


def register() -> None:
    """Called in `AppConfig.ready`."""
    given = gettext_lazy("Genomgångar där du har fått punkter att göra")
    for code, label, detail, urgent in (
        (ASSIGNED, given, _given, False),
        (
            HANDED_OVER,
            gettext_lazy("Genomgångar som har lämnats över till dig"),
            _told(gettext_lazy("Du håller i genomgången nu.")),
            True,
        ),
        (OVERDUE, gettext_lazy("Genomgångar med försenade punkter"), _overdue, False),
        (
            ABOUT_YOU,
            gettext_lazy("Genomgångar som gäller dig"),
            _told(gettext_lazy("Genomgången gäller dig.")),
            False,
        ),
        (FINISHED, gettext_lazy("Genomgångar som har avslutats"), _finished, False),
    ):
        kinds.register(
            Kind(
                code=code,
                label=label,
                model="home.Run",
                found=found,
                line=_line(detail),
                rule=_ruled(code),
                urgent=urgent,
                covered_by=(ASSIGNED,) if code == ABOUT_YOU else (),
                # A name may tell who is on sick leave, or in a crisis: mail is read by others than its addressee.
                # How much is to be done by when tells neither.
                title_in_mail=False,
                detail_in_mail=True,
                concerns=lambda viewer: viewer.is_employee,
            )
        )
