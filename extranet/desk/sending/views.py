"""Checking, passing over with a reason, and sending. Each view asks for the rights once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from extranet.access.rights import Rights, rights_of
from extranet.attendance.names import name
from extranet.desk.meetings.asking import meeting_at_desk
from extranet.desk.sending.forms import PassForm
from extranet.desk.sending.state import State, added, seen, state_of
from extranet.desk.sending.way import crumbs
from extranet.meetings.models import Meeting
from extranet.summons import adding, sending, tasks
from extranet.summons.checks.registry import keys
from extranet.summons.models import Override
from extranet.summons.recipients import called_to
from intranet.access.requests import ViewerRequest
from intranet.signon.freshness import is_fresh

PASS, TAKE_BACK = "godta", "ta-tillbaka"


@require_http_methods(["GET", "HEAD", "POST"])
def desk_send(request: ViewerRequest, pk: int) -> HttpResponse:
    """What the checks have found; what is passed over is kept with who, when and why."""
    rights = rights_of(request.viewer, fresh=is_fresh(request))
    meeting = meeting_at_desk(rights, pk)
    state = state_of(rights, meeting)
    if request.method == "POST" and TAKE_BACK in request.POST:
        kept = Override.objects.filter(meeting=meeting, summons=None, addition=None, key__in=_passed(state))
        kept.filter(key=request.POST[TAKE_BACK]).delete()
        return redirect("desk_send", meeting.pk)
    form = None
    if request.method == "POST":
        form = PassForm(request.POST, keys=_passable(state, request.POST.get(PASS, "")))
        if form.is_valid():
            _pass_over(meeting, rights.person, request.POST[PASS], form.cleaned_data)
            messages.success(request, _("Skälet är sparat."))
            return redirect("desk_send", meeting.pk)
    context = {
        "page": {"title": _("Kontrollera och skicka")},
        "breadcrumbs": crumbs(meeting),
        "meeting": meeting,
        "state": state,
        "form": form,
        "form_check": request.POST.get(PASS, ""),
        "chosen": request.POST.getlist("keys"),
        "outcomes": [
            (
                outcome,
                [
                    (told, name(request.viewer, told.override.by))
                    for told in outcome.passed_over
                    if told.override
                ],
            )
            for outcome in sorted(state.outcomes, key=lambda outcome: not outcome.stopping)
            if outcome.told
        ],
        "clean": [outcome.check for outcome in state.outcomes if not outcome.told],
    }
    return render(request, "extranet/desk/sending/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_send_confirm(request: ViewerRequest, pk: int) -> HttpResponse:
    """Who gets it and why, what is left to mend, and the button; POST sends what was shown, once."""
    rights = rights_of(request.viewer, fresh=is_fresh(request))
    meeting = meeting_at_desk(rights, pk)
    if request.method == "POST":
        with transaction.atomic():
            answer = _send(request, rights, sending.locked(meeting.pk))
        if answer is not None:
            return answer
        meeting = meeting_at_desk(rights, pk)
    state = state_of(rights, meeting)
    if not state.due or state.is_sending:
        return redirect("desk_send", meeting.pk)
    called = called_to(meeting, timezone.now())
    context: dict[str, Any] = {
        "page": {
            "title": _("Publicera det som kommit till") if state.due == "added" else _("Skicka kallelsen")
        },
        "breadcrumbs": crumbs(meeting, sending=True),
        "meeting": meeting,
        "state": state,
        "called": [(name(request.viewer, one.person), one) for one in called],
        "on_paper": sum(one.way == "paper" for one in called),
        "seen": seen(state, called),
        "added": added(state.material) if state.due == "added" else [],
    }
    return render(request, "extranet/desk/sending/confirm.html", context)


def _send(request: ViewerRequest, rights: Rights, meeting: Meeting) -> HttpResponse | None:
    """Send what waits, under the meeting's lock; None if what was seen is not what is there now."""
    state = state_of(rights, meeting)
    if state.is_sending:
        messages.info(request, _("Kallelsen skickas redan."))
        return redirect("desk_send", meeting.pk)
    if not state.due:
        messages.info(request, _("Det här är redan skickat. Du behöver inte göra något."))
        return redirect("desk_send", meeting.pk)
    if state.stopping:
        messages.warning(request, _("Det finns fynd kvar att rätta eller godta. Inget har skickats."))
        return redirect("desk_send", meeting.pk)
    if request.POST.get("sett") != seen(state, called_to(meeting, timezone.now())):
        text = _("Något har ändrats sedan du öppnade sidan. Läs igenom den igen. Inget har skickats.")
        messages.warning(request, text)
        return None
    if state.due == "added":
        adding.add(meeting, rights.person, keys(state.outcomes))
        messages.success(request, _("Det som kommit till är publicerat och mottagarna får en notis."))
    else:
        sending.ask(meeting, rights.person, keys(state.outcomes))
        transaction.on_commit(tasks.wake_sender)
    return redirect("desk_send", meeting.pk)


def _passable(state: State, check: str) -> list[str]:
    return [
        told.finding.key
        for outcome in state.outcomes
        for told in outcome.stopping
        if outcome.check.code == check and told.finding.can_be_passed
    ]


def _passed(state: State) -> list[str]:
    """What has been passed over and is theirs to decide about."""
    told = [told.finding for outcome in state.outcomes for told in outcome.passed_over]
    return [finding.key for finding in told if finding.can_be_passed]


def _pass_over(meeting: Meeting, by: int, check: str, said: dict[str, Any]) -> None:
    Override.objects.bulk_create(
        (
            Override(meeting=meeting, check_code=check, key=key, reason=said["reason"], by_id=by)
            for key in said["keys"]
        ),
        ignore_conflicts=True,
    )
