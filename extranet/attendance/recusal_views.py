"""Declaring a personal interest in an item, in two steps, and entering what the body has decided about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from extranet.access import items
from extranet.access.rights import Rights, rights_of
from extranet.attendance import recusing
from extranet.attendance.forms import DecisionForm, DeclareForm
from extranet.attendance.names import name
from extranet.attendance.recusing import NotYoursError, Outcome, SettledError
from extranet.bodies.models import Body
from extranet.exceptions.models import Recusal
from extranet.meetings.models import AgendaItem
from intranet.access.requests import ViewerRequest
from intranet.notices.opening import opened

TEMPLATES = "extranet/attendance"


@sensitive_post_parameters("why")  # nor in the report of an error
@require_http_methods(["GET", "HEAD", "POST"])
def recusal(request: ViewerRequest, pk: int) -> HttpResponse:
    """One page for whoever knows of the item. `steg` says which step of which form a POST is."""
    rights = rights_of(request.viewer)
    known = items.known_to(rights, AgendaItem.objects.select_related("meeting__body"))
    item = known.filter(pk=pk).first()
    if item is None:
        raise Http404
    step = request.POST.get("steg", "") if request.method == "POST" else ""
    steps = {
        "anmal": _confirm,
        "bekrafta": _declare,
        "andra": _change,
        "fraga-ta-tillbaka": _confirm_taking_back,
        "ta-tillbaka": _take_back,
        "beslut": _confirm_decision,
        "bekrafta-beslut": _decide,
    }
    if request.method == "POST" and step not in steps:
        raise Http404
    try:
        return steps[step](request, rights, item) if step else _show(request, rights, item)
    except SettledError:
        messages.warning(
            request, _("Det går inte längre: ärendet är avgjort, eller anmälan är redan prövad.")
        )
    except NotYoursError as error:
        raise Http404 from error
    return redirect("recusal", item.pk)


def _show(
    request: ViewerRequest,
    rights: Rights,
    item: AgendaItem,
    form: DeclareForm | None = None,
    wrong: tuple[int, DecisionForm] | None = None,
) -> HttpResponse:
    mine = recusing.own(rights.person, item)
    to_decide = list(recusing.to_decide(rights, item))
    for one in (*to_decide, *([mine] if mine else [])):
        opened(request, one)
    may_declare = not item.decided_at and (
        mine is None or mine.outcome in (Outcome.REJECTED, Outcome.DISREGARDED)
    )
    declared = [
        {
            "recusal": one,
            "name": name(request.viewer, one.person),
            "form": wrong[1] if wrong and wrong[0] == one.pk else _decision_form(one),
        }
        for one in to_decide
    ]
    return _page(
        request,
        item,
        "recusal",
        _("Jäv"),
        mine=mine,
        form=(form or DeclareForm()) if may_declare else None,
        declared=declared,
        wrong=wrong[1] if wrong else None,
        is_secretary=item.meeting.body_id in rights.prepared,
    )


def _decision_form(recusal: Recusal) -> DecisionForm:
    return DecisionForm(auto_id=f"id_{recusal.pk}_%s", initial={"outcome": recusal.outcome})


def _confirm(request: ViewerRequest, rights: Rights, item: AgendaItem) -> HttpResponse:
    form = DeclareForm(request.POST)
    if not form.is_valid():
        return _show(request, rights, item, form)
    return _page(
        request, item, "recusal_confirm", _("Anmäl jäv"), why=form.cleaned_data["why"], **_meaning(item)
    )


def _change(request: ViewerRequest, rights: Rights, item: AgendaItem) -> HttpResponse:
    """Back to the form, with what was written."""
    return _show(request, rights, item, DeclareForm(initial={"why": request.POST.get("why", "")}))


def _declare(request: ViewerRequest, rights: Rights, item: AgendaItem) -> HttpResponse:
    form = DeclareForm(request.POST)
    if not form.is_valid():
        return _show(request, rights, item, form)
    recusing.declare(rights.person, item.pk, form.cleaned_data["why"])
    messages.success(request, _("Du har anmält jäv. Ärendets handlingar är dolda för dig."))
    return redirect("recusal", item.pk)


def _confirm_taking_back(request: ViewerRequest, rights: Rights, item: AgendaItem) -> HttpResponse:
    mine = recusing.own(rights.person, item)
    if mine is None or mine.outcome != Outcome.WAITING or item.decided_at:
        raise SettledError
    return _page(request, item, "recusal_take_back", _("Ta tillbaka anmälan"))


def _take_back(request: ViewerRequest, rights: Rights, item: AgendaItem) -> HttpResponse:
    recusing.take_back(rights.person, item.pk)
    messages.success(request, _("Du har tagit tillbaka anmälan."))
    return redirect("recusal", item.pk)


def _confirm_decision(request: ViewerRequest, rights: Rights, item: AgendaItem) -> HttpResponse:
    one = _of_other(request, rights, item)
    form = DecisionForm(request.POST, auto_id=f"id_{one.pk}_%s")
    if not form.is_valid():
        return _show(request, rights, item, wrong=(one.pk, form))
    outcome = Outcome(form.cleaned_data["outcome"])
    return _page(
        request,
        item,
        "recusal_decide",
        _("För in beslut om jäv"),
        recusal=one,
        name=name(request.viewer, one.person),
        outcome=outcome.value,
        words=dict(form.fields["outcome"].choices)[outcome.value],  # type: ignore[attr-defined]
        hides=outcome == Outcome.UPHELD,
    )


def _decide(request: ViewerRequest, rights: Rights, item: AgendaItem) -> HttpResponse:
    one = _of_other(request, rights, item)
    form = DecisionForm(request.POST, auto_id=f"id_{one.pk}_%s")
    if not form.is_valid():
        return _show(request, rights, item, wrong=(one.pk, form))
    recusing.decide(rights, item.pk, one.pk, form.cleaned_data["outcome"])
    messages.success(request, _("Beslutet är infört."))
    return redirect("recusal", item.pk)


def _of_other(request: ViewerRequest, rights: Rights, item: AgendaItem) -> Recusal:
    """The recusal that a form is about. One that may not be decided about by whoever asks does not exist."""
    wanted = request.POST.get("anmalan", "")
    found = next((one for one in recusing.to_decide(rights, item) if str(one.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def _meaning(item: AgendaItem) -> dict[str, Any]:
    body = item.meeting.body
    return {
        "council": body.kind == Body.Kind.COUNCIL,
        "hides_all": body.recusal_hides == Body.RecusalHides.ALL,
    }


def _page(
    request: ViewerRequest, item: AgendaItem, template: str, title: str, **context: Any
) -> HttpResponse:
    frame = {
        "page": {"title": title},
        "item": item,
        "meeting": item.meeting,
        "breadcrumbs": [
            {"title": _("Sammanträden"), "url": reverse("meetings")},
            {"title": item.meeting.body.name, "url": reverse("body", args=[item.meeting.body.slug])},
            {"title": item.neutral_title, "url": reverse("agenda_item", args=[item.pk])},
        ],
    }
    return render(request, f"{TEMPLATES}/{template}.html", {**frame, **context})
