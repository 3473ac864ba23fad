"""Writing, changing and removing one's own notes. What is not one's own, or may not be read, does not exist.

The addresses that take text answer for who is not signed in themselves (`takes_what_is_sent`): what somebody sent
after the site had signed them out is kept until they have signed in again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from extranet.access import items as item_rule
from extranet.access import meetings as meeting_rule
from extranet.access import placements as paper_rule
from extranet.access.rights import Rights, rights_of
from extranet.meetings.models import AgendaItem, Meeting
from extranet.notes import drafts, pages
from extranet.notes.forms import NoteForm
from extranet.notes.models import Note as Row
from extranet.notes.reading import Note, mine, own
from extranet.notes.writing import FullError, change, write
from extranet.papers.models import PaperVersion
from extranet.placements.models import Placement
from intranet.access.requests import ViewerRequest
from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.signon.freshness import is_fresh, step_up_url
from intranet.signon.middleware import answers_the_signed_out

ANCHOR = "#anteckningar"
METHODS = ("GET", "HEAD", "POST")


@answers_the_signed_out
@require_http_methods(METHODS)
def item_notes(request: ViewerRequest, pk: int) -> HttpResponse:
    place = f"arende {pk}"
    rights = _rights(request, place)
    known = item_rule.known_to(rights, AgendaItem.objects.select_related("meeting__body"))
    item = known.filter(pk=pk).first()
    if item is None:
        raise Http404
    return _notes(
        request,
        rights,
        place,
        item,
        None,
        lambda form: pages.of_item(rights, item, form),
        reverse("agenda_item", args=[pk]),
    )


@answers_the_signed_out
@require_http_methods(METHODS)
def paper_notes(request: ViewerRequest, pk: int) -> HttpResponse:
    place = f"handling {pk}"
    rights = _rights(request, place)
    placements = Placement.objects.select_related("item__meeting__body", "version__paper")
    placement = paper_rule.visible_to(rights, placements).filter(pk=pk).first()
    if placement is None:
        raise Http404
    return _notes(
        request,
        rights,
        place,
        placement.item,
        placement.version,
        lambda form: pages.of_paper(rights, placement, form),
        reverse("paper", args=[pk]),
    )


def _notes(
    request: ViewerRequest,
    rights: Rights,
    place: str,
    item: AgendaItem,
    version: PaperVersion | None,
    section_with: Callable[[NoteForm], pages.Section | None],
    back: str,
) -> HttpResponse:
    """The page that comes when something is wrong with what was sent, and after a log-in; else one is led back."""
    draft = drafts.kept(request, rights.person, place)
    form = NoteForm(request.POST if request.method == "POST" else None, version=version, initial=draft)
    section = section_with(form)
    if section is None:
        raise Http404
    if request.method == "POST":
        if section.form is None:
            raise Http404
        if drafts.whose(request) != rights.person:
            return _anothers(request, back)
        if form.is_valid():
            try:
                write(rights.person, item, version, form.written)
            except FullError:
                form.add_error(
                    None, _("Du har så många anteckningar på ärendet som går. Ta bort någon först.")
                )
            else:
                drafts.drop(request)
                messages.success(request, _("Anteckningen är sparad. Bara du ser den."))
                return redirect(back + ANCHOR)
    elif draft is None:
        return redirect(back + ANCHOR)
    _log(request, rights, item)
    context = {
        "page": {"title": _("Mina anteckningar")},
        "breadcrumbs": _way(item.meeting),
        "notes": section,
        "draft": draft is not None and request.method != "POST",
        "back": back,
        "unlock_url": "" if rights.fresh else step_up_url(request, back),
    }
    return render(request, "extranet/notes/write.html", context)


@answers_the_signed_out
@require_http_methods(METHODS)
def note(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change one."""
    place = f"anteckning {pk}"
    rights = _rights(request, place)
    row, shown = _mine(rights, pk)
    if shown is None or shown.lost:
        raise Http404
    draft = drafts.kept(request, rights.person, place)
    first = draft or {"text": shown.text, "quote": shown.quote, "page": str(shown.page or "")}
    form = NoteForm(request.POST if request.method == "POST" else None, version=row.version, initial=first)
    if request.method == "POST":
        if drafts.whose(request) != rights.person:
            return _anothers(request, reverse("notes"))
        if form.is_valid():
            change(row, form.written)
            drafts.drop(request)
            messages.success(request, _("Anteckningen är ändrad."))
            return redirect(_stands_at(shown) + ANCHOR)
    context = {
        "page": {"title": _("Ändra anteckningen")},
        "breadcrumbs": _way(row.item.meeting),
        "note": shown,
        "form": form,
        "whose": drafts.sign(rights.person),
        "draft": draft is not None and request.method != "POST",
        "back": _stands_at(shown) + ANCHOR,
    }
    return render(request, "extranet/notes/change.html", context)


