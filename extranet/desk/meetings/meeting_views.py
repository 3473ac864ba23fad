"""A new meeting, changing when and where it is, taking a draft away."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from extranet.bodies.models import Body
from extranet.desk.meetings import planning
from extranet.desk.meetings.asking import body_at_desk, meeting_at_desk, takes_changes
from extranet.desk.meetings.frame import body_page, desk_page
from extranet.desk.meetings.items import ChangedMeanwhileError, NoLongerError, StaysError
from extranet.desk.meetings.making import make_meeting, standing_items, usual
from extranet.desk.meetings.meeting_form import FIELDS, MeetingForm, initial
from extranet.desk.meetings.seen import SEEN, fingerprint, who_changed
from extranet.meetings.models import Meeting
from extranet.reading.asking import me, rights_now
from intranet.access.requests import ViewerRequest

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def new_meeting(request: ViewerRequest, slug: str) -> HttpResponse:
    """Made in a minute: what is usual for the body is filled in."""
    rights = rights_now(request)
    body = body_at_desk(rights, slug)
    if request.method == "POST":
        # Two who press at once do so one after the other: the second is asked whether it is to meet twice.
        Body.objects.select_for_update(no_key=True).get(pk=body.pk)
        form = MeetingForm(request.POST, body=body)
        if form.is_valid():
            meeting = make_meeting(body, form.values(), me(request))
            messages.success(
                request, _("Sammanträdet är upplagt. Ingen annan ser det förrän kallelsen skickas.")
            )
            return redirect("desk_meeting", meeting.pk)
    else:
        form = MeetingForm(initial=usual(body), body=body)
    context = body_page(body, _("Nytt sammanträde")) | {
        "form": form,
        "standing": standing_items(body),
        "ended": bool(body.active_to and body.active_to < timezone.localdate()),
    }
    return render(request, "extranet/desk/meetings/new_meeting.html", context)


@require_http_methods(BOTH)
def edit_meeting(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = rights_now(request)
    meeting = meeting_at_desk(rights, pk)
    if not takes_changes(meeting):
        messages.warning(request, _("Sammanträdet är hållet. Tid och plats ändras inte längre."))
        return redirect("desk_meeting", meeting.pk)
    seen, changed = fingerprint(meeting, FIELDS), ""
    if request.method == "POST":
        form = MeetingForm(request.POST, body=meeting.body, meeting=meeting)
        if form.is_valid():
            try:
                told = planning.change_meeting(
                    meeting.pk, form.values(), me(request), request.POST.get(SEEN, "")
                )
            except ChangedMeanwhileError:
                # What they typed stands in the form; what is kept stands above it.
                changed = who_changed(request.viewer, meeting)
            except (NoLongerError, Meeting.DoesNotExist):
                messages.warning(
                    request, _("Det gick inte att spara: sammanträdet är hållet eller borttaget.")
                )
                return redirect("desk")
            else:
                messages.success(
                    request,
                    _("Sparat. De som är kallade får veta den nya tiden.") if told else _("Sparat."),
                )
                return redirect("desk_meeting", meeting.pk)
        elif request.POST.get(SEEN) != seen:
            changed = who_changed(request.viewer, meeting)
    else:
        form = MeetingForm(initial=initial(meeting), body=meeting.body, meeting=meeting)
    context = desk_page(meeting, _("Tid och plats"), below=True) | {
        "form": form,
        "seen": seen,
        "changed": changed,
        "sent": meeting.state == Meeting.State.SUMMONED,
    }
    return render(request, "extranet/desk/meetings/edit_meeting.html", context)


@require_http_methods(BOTH)
def remove_meeting(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = rights_now(request)
    meeting = meeting_at_desk(rights, pk)
    why = planning.why_meeting_stays(meeting)
    if request.method == "POST":
        try:
            with transaction.atomic():
                planning.remove_meeting(meeting.pk)
        except StaysError as error:
            why = str(error)
        except ProtectedError:
            why = _("Något annat hör till sammanträdet och ska finnas kvar.")
        else:
            messages.success(request, _("Utkastet är borttaget."))
            return redirect("desk")
    context = desk_page(meeting, _("Ta bort utkastet"), below=True) | {
        "why": why,
        "items": meeting.items.count(),
    }
    return render(request, "extranet/desk/meetings/remove_meeting.html", context)
