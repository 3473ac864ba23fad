"""The proof of what was sent, on the page and as a table to keep."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from extranet.access.rights import rights_of
from extranet.desk.meetings.asking import meeting_at_desk
from extranet.desk.sending.proof import as_csv, proof
from extranet.desk.sending.way import crumbs
from intranet.access.requests import ViewerRequest
from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.signon.freshness import is_fresh


@require_safe
def desk_proof(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = rights_of(request.viewer, fresh=is_fresh(request))
    meeting = meeting_at_desk(rights, pk)
    context = {
        "page": {"title": _("Bevis på utskick")},
        "breadcrumbs": crumbs(meeting, sending=True),
        "meeting": meeting,
        "proof": proof(request.viewer, rights, meeting),
    }
    return render(request, "extranet/desk/sending/proof.html", context)


@require_safe
def desk_proof_file(request: ViewerRequest, pk: int) -> HttpResponse:
    """The recipients as CSV. Taking it is an export, and logged as one."""
    rights = rights_of(request.viewer, fresh=is_fresh(request))
    meeting = meeting_at_desk(rights, pk)
    found = proof(request.viewer, rights, meeting)
    if request.method == "GET":
        record(Event.Kind.EXPORTED, request=request, obj=meeting, what="summons")
    response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mottagare-{meeting.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