@require_http_methods(METHODS)
def note_remove(request: ViewerRequest, pk: int) -> HttpResponse:
    """Asked for, and then done; also one that its writer may not read just now, of which nothing is said then."""
    rights = _rights(request)
    row, shown = _mine(rights, pk)
    back = _stands_at(shown) + ANCHOR if shown else reverse("notes")
    if request.method == "POST":
        row.delete()
        messages.success(request, _("Anteckningen är borttagen."))
        return redirect(back)
    context = {
        "page": {"title": _("Ta bort anteckningen")},
        "breadcrumbs": _way(row.item.meeting if shown else None),
        "note": shown,
        "made_at": row.made_at,
        "back": back,
    }
    return render(request, "extranet/notes/remove.html", context)


@require_safe
def notes(request: ViewerRequest) -> HttpResponse:
    """Where one has notes, meeting by meeting."""
    rights = _rights(request)
    listed, hidden = pages.by_meeting(rights)
    context = {
        "page": {"title": _("Mina anteckningar")},
        "breadcrumbs": _way(own=False),
        "meetings": listed,
        "hidden": len(hidden),
    }
    return render(request, "extranet/notes/notes.html", context)


@require_safe
def meeting_notes(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = _rights(request)
    meeting = meeting_rule.known_to(rights, Meeting.objects.select_related("body")).filter(pk=pk).first()
    if meeting is None:
        raise Http404
    listed, found = pages.of_meeting(rights, meeting)
    if any(one.item in rights.logged for one in listed):
        record(Event.Kind.PAPER_READ, request=request, obj=meeting)
    context = {
        "page": {"title": _("Mina anteckningar")},
        "breadcrumbs": _way(),
        "meeting": meeting,
        "items": listed,
        "mine": found,
        "hidden": own(rights).filter(pk__in=found.hidden_keys).order_by("pk"),
        "unlock_url": "" if rights.fresh else step_up_url(request, request.path),
    }
    return render(request, "extranet/notes/meeting.html", context)


@require_http_methods(METHODS)
def notes_hidden(request: ViewerRequest) -> HttpResponse:
    """Remove all that are on items which one may not read now. Only those that the form has named, and still are."""
    rights = _rights(request)
    _listed, hidden = pages.by_meeting(rights)
    if request.method == "POST":
        named = {int(sent) for sent in request.POST.getlist("anteckning") if sent.isdecimal()}
        own(rights).filter(pk__in=named.intersection(hidden)).delete()
        messages.success(request, _("Anteckningarna är borttagna."))
        return redirect("notes")
    if not hidden:
        return redirect("notes")
    context = {"page": {"title": _("Ta bort anteckningar")}, "breadcrumbs": _way(), "hidden": hidden}
    return render(request, "extranet/notes/remove_hidden.html", context)


def _rights(request: ViewerRequest, place: str = "") -> Rights:
    """Whose notes these are. Raises Http404 for nobody, which leads to the log-in; what they sent is kept."""
    if request.viewer.person is None:
        if place and request.method == "POST" and drafts.keep(request, place):
            messages.info(
                request, _("Du hade loggats ut. Det du skrev är kvar: logga in, så kan du spara det.")
            )
        raise Http404
    return rights_of(request.viewer, fresh=is_fresh(request))


def _mine(rights: Rights, pk: int) -> tuple[Row, Note | None]:
    """One's own note, and what of it may be shown. Raises Http404."""
    row = own(rights).select_related("item__meeting__body", "version").filter(pk=pk).first()
    if row is None:
        raise Http404
    shown = mine(rights, [row.item_id]).notes
    return row, next((each for each in shown if each.pk == pk), None)


def _stands_at(shown: Note) -> str:
    if shown.placement:
        return reverse("paper", args=[shown.placement])
    return reverse("agenda_item", args=[shown.item])


def _anothers(request: ViewerRequest, back: str) -> HttpResponse:
    """A form that somebody else had opened in this browser: their words become nobody else's note."""
    messages.warning(request, _("Inget sparades: sidan hade öppnats av någon annan i den här webbläsaren."))
    return redirect(back)


def _log(request: ViewerRequest, rights: Rights, item: AgendaItem) -> None:
    if item in rights.logged:
        record(Event.Kind.PAPER_READ, request=request, obj=item)


def _way(meeting: Meeting | None = None, *, own: bool = True) -> list[dict[str, Any]]:
    way = [{"title": _("Sammanträden"), "url": reverse("meetings")}]
    if meeting is not None:
        day = date_format(timezone.localtime(meeting.starts), "j F Y")
        way.append({"title": meeting.body.name, "url": reverse("body", args=[meeting.body.slug])})
        way.append({"title": day, "url": reverse("meeting", args=[meeting.pk])})
    elif own:
        way.append({"title": _("Mina anteckningar"), "url": reverse("notes")})
    return way
