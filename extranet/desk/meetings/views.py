"""The desk: meetings that somebody prepares, and the agenda of one. Each view asks for the rights once."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from extranet.access import desk as rule
from extranet.access.rights import rights_of
from extranet.desk.meetings.asking import meeting_at_desk
from extranet.meetings.models import AgendaItem, Meeting
from intranet.access.requests import ViewerRequest
from intranet.signon.freshness import is_fresh


@require_safe
def desk(request: ViewerRequest) -> HttpResponse:
    rights = rights_of(request.viewer, fresh=is_fresh(request))
    if not rights.prepared:
        raise Http404
    meetings = rule.meetings(rights, Meeting.objects.select_related("body"))
    context = {
        "page": {"title": _("Bered sammanträden")},
        "meetings": meetings.exclude(state__in=("attested", "closed")).order_by("starts", "pk"),
    }
    return render(request, "extranet/desk/start.html", context)


@require_safe
def desk_meeting(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = rights_of(request.viewer, fresh=is_fresh(request))
    meeting = meeting_at_desk(rights, pk)
    items = rule.items(rights, AgendaItem.objects.filter(meeting=meeting)).order_by("order", "pk")
    context = {"page": {"title": meeting.body.name}, "meeting": meeting, "items": items}
    return render(request, "extranet/desk/meetings/agenda.html", context)
