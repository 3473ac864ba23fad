"""The preview: choosing whom one looks at a meeting as, and looking."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from extranet.access.rights import rights_of
from extranet.desk.meetings.asking import meeting_at_desk
from extranet.desk.sending.previewing import choices, preview
from extranet.desk.sending.still import still_main
from extranet.desk.sending.way import crumbs
from intranet.access.requests import ViewerRequest
from intranet.signon.freshness import is_fresh


@require_safe
def desk_preview(request: ViewerRequest, pk: int) -> HttpResponse:
    """`?person=` is one of those whom it can be looked at as; anybody else does not exist here."""
    rights = rights_of(request.viewer, fresh=is_fresh(request))
    meeting = meeting_at_desk(rights, pk)
    people = choices(request.viewer, meeting)
    wanted = request.GET.get("person", "")
    chosen = next((one for one in people if str(one.person.pk) == wanted), None)
    if wanted and chosen is None:
        raise Http404
    shown = preview(request.viewer, meeting, chosen.person) if chosen else None
    picture = ""
    if shown and shown.context:
        picture = still_main(render_to_string("extranet/meeting.html", shown.context, request))
    context = {
        "page": {"title": _("Förhandsgranska")},
        "breadcrumbs": crumbs(meeting),
        "meeting": meeting,
        "people": people,
        "chosen": chosen,
        "shown": shown,
        "picture": picture,
    }
    return render(request, "extranet/desk/sending/preview.html", context)
