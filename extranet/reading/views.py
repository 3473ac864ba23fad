"""What an elected official opens. Each view asks for the rights once; what is not known does not exist."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from extranet.access import items as item_rule
from extranet.access import meetings as meeting_rule
from extranet.access import placements as paper_rule
from extranet.bodies.models import Body
from extranet.bundles.watermark import carries_mark
from extranet.meetings.models import AgendaItem, Meeting
from extranet.notes import pages as notes
from extranet.offline.choosing import is_offered as keeps_offline
from extranet.placements.models import Placement
from extranet.reading import files, logged
from extranet.reading.agenda import item_row
from extranet.reading.asking import me, rights_now
from extranet.reading.body import body_page
from extranet.reading.meeting import meeting_page
from extranet.reading.paper import paper_page
from extranet.reading.start import start
from extranet.receipts.models import ReaderVisit
from extranet.receipts.opened import open_paper
from extranet.secrecy.models import is_secret
from extranet.summons.telling import told_of
from intranet.access.requests import ViewerRequest
from intranet.files.types import SHOWN
from intranet.notices.opening import opened
from intranet.signon.freshness import step_up, step_up_url

Crumbs = list[dict[str, str]]


@require_safe
def meetings(request: ViewerRequest) -> HttpResponse:
    """The reader's start."""
    rights = rights_now(request)
    since = ReaderVisit.arrive(me(request).pk, rights.at)
    context = {"page": {"title": _("Sammanträden")}, "start": start(rights, since)}
    return render(request, "extranet/start.html", context)


@require_safe
def body(request: ViewerRequest, slug: str) -> HttpResponse:
    rights = rights_now(request)
    found = meeting_rule.bodies_known_to(rights, Body.objects.filter(slug=slug)).first()
    if found is None:
        raise Http404
    year = request.GET.get("ar", "")
    wanted = int(year) if year.isdecimal() and len(year) == 4 else None
    context = {
        "page": {"title": found.name},
        "breadcrumbs": _way(),
        "shown": body_page(rights, request.viewer, found, wanted),
    }
    return render(request, "extranet/body.html", context)


@require_safe
def meeting(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = rights_now(request)
    known = meeting_rule.known_to(rights, Meeting.objects.select_related("body"))
    found = known.filter(pk=pk).first()
    if found is None:
        raise Http404
    since = (
        None if logged.reads_meeting(request, rights, found) else ReaderVisit.arrive(rights.person, rights.at)
    )
    for told in told_of(found):
        opened(request, told)
    shown = meeting_page(rights, found, since, step_up_url(request, request.path))
    shown["keeps_offline"] = keeps_offline(rights, found)
    return render(request, "extranet/meeting.html", {**shown, "breadcrumbs": _way(found.body)})


@require_safe
def agenda_item(request: ViewerRequest, pk: int) -> HttpResponse:
    """An item that the reader knows of; where its title is refused, its neutral one and the reason."""
    rights = rights_now(request)
    known = item_rule.known_to(rights, AgendaItem.objects.select_related("meeting__body", "matter"))
    found = known.filter(pk=pk).first()
    if found is None:
        raise Http404
    since = (
        None if logged.reads_item(request, rights, found) else ReaderVisit.arrive(rights.person, rights.at)
    )
    row = item_row(rights, found, since)
    context = {
        "page": {"title": row.title},
        "breadcrumbs": _way(found.meeting.body, found.meeting),
        "row": row,
        "notes": notes.of_item(rights, found),
        "meeting": found.meeting,
        "unlock_url": "" if rights.fresh else step_up_url(request, request.path),
    }
    return render(request, "extranet/agenda_item.html", context)


@require_safe
def paper(request: ViewerRequest, pk: int) -> HttpResponse:
    """What a paper is; its file is another address."""
    rights = rights_now(request)
    found = paper_rule.visible_to(rights, _placements()).filter(pk=pk).first()
    if found is None:
        raise Http404
    logged.reads_paper(request, rights, found, file=False)
    shown = paper_page(rights, found, None)
    to_item: Crumbs = []
    if shown.item_title:
        to_item = _way(found.item.meeting.body, found.item.meeting)
        to_item.append({"title": shown.item_title, "url": reverse("agenda_item", args=[found.item_id])})
    context = {
        "page": {"title": shown.paper.title},
        "breadcrumbs": to_item or _way(),
        "shown": shown,
        "paper": shown.paper,
        "notes": notes.of_paper(rights, found),
        "opens_in_browser": found.version.content_type in SHOWN,
        "unlock_url": step_up_url(request, request.path) if shown.paper.locked else "",
    }
    return render(request, "extranet/paper.html", context)


@require_safe
def paper_file(request: ViewerRequest, pk: int) -> HttpResponseBase:
    """A paper's file in the browser's own viewer. Whom only the step-up lacks is led there."""
    rights = rights_now(request)
    found = paper_rule.visible_to(rights, _placements()).filter(pk=pk).first()
    if found is None:
        raise Http404
    if not paper_rule.open_to(rights, _placements()).filter(pk=pk).exists():
        return step_up(request)
    # A reading that is logged is of the whole file: one row for each, and none that begins in the middle unseen.
    is_logged = logged.is_logged(rights, found)
    secret = is_secret(found)
    if carries_mark(found, secret=secret):
        answer = files.send_marked(request, found, me(request), secret=secret)
        begins = request.method == "GET"
    else:
        answer = files.send(request, found, secret=secret, whole=is_logged)
        begins = files.is_first_part(request)
    if request.method == "GET" and is_logged:
        logged.reads_paper(request, rights, found, file=True)
    elif begins and answer.status_code in (200, 206, 304):
        open_paper(rights.person, found, rights.at)
    return answer


def _placements() -> QuerySet[Placement]:
    return Placement.objects.select_related("item__meeting__body", "version__paper__matter")


def _way(body: Body | None = None, meeting: Meeting | None = None) -> Crumbs:
    way = [{"title": _("Sammanträden"), "url": reverse("meetings")}]
    if body is not None:
        way.append({"title": body.name, "url": reverse("body", args=[body.slug])})
    if meeting is not None:
        day = date_format(timezone.localtime(meeting.starts), "j F Y")
        way.append({"title": day, "url": reverse("meeting", args=[meeting.pk])})
    return way
