"""Sorting received files onto items: one table, proposed from their names, confirmed by the secretary."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from extranet.desk.meetings.asking import meeting_at_desk
from extranet.desk.papers.asking import items_of
from extranet.desk.papers.forms import SortForm
from extranet.desk.papers.listing import Arrival, arrivals
from extranet.desk.papers.views import TEMPLATES, frame
from extranet.papers.storing import SameFileError
from extranet.placements import arriving
from extranet.placements.adopting import UnregisteredError, adopt
from extranet.placements.placing import MeetingOverError
from extranet.reading.asking import me, rights_now
from intranet.access.requests import ViewerRequest
from intranet.people.models import Person


@transaction.non_atomic_requests  # each file in a transaction of its own: what is done is done if one fails
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sort(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = rights_now(request)
    meeting = meeting_at_desk(rights, pk)
    ready = [row for row in arrivals(rights, meeting) if row.is_ready]
    items = items_of(rights, meeting)
    registered = [item for item in items if item.matter_id]
    posted = request.method == "POST"
    rows = []
    for row in ready:
        # A file that came meanwhile was not in the form that was sent.
        sent = posted and f"fil{row.upload.pk}-kind" in request.POST
        rows.append((row, SortForm(request.POST if sent else None, row.upload, registered)))
    thrown = next((row for row, _form in rows if str(row.upload.pk) == request.POST.get("kasta")), None)
    if thrown is not None:
        arriving.drop(thrown.upload)
        messages.success(request, _("Filen är bortkastad."))
        rows = [(row, form) for row, form in rows if row is not thrown]
        if not rows:
            return redirect("desk_meeting_papers", meeting.pk)
    elif posted and not [form for _row, form in rows if form.is_bound and not form.is_valid()]:
        rows = _adopt(request, rows, me(request))
        if not rows:
            return redirect("desk_meeting_papers", meeting.pk)
    context = {
        **frame(
            meeting,
            _("Sortera filerna"),
            {"title": _("Handlingar"), "url": reverse("desk_meeting_papers", args=[meeting.pk])},
        ),
        "meeting": meeting,
        "rows": rows,
        "wrong": [(row, form) for row, form in rows if form.is_bound and form.errors],
        "proposed": sum(form.is_proposed for _row, form in rows),
        "unregistered": [item for item in items if not item.matter_id],
    }
    return render(request, f"{TEMPLATES}/sort.html", context)


def _adopt(
    request: ViewerRequest, rows: Sequence[tuple[Arrival, SortForm]], by: Person
) -> list[tuple[Arrival, SortForm]]:
    """Make papers of those that have an item; the rows that are left, with what went wrong said in them."""
    left, done = [], 0
    for row, form in rows:
        item = form.chosen() if form.is_bound else None
        if item is None:
            left.append((row, form))
            continue
        data = form.cleaned_data
        try:
            adopt(
                row.upload,
                item,
                kind=data["kind"],
                title=data["title"],
                neutral_title=data["neutral_title"],
                by=by,
            )
            done += 1
        except SameFileError:
            form.add_error(
                "item", _("Samma fil ligger redan på ärendet. Kasta den, eller välj ett annat ärende.")
            )
            left.append((row, form))
        except UnregisteredError:
            form.add_error("item", _("Ärendet har inget diarienummer än, så det kan inte ha handlingar."))
            left.append((row, form))
        except MeetingOverError:
            form.add_error("item", _("Protokollet är justerat. Sammanträdet tar inte emot fler handlingar."))
            left.append((row, form))
        except ValidationError as wrong:
            form.add_error("item", wrong)
            left.append((row, form))
    if done:
        told = ngettext(
            "En handling ligger nu på dagordningen. Den visas för organet när den skickas.",
            "%(count)s handlingar ligger nu på dagordningen. De visas för organet när de skickas.",
            done,
        )
        messages.success(request, told % {"count": done})
    elif not any(form.errors for _row, form in left):
        messages.info(request, _("Inget är inlagt än. Välj ärende för minst en fil."))
    return left
