"""Taking up what the body's committees have dealt with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from extranet.desk.meetings import reuse
from extranet.desk.meetings.asking import meeting_at_desk, takes_changes
from extranet.desk.meetings.frame import desk_page
from extranet.desk.meetings.items import NoLongerError
from extranet.reading.asking import me, rights_now
from intranet.access.requests import ViewerRequest
from intranet.signon.freshness import step_up, step_up_url


@require_http_methods(["GET", "HEAD", "POST"])
def take_up(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = rights_now(request)
    meeting = meeting_at_desk(rights, pk)
    if not takes_changes(meeting):
        messages.warning(request, _("Sammanträdet är hållet. Dagordningen ändras inte längre."))
        return redirect("desk_meeting", meeting.pk)
    if request.method == "POST":
        asked = [int(pk) for pk in request.POST.getlist("arende") if pk.isascii() and pk.isdecimal()][
            : reuse.MOST
        ]
        try:
            taken = reuse.take_up(rights, meeting.pk, asked, me(request))
        except reuse.LockedError:
            return step_up(request)
        except (reuse.TakenUpError, NoLongerError):
            messages.warning(
                request,
                _("Inget togs upp: ärendet finns redan på en dagordning, eller går inte längre att ta upp."),
            )
            return redirect("desk_reuse", meeting.pk)
        messages.success(
            request,
            ngettext(
                "Ett ärende är upptaget och står sist på dagordningen.",
                "%(count)s ärenden är upptagna och står sist på dagordningen.",
                len(taken),
            )
            % {"count": len(taken)},
        )
        return redirect("desk_meeting", meeting.pk)
    context = desk_page(meeting, _("Ta upp från utskott"), below=True) | {
        "treated": reuse.offered(rights, meeting.body),
        "has_committees": reuse.has_committees(meeting.body),
        "unlock_url": "" if rights.fresh else step_up_url(request, request.path),
    }
    return render(request, "extranet/desk/meetings/reuse.html", context)
