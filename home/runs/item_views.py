"""One item of a run: its note, who does it and by when, and what has happened to it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.runs import access, leading
from home.runs.colleagues import colleagues
from home.runs.forms import ItemForm, NoteForm
from home.runs.history import history
from home.runs.models import Run, RunItem
from home.runs.presentation import item_rows
from home.runs.proposals import proposals
from home.runs.ticking import Outcome
from home.runs.views import make_tick, me, run_or_404, told
from intranet.access import people as people_access
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.non_atomic_requests  # a search is no change; what is saved opens its own
def item(request: ViewerRequest, pk: int, item_pk: int) -> HttpResponse:
    """Both forms are one to whoever fills them in: they are sent, saved and shown again together."""
    run = run_or_404(request, pk)
    rights = access.rights(request.viewer, run)
    row = next((row for row in item_rows(run, rights, request) if row.item.pk == item_pk), None)
    if row is None:
        raise Http404
    found = row.item
    note_form, item_form, unsaved = None, None, ""
    if rights.note(found):
        note_form = NoteForm(_sent(request, NoteForm), initial={"note": found.note})
    if rights.arrange:
        item_form = _item_form(_sent(request, ItemForm), run, found, request.viewer)
    if request.method == "POST":
        try:
            if _save(request, found, note_form, item_form):
                _finish(request, run, found, bool(item_form))
                return redirect(f"{reverse('run', args=[pk])}#{found.anchor}")
        except _NotLetError as refused:
            messages.warning(request, str(refused))
            unsaved = _written(request)
            if not unsaved:
                return redirect(f"{reverse('run', args=[pk])}#{found.anchor}")
            note_form = item_form = None
    context = {
        "run": run,
        "row": row,
        "note_form": note_form,
        "item_form": item_form,
        "unsaved": unsaved,
        "key": uuid4(),
        "history": history(run, request.viewer, found),
        "page": {"title": found.text},
        "breadcrumbs": [
            {"title": _("Genomgångar"), "url": reverse("runs")},
            {"title": run.name, "url": run.get_absolute_url()},
        ],
    }
    return render(request, "home/runs/item.html", context)


class _NotLetError(Exception):
    """What was sent may not be saved, or not any more; says why."""


def _sent(request: ViewerRequest, form: type[Form]) -> QueryDict | None:
    """What was sent of a form; None if it was not on the page that sent it, so that it empties nothing."""
    return request.POST if any(name in request.POST for name in form.base_fields) else None


def _written(request: ViewerRequest) -> str:
    """The note that was sent, if it is not the one that the page began with."""
    note = request.POST.get("note", "")
    return "" if note.split() == request.POST.get("initial-note", "").split() else note


def _save(
    request: ViewerRequest, item: RunItem, note_form: NoteForm | None, item_form: ItemForm | None
) -> bool:
    """Save all that was sent, or nothing; False if it must be shown again. Raises _NotLetError."""
    noting = note_form if note_form and note_form.is_bound else None
    arranging = item_form if item_form and item_form.is_bound else None
    if (noting is None and _written(request)) or (noting is None and arranging is None):
        raise _NotLetError(_("Du kan inte ändra den här punkten."))
    valid = [form.is_valid() for form in (noting, arranging) if form]
    if not all(valid) or (arranging and arranging.searching):
        return False
    try:
        _write(item, me(request), noting, arranging)
    except leading.StaleNoteError as stale:
        if noting:
            noting.refuse(stale.theirs)
        return False
    except leading.FinishedError as error:
        raise _NotLetError(_("Genomgången är avslutad. Ändringen sparades inte.")) from error
    except (Run.DoesNotExist, RunItem.DoesNotExist) as error:  # removed at this very moment
        raise Http404 from error
    return True


def _finish(request: ViewerRequest, run: Run, item: RunItem, arranged: bool) -> None:
    """What is saved is told, also on the item's row; and it is ticked or unticked, if that was the button pressed."""
    text = _("Punkten är ändrad.") if arranged else _("Anteckningen är sparad.")
    if "klar" in request.POST or "angra" in request.POST:
        done = "klar" in request.POST
        outcome = make_tick(request, run, item, done)
        if outcome != Outcome.TAKEN:
            messages.warning(request, told(outcome))
            return
        text = _("Punkten är klar.") if done else _("Punkten är inte klar.")
    messages.success(request, text, extra_tags=item.anchor)


@transaction.atomic
def _write(item: RunItem, by: Person, noting: NoteForm | None, arranging: ItemForm | None) -> None:
    """Raises StaleNoteError and FinishedError; then nothing is written."""
    # Who is given the item comes first: it holds all items before the run, see `locking`.
    if arranging and arranging.gives:
        leading.assign(item.run, by, {item: arranging.cleaned_data["person"]})
    if arranging and arranging.moves:
        leading.set_due(item, by, arranging.cleaned_data["due"])
    if noting:
        leading.note(item, by, noting.cleaned_data["note"], since=noting.since)


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
    people += [*((person, "") for person in others), *colleagues(viewer, run.unit)]
    return [
        (person, word)
        for person, word in people
        if person == item.assignee or people_access.is_visible_to(viewer, person)
    ]
