"""The desk: meetings that somebody prepares, and the agenda of one. Each view asks for the rights once."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from extranet.access import desk as rule
from extranet.access.rights import Rights
from extranet.attendance import calling
from extranet.desk.meetings.asking import meeting_at_desk, takes_changes
from extranet.desk.meetings.frame import desk_page
from extranet.desk.meetings.presentation import agenda, front, summons_due
from extranet.meetings import ordering
from extranet.meetings.models import AgendaItem, Meeting
from extranet.reading.asking import rights_now
from intranet.access.requests import ViewerRequest

UP, DOWN = "upp", "ned"


@require_safe
def desk(request: ViewerRequest) -> HttpResponse:
    rights = rights_now(request)
    if not rights.prepared:
        raise Http404
    context = {"page": {"title": _("Bered sammanträden")}, "desk": front(rights)}
    return render(request, "extranet/desk/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_meeting(request: ViewerRequest, pk: int) -> HttpResponse:
    """The agenda. A POST moves an item (`arende`: up, down, or to a place), or calls substitutes."""
    rights = rights_now(request)
    meeting = meeting_at_desk(rights, pk)
    if request.method == "POST":
        if request.POST.get("steg") == "kalla":
            return _call(request, meeting)
        return _move(request, rights, meeting)
    context = desk_page(meeting, _("Dagordning")) | {
        "rows": agenda(rights, meeting),
        "open": takes_changes(meeting),
        "due": summons_due(meeting),
        "committees": meeting.body.children.exists(),
        # Where the keyboard stood before an item was moved.
        "moved": request.GET.get("flyttat", ""),
        "moved_by": request.GET.get("med", ""),
    }
    return render(request, "extranet/desk/meetings/agenda.html", context)


def _move(request: ViewerRequest, rights: Rights, meeting: Meeting) -> HttpResponse:
    where = reverse("desk_meeting", args=[meeting.pk])
    asked, to = (
        request.POST.get("arende", ""),
        request.POST.get("till", "").strip() or request.POST.get("plats", ""),
    )
    mine = rule.movable(rights, AgendaItem.objects.filter(meeting=meeting))
    item = mine.filter(pk=int(asked)).first() if _is_number(asked) else None
    if item is None:
        # Somebody else at the desk may have removed it.
        messages.warning(request, _("Ärendet finns inte på dagordningen längre."))
        return redirect(where)
    if not takes_changes(meeting):
        messages.warning(request, _("Sammanträdet är hållet. Dagordningen ändras inte längre."))
        return redirect(where)
    if to not in (UP, DOWN) and not _is_number(to):
        messages.warning(request, _("Skriv platsen som en siffra, till exempel 3."))
        return redirect(f"{where}#arende-{item.pk}")
    try:
        if to in (UP, DOWN):
            place = ordering.step(meeting.pk, item.pk, -1 if to == UP else 1)
        else:
            place = ordering.move(meeting.pk, item.pk, int(to))
    except ordering.FixedError:
        messages.warning(request, _("Kallelsen är skickad, så ärendets nummer ligger fast."))
    except AgendaItem.DoesNotExist:
        messages.warning(request, _("Ärendet finns inte på dagordningen längre."))
    else:
        messages.success(request, _("Ärendet står nu på plats %(place)s.") % {"place": place})
    if to in (UP, DOWN):
        # No fragment: with one, a browser does not give the arrow its focus back.
        return redirect(f"{where}?flyttat={item.pk}&med={to}")
    return redirect(f"{where}#arende-{item.pk}")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _call(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Mandates may have begun or ended since somebody answered last."""
    with transaction.atomic():
        called = calling.settle(calling.locked(meeting.pk)) if meeting.state == Meeting.State.SUMMONED else 0
    if called:
        messages.success(
            request,
            ngettext("En ersättare är kallad.", "%(count)s ersättare är kallade.", called)
            % {"count": called},
        )
    else:
        messages.info(request, _("Ingen mer behöver kallas just nu."))
    return redirect("desk_meeting", meeting.pk)
