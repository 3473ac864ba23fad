"""The papers of a meeting at the desk: what lies on its items, files on their way in, sorting them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from extranet.access import desk
from extranet.access.rights import Rights
from extranet.desk.meetings.asking import meeting_at_desk
from extranet.desk.papers.asking import items_of, upload_at_desk
from extranet.desk.papers.listing import agenda, arrivals, papers_on
from extranet.desk.papers.receiving import taken, takes_files
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements import arriving, moving
from extranet.placements.placing import TAKES_NO_MORE, MeetingOverError
from extranet.reading.asking import me, rights_now
from intranet.access.requests import ViewerRequest

TEMPLATES = "extranet/desk/papers"


@require_safe
def papers(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = rights_now(request)
    meeting = meeting_at_desk(rights, pk)
    waiting = arrivals(rights, meeting)
    listed = agenda(rights, meeting)
    context = {
        **frame(meeting, _("Handlingar")),
        "meeting": meeting,
        "items": listed,
        "open_items": [row for row in listed if not row.is_closed and row.item.matter_id],
        "arrivals": waiting,
        "ready": sum(row.is_ready for row in waiting),
        "takes_files": meeting.state not in TAKES_NO_MORE,
        "most_megabytes": settings.PAPERS_MEGABYTES,
    }
    return render(request, f"{TEMPLATES}/papers.html", context)


@takes_files
@require_POST
def add_files(request: ViewerRequest, pk: int) -> HttpResponse:
    """Files from the plain form. Those that are refused are told of by name; the others wait to be sorted."""
    rights = rights_now(request)
    meeting = meeting_at_desk(rights, pk)
    if not request.POST.get("assured"):
        messages.error(
            request,
            _(
                "Bekräfta att filerna inte innehåller säkerhetsskyddsklassificerade uppgifter, och välj filerna igen."
            ),
        )
        return redirect("desk_meeting_papers", meeting.pk)
    files = request.FILES.getlist("files")
    item = _item(rights, meeting, request.POST.get("item", ""))
    if not files:
        messages.error(request, _("Välj minst en fil."))
    for file in files:
        try:
            upload = taken(file, me(request), meeting, item)
        except ValidationError as refused:
            messages.error(request, f"{file.name}: {' '.join(refused.messages)}")
        except MeetingOverError:
            messages.error(request, _("Protokollet är justerat. Sammanträdet tar inte emot fler handlingar."))
            break
        else:
            if upload.problem:
                arriving.drop(upload)
                messages.error(request, f"{file.name}: {upload.problem}")
    if any(row.is_ready for row in arrivals(rights, meeting)):
        return redirect("desk_sort_papers", meeting.pk)
    return redirect("desk_meeting_papers", meeting.pk)


@require_POST
def drop_file(request: ViewerRequest, key: str) -> HttpResponse:
    """Throw away a file that waits, or that was broken off."""
    upload = upload_at_desk(rights_now(request), key)
    arriving.drop(upload)
    messages.success(request, _("Filen är bortkastad."))
    return redirect("desk_meeting_papers", upload.meeting_id)


@require_POST
def arrange(request: ViewerRequest, pk: int) -> HttpResponse:
    """The order of the papers on an item: one step up or down, or as they were dragged."""
    rights = rights_now(request)
    item = desk.items(rights, AgendaItem.objects.filter(pk=pk)).first()
    if item is None:
        raise Http404
    heads = [row.placement.pk for row in papers_on(rights, Q(item=item)).get(item.pk, ())]
    wanted = _order(request, heads)
    moving.arrange(item, wanted)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect(f"{reverse('desk_meeting_papers', args=[item.meeting_id])}#arende-{item.pk}")


def _order(request: ViewerRequest, heads: list[int]) -> list[int]:
    """Raises Http404 for what is no order of these."""
    dragged = request.POST.getlist("ordning")
    if dragged:
        if sorted(dragged) != sorted(map(str, heads)):
            raise Http404
        return [int(pk) for pk in dragged]
    for step, name in ((-1, "upp"), (1, "ner")):
        chosen = request.POST.get(name, "")
        if chosen.isdecimal() and int(chosen) in heads:
            place = heads.index(int(chosen))
            other = min(max(place + step, 0), len(heads) - 1)
            heads[place], heads[other] = heads[other], heads[place]
            return heads
    raise Http404


def _item(rights: Rights, meeting: Meeting, pk: str) -> AgendaItem | None:
    return next((item for item in items_of(rights, meeting) if str(item.pk) == pk), None)


def frame(meeting: Meeting, title: str, *more: dict[str, str]) -> dict[str, Any]:
    """Title and the way to a page below a meeting's."""
    day = date_format(timezone.localtime(meeting.starts), "j F Y")
    return {
        "page": {"title": title},
        "breadcrumbs": [
            {"title": _("Sammanträden"), "url": reverse("meetings")},
            {"title": _("Bered sammanträden"), "url": reverse("desk")},
            {
                "title": f"{meeting.body.name} {day}",
                "url": reverse("desk_meeting", args=[meeting.pk]),
            },
            *more,
        ],
    }
