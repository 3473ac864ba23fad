"""Whether one comes to a meeting: each answers for themselves, the body's secretary for who has rung."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from extranet.access import meetings
from extranet.access.rights import Rights, rights_of
from extranet.attendance import answers, calling, forms
from extranet.attendance.calling import ChangedError
from extranet.attendance.forms import AnswerForm
from extranet.attendance.models import Attendance, Call
from extranet.attendance.names import with_party
from extranet.attendance.presentation import listing
from extranet.mandates.models import Mandate
from extranet.meetings.models import Meeting, Serving
from intranet.access.requests import ViewerRequest
from intranet.notices.opening import opened

FOR = "svara"
"""Whom the secretary answers for, in the address and the form: the primary key of a mandate."""


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: ViewerRequest, pk: int) -> HttpResponse:
    """One's own answer; for the body's secretary everybody's, and the form to answer for one of them."""
    rights = rights_of(request.viewer)
    meeting, asked, is_secretary = _known(rights, pk)
    mandate = _whose(request, rights, asked, is_secretary)
    if mandate is None:
        if request.method == "POST":
            raise Http404
        return _show(request, rights, meeting, asked, is_secretary)
    kept = Attendance.objects.filter(meeting=meeting, person=mandate.person_id).first()
    call = answers.call_to(meeting, mandate.person_id)
    open_ = calling.takes_answers(meeting, timezone.now())
    if request.method == "POST":
        form = _form(request, rights, meeting, mandate, kept, call, bound=True)
        if not open_:
            messages.warning(request, _closed(meeting))
            return redirect("attendance", meeting.pk)
        if form.is_valid():
            _keep(request, rights, meeting, mandate, form.cleaned_data)
            return redirect("attendance", meeting.pk)
    else:
        form = _form(request, rights, meeting, mandate, kept, call, bound=False)
    return _show(request, rights, meeting, asked, is_secretary, mandate, kept, form if open_ else None)


def _known(rights: Rights, pk: int) -> tuple[Meeting, list[Mandate], bool]:
    """The meeting and who is asked to it; to who is neither asked nor its secretary this address does not exist."""
    meeting = meetings.known_to(rights, Meeting.objects.select_related("body")).filter(pk=pk).first()
    if meeting is None:
        raise Http404
    asked = answers.who_is_asked(meeting)
    is_secretary = meeting.body_id in rights.prepared
    if not is_secretary and rights.person not in {mandate.person_id for mandate in asked}:
        raise Http404
    return meeting, asked, is_secretary


def _whose(
    request: ViewerRequest, rights: Rights, asked: list[Mandate], is_secretary: bool
) -> Mandate | None:
    """Whom the answer is for: oneself, or whom the secretary has chosen."""
    wanted = (request.POST if request.method == "POST" else request.GET).get(FOR, "")
    if not wanted:
        return next((mandate for mandate in asked if mandate.person_id == rights.person), None)
    found = next((mandate for mandate in asked if str(mandate.pk) == wanted), None)
    if found is None or not (is_secretary or found.person_id == rights.person):
        raise Http404
    return found


def _form(
    request: ViewerRequest,
    rights: Rights,
    meeting: Meeting,
    mandate: Mandate,
    kept: Attendance | None,
    call: Call | None,
    *,
    bound: bool,
) -> AnswerForm:
    mine = mandate.person_id == rights.person
    said = kept.answer if kept else ""
    if call and call.state == Call.State.ASKED:
        said = ""  # what they said before was no answer to this
    label = (
        _("Ditt svar") if mine else _("Vad svarade %(name)s?") % {"name": with_party(request.viewer, mandate)}
    )
    return AnswerForm(
        request.POST if bound else None,
        choices=answers.choices(meeting),
        words=forms.FOR_SOMEBODY
        if not mine
        else forms.WHETHER_ONE_SERVES
        if call
        else forms.WHETHER_ONE_COMES,
        label=label,
        initial={"said": said, "call": call.pk if call else None},
    )


def _keep(
    request: ViewerRequest, rights: Rights, meeting: Meeting, mandate: Mandate, data: dict[str, Any]
) -> None:
    try:
        answers.answer(meeting.pk, mandate.person_id, data["said"], rights.person, seen_call=data["call"])
    except answers.ClosedError:
        messages.warning(request, _closed(meeting))
    except ChangedError:
        text = _("Läget har ändrats sedan du öppnade sidan. Svaret sparades inte. Läs vad som gäller nu.")
        messages.warning(request, text)
    except answers.NotAskedError as error:  # the mandate has ended at this very moment
        raise Http404 from error
    else:
        messages.success(request, _("Svaret är sparat."))


def _closed(meeting: Meeting) -> str:
    if meeting.state == Meeting.State.DRAFT:
        return _("Kallelsen är inte skickad. Det går att svara när den har kommit.")
    return _("Sammanträdet har börjat. Det går inte att svara här längre.")


def _show(
    request: ViewerRequest,
    rights: Rights,
    meeting: Meeting,
    asked: list[Mandate],
    is_secretary: bool,
    mandate: Mandate | None = None,
    kept: Attendance | None = None,
    form: AnswerForm | None = None,
) -> HttpResponse:
    opened(request, meeting)
    for_other = mandate is not None and mandate.person_id != rights.person
    context = {
        "page": {"title": _("Närvaro")},
        "breadcrumbs": [
            {"title": _("Sammanträden"), "url": reverse("meetings")},
            {"title": meeting.body.name, "url": reverse("body", args=[meeting.body.slug])},
            {"title": _("Sammanträdet"), "url": reverse("meeting", args=[meeting.pk])},
        ],
        "meeting": meeting,
        "form": form,
        "for_other": with_party(request.viewer, mandate) if mandate and for_other else "",
        "for_pk": mandate.pk if mandate and for_other else "",
        "mine": _mine(request, meeting, mandate, kept) if mandate and not for_other else None,
        "closed": "" if calling.takes_answers(meeting, timezone.now()) else _closed(meeting),
        "listing": listing(request.viewer, meeting, asked) if is_secretary and not for_other else None,
    }
    return render(request, "extranet/attendance/attendance.html", context)


def _mine(
    request: ViewerRequest, meeting: Meeting, mandate: Mandate, kept: Attendance | None
) -> dict[str, Any]:
    """How things stand for whoever asks."""
    viewer, me = request.viewer, mandate.person_id
    calls = Call.objects.filter(meeting=meeting, substitute__person=me)
    mine = list(calls.select_related("absent__person", "absent__party").order_by("pk"))
    for call in mine:
        opened(request, call)
    asked = next((call for call in mine if call.state == Call.State.ASKED), None)
    about_me = Serving.objects.filter(Q(mandate__person=me) | Q(instead_of__person=me), meeting=meeting)
    people = ("mandate__person", "mandate__party", "instead_of__person", "instead_of__party")
    serving = list(about_me.select_related(*people))
    serves = next((one.instead_of for one in serving if one.mandate.person_id == me), None)
    substitute = next((one.mandate for one in serving if one.instead_of.person_id == me), None)
    return {
        "member": mandate.role.votes,
        "asked_for": with_party(viewer, asked.absent) if asked else "",
        "serves_for": with_party(viewer, serves) if serves else "",
        "substitute": with_party(viewer, substitute) if substitute else "",
        "said": kept.answer if kept else "",
        "at": kept.answered_at if kept else None,
        "written_by_other": bool(kept and kept.answered_by_id not in (None, me)),
        "released": not asked and not serves and any(call.ended_at for call in mine),
    }
