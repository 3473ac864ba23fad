"""One item of a run: its note, who does it and by when, and what has happened to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.runs import access, leading
from home.runs.access import Rights
from home.runs.choosing import colleagues
from home.runs.forms import ItemForm, NoteForm
from home.runs.models import Run, RunItem
from home.runs.presentation import history, item_rows
from home.runs.proposals import proposals
from home.runs.views import me, run_or_404
from intranet.access import people as people_access
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.people.models import Person

NOTE = "anteckning"
"""The name of the button that saves the note; the other form's is the arrangement."""


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.non_atomic_requests  # a search is no change; what is saved opens its own
def item(request: ViewerRequest, pk: int, item_pk: int) -> HttpResponse:
    run = run_or_404(request, pk)
    rights = access.rights(request.viewer, run)
    row = next((row for row in item_rows(run, rights, request) if row.item.pk == item_pk), None)
    if row is None:
        raise Http404
    found = row.item
    noting = NOTE in request.POST
    bound = request.POST if request.method == "POST" else None
    note_form = (
        NoteForm(bound if noting else None, initial={"note": found.note}) if rights.note(found) else None
    )
    item_form = (
        _item_form(bound if not noting else None, run, found, request.viewer) if rights.arrange else None
    )
    if request.method == "POST" and _save(request, rights, found, note_form if noting else item_form):
        return redirect(f"{reverse('run', args=[pk])}#{found.anchor}")
    context = {
        "run": run,
        "row": row,
        "note_form": note_form,
        "item_form": item_form,
        "history": history(run, request.viewer, found),
        "page": {"title": found.text},
        "breadcrumbs": [
            {"title": _("Genomgångar"), "url": reverse("runs")},
            {"title": run.name, "url": run.get_absolute_url()},
        ],
    }
    return render(request, "home/runs/item.html", context)


def _save(request: ViewerRequest, rights: Rights, item: RunItem, form: Any) -> bool:
    """Save what a form says; False if it must be shown again. Who may not has no form."""
    if form is None:
        messages.warning(request, _("Du kan inte ändra den här punkten."))
        return True
    if not form.is_valid() or getattr(form, "searching", False):
        return False
    try:
        if isinstance(form, NoteForm):
            leading.note(item, me(request), form.cleaned_data["note"], since=form.since)
            messages.success(request, _("Anteckningen är sparad."))
        else:
            _arrange(item, me(request), form)
            messages.success(request, _("Punkten är ändrad."))
    except leading.StaleNoteError as stale:
        form.refuse(stale.theirs)
        return False
    except leading.FinishedError:
        messages.warning(request, _("Genomgången är avslutad. Ändringen sparades inte."))
    except (Run.DoesNotExist, RunItem.DoesNotExist) as error:  # removed at this very moment
        raise Http404 from error
    return True


@transaction.atomic
def _arrange(item: RunItem, by: Person, form: ItemForm) -> None:
    if form.gives:
        leading.assign(item.run, by, {item: form.cleaned_data["person"]})
    if form.moves:
        leading.set_due(item, by, form.cleaned_data["due"])


def _item_form(data: Any, run: Run, item: RunItem, viewer: Viewer) -> ItemForm:
    return ItemForm(
        data,
        run=run,
        viewer=viewer,
        likely=_likely(run, item, viewer),
        current=item.assignee,
        initial={"person": "", "due": item.due},
    )


def _likely(run: Run, item: RunItem, viewer: Viewer) -> list[tuple[Person, str]]:
    """Whoever has it, who holds the function that the checklist names, those who take part, then colleagues."""
    people: list[tuple[Person, str]] = []
    if item.assignee:
        people.append((item.assignee, _("har punkten nu")))
    answer = proposals(run, [item.function], viewer.today).get(item.function)
    if answer and answer.person:
        people.append((answer.person, answer.title))
    if viewer.person:
        people.append((viewer.person, _("det är du")))
    people += [(run.lead, _("håller i genomgången")), (run.subject, _("genomgången gäller"))]
    others = Person.objects.filter(run_items__run=run).distinct()
    people += [(person, "") for person in (*others, *colleagues(viewer, run.unit_id))]
    return [
        (person, word)
        for person, word in people
        if person == item.assignee or people_access.is_visible_to(viewer, person)
    ]
