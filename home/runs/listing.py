"""The list of runs: one's own, and for a manager those of the unit; filtered by words of the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Window
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from home.filters import chosen
from home.runs import access
from home.runs.models import Run, RunItem, RunQuerySet
from home.runs.names import signature
from home.runs.presentation import day, state_of
from intranet.access.places import Tree
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.people.models import Person
from intranet.prepared import prepared

PAGE_SIZE = 20
MINE, LED, ABOUT_ME, GIVEN, UNIT = "", "haller-i", "om-mig", "mina-punkter", "enheten"
OPEN, OVERDUE, FINISHED = "", "forsenade", "avslutade"


class RunFilter(forms.Form):
    """What the reader asks for; what does not exist is told, not guessed at."""

    visa = forms.ChoiceField(label=_("Visa"), required=False)
    lage = forms.ChoiceField(
        label=_("Läge"),
        required=False,
        choices=[(OPEN, _("Pågår")), (OVERDUE, _("Försenade")), (FINISHED, _("Avslutade"))],
    )

    def __init__(self, *args: Any, manages: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (MINE, gettext("Alla mina")),
            (LED, gettext("Som jag startat eller håller i")),
            (ABOUT_ME, gettext("Som gäller mig")),
            (GIVEN, gettext("Där jag har punkter att göra")),
        ]
        if manages:
            choices.append((UNIT, gettext("På min enhet")))
        self.fields["visa"].choices = choices  # type: ignore[attr-defined]


def listing(request: ViewerRequest) -> dict[str, Any]:
    """The context of the list; as many queries for few runs as for many."""
    viewer = request.viewer
    units = access.managed_units(viewer)
    form = RunFilter(request.GET, manages=bool(units))
    form.is_valid()
    asked = form.cleaned_data
    runs = _asked_for(access.visible_to(viewer, Run.objects.all(), units), asked, viewer, units)
    if asked.get("lage") == FINISHED:
        runs = runs.order_by("-finished_at", "-pk")
    else:
        runs = runs.order_by(F("next_due").asc(nulls_last=True), "-started_at", "-pk")
    page_obj = Paginator(runs, PAGE_SIZE).get_page(request.GET.get("sida"))
    return {
        "filter_form": form,
        "chosen": chosen(form, request.GET),
        "clear_url": request.path,
        "total": page_obj.paginator.count,
        "page_obj": page_obj,
        "items": [row(run, viewer) for run in page_obj],
        "overdue_at_unit": _overdue_at_unit(viewer, units) if units else 0,
        "filtered": any(asked.values()) or bool(form.errors),
    }


def _asked_for(runs: RunQuerySet, asked: dict[str, str], viewer: Viewer, units: list[int]) -> RunQuerySet:
    me = viewer.person.pk if viewer.person else 0
    match asked.get("visa", MINE):
        case "haller-i":
            runs = runs.filter(Q(starter=me) | Q(lead=me))
        case "om-mig":
            runs = runs.filter(subject=me)
        case "mina-punkter":
            mine = RunItem.objects.filter(assignee=me, in_list=True)
            runs = runs.filter(pk__in=mine.values("run"))
        case "enheten":
            runs = runs.filter(unit__in=units)
        case _:
            runs = runs.filter(access.taking_part(me))
    match asked.get("lage", OPEN):
        case "forsenade":
            runs = runs.overdue(viewer.today)
        case "avslutade":
            runs = runs.filter(finished_at__isnull=False)
        case _:
            runs = runs.unfinished()
    return runs.with_progress().select_related("lead", "subject", "finished_by", "unit")


def row(run: Any, viewer: Viewer) -> dict[str, Any]:
    """One run of a list, annotated by `with_progress`."""
    late = bool(run.next_due and run.next_due < viewer.today)
    if run.is_finished:
        last = gettext("avslutad %(day)s") % {"day": day(timezone.localdate(run.finished_at), viewer.today)}
    elif run.next_due:
        last = gettext("nästa senast %(day)s") % {"day": day(run.next_due, viewer.today)}
    else:
        last = ""
    about = gettext("gäller %(name)s") % {"name": _name(viewer, run.subject)}
    led = gettext("hålls av %(name)s") % {"name": _name(viewer, run.lead)}
    meta = [about, led if run.lead_id != run.subject_id else "", last]
    return {
        "title": run.name,
        "url": run.get_absolute_url(),
        "meta": " · ".join(filter(None, meta)),
        "state": state_of(run, late),
        "done": run.done,
        "total": run.total,
    }


def _name(viewer: Viewer, person: Person) -> str:
    return gettext("dig") if person == viewer.person else signature(viewer, person)


def _overdue_at_unit(viewer: Viewer, units: list[int]) -> int:
    runs = access.visible_to(viewer, Run.objects.filter(unit__in=units), units)
    return runs.overdue(viewer.today).count()


def summary(viewer: Viewer, shown: int = 4) -> dict[str, Any]:
    """For the start page: the unfinished runs that one takes part in, those with the next day first.

    `runs` and `runs_more`: how many there are beyond those. Two queries: the runs, and one's items in them.
    """
    if viewer.person is None or not access.may_see_any(viewer):
        return {"runs": [], "runs_more": 0}
    me = viewer.person.pk
    rows = []
    found = _next_due(viewer.places.pages, shown, person=me)
    given = _by_run(_given(person=me, pks=[run.pk for run in found])) if found else {}
    for run in found:
        items = given.get(run.pk, [])
        told = row(run, viewer)
        if items:
            first = min(items, key=lambda item: (item.due is None, item.due or viewer.today, item.order))
            told["yours"] = first.text
            told["more"] = (
                ngettext("och %(count)s punkt till", "och %(count)s punkter till", len(items) - 1)
                % {"count": len(items) - 1}
                if len(items) > 1
                else ""
            )
        rows.append(told)
    return {"runs": rows, "runs_more": found[0].of - len(found) if found else 0}


@prepared(person=int)
def _next_due(places: Tree, shown: int, person: int) -> RunQuerySet:
    return (
        access.own_within(places, person, Run.objects.unfinished())
        .with_progress()
        .annotate(of=Window(Count("*")))
        .select_related("lead", "subject")
        .order_by(F("next_due").asc(nulls_last=True), "-started_at", "-pk")[:shown]
    )


@prepared(person=int, pks=list[int])
def _given(person: int, pks: list[int]) -> QuerySet[RunItem]:
    return RunItem.objects.open().filter(assignee=person, run__in=pks).order_by("order")


def _by_run(items: Iterable[RunItem]) -> dict[int, list[RunItem]]:
    found: dict[int, list[RunItem]] = {}
    for item in items:
        found.setdefault(item.run_id, []).append(item)
    return found
