"""Adding, changing and removing what stands on an agenda."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from extranet.access.rights import Rights
from extranet.desk.meetings import items, matters
from extranet.desk.meetings.asking import item_at_desk, meeting_at_desk, takes_changes
from extranet.desk.meetings.frame import desk_page
from extranet.desk.meetings.item_form import FIELDS, ItemForm, initial
from extranet.desk.meetings.items import ChangedMeanwhileError, NoLongerError, StaysError
from extranet.desk.meetings.seen import SEEN, fingerprint, who_changed
from extranet.meetings.models import AgendaItem, Meeting
from extranet.reading.asking import me, rights_now
from intranet.access.requests import ViewerRequest

BOTH = ["GET", "HEAD", "POST"]
SEARCH, CHOOSE, NONE = "sok", "valj-", "inget"
"""What a button of the form says that it does, when it does not save: nothing of what is typed is lost by it."""
WORDS, SEARCHED = "sok_arende", "sokt"


@sensitive_post_parameters()
@require_http_methods(BOTH)
def new_item(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = rights_now(request)
    meeting = meeting_at_desk(rights, pk)
    if not takes_changes(meeting):
        return _held(request, meeting)
    form, found = _form(request, rights, meeting, None)
    if form.is_bound and form.is_valid():
        try:
            item = items.add_item(meeting.pk, form.cleaned_data, me(request))
        except NoLongerError:
            return _held(request, meeting)
        except IntegrityError:
            form.add_error("registry_number", _("Diarienumret finns redan. Sök efter ärendet och välj det."))
        else:
            messages.success(request, _("Ärendet står sist på dagordningen."))
            return redirect(_to(meeting, item))
    context = desk_page(meeting, _("Nytt ärende"), below=True)
    return _show(request, context, form, found)


@sensitive_post_parameters()
@require_http_methods(BOTH)
def edit_item(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = rights_now(request)
    item = item_at_desk(rights, pk)
    meeting = item.meeting
    if not takes_changes(meeting):
        return _held(request, meeting)
    seen, changed = fingerprint(item, FIELDS), ""
    form, found = _form(request, rights, meeting, item)
    if request.method == "POST" and not form.is_bound:
        seen = request.POST.get(SEEN, "")  # a matter is looked for: what was shown first still counts
    elif form.is_bound and request.POST.get(SEEN) != seen:
        changed = who_changed(request.viewer, item)
    if form.is_bound and form.is_valid():
        try:
            kept = items.change_item(item.pk, form.cleaned_data, me(request), request.POST.get(SEEN, ""))
        except ChangedMeanwhileError as error:
            item, seen = error.now, fingerprint(error.now, FIELDS)
            changed = who_changed(request.viewer, item)
        except (NoLongerError, AgendaItem.DoesNotExist):
            return _held(request, meeting)
        except IntegrityError:
            form.add_error("registry_number", _("Diarienumret finns redan. Sök efter ärendet och välj det."))
        else:
            published = kept.published_at is not None
            messages.success(
                request,
                _("Sparat. De som läser ärendet ser ändringen genast.") if published else _("Sparat."),
            )
            return redirect(_to(meeting, kept))
    context = desk_page(meeting, _("Ändra ärendet"), below=True) | {
        "item": item,
        "seen": seen,
        "changed": changed,
        "stored": matters.chosen(rights, item.matter_id) if changed and item.matter_id else None,
        "published": item.published_at is not None,
    }
    return _show(request, context, form, found)


@require_http_methods(BOTH)
def remove_item(request: ViewerRequest, pk: int) -> HttpResponse:
    """Asked first; why not, for what stays."""
    rights = rights_now(request)
    item = item_at_desk(rights, pk)
    why = items.why_it_stays(item)
    if request.method == "POST":
        try:
            items.remove_item(item.pk)
        except StaysError as error:
            why = str(error)
        else:
            messages.success(request, _("Ärendet är borttaget från dagordningen."))
            return redirect("desk_meeting", item.meeting_id)
    context = desk_page(item.meeting, _("Ta bort ärendet"), below=True) | {
        "item": item,
        "why": why,
        "papers": item.placements.count(),
    }
    return render(request, "extranet/desk/meetings/remove_item.html", context)


def _form(
    request: ViewerRequest, rights: Rights, meeting: Meeting, item: AgendaItem | None
) -> tuple[ItemForm, list[matters.Found] | None]:
    """Bound when it is to be saved. While a matter is looked for it is shown again as it stood, without errors.

    Besides, what has been found; None if nothing has been looked for.
    """
    made = partial(ItemForm, rights=rights, meeting=meeting, item=item)
    if request.method != "POST":
        return made(initial=initial(item) if item else {}), None
    step = request.POST.get("steg", "")
    # Return pressed in a field presses the first button, which says nothing: new words are to be searched for.
    if step == SEARCH or (not step and request.POST.get(WORDS, "") != request.POST.get(SEARCHED, "")):
        return made(initial=_typed(request.POST)), list(matters.find(rights, request.POST.get(WORDS, "")))
    if step == NONE:
        return made(initial=_typed(request.POST) | {"matter": None}), None
    if step.startswith(CHOOSE):
        return made(initial=_chosen(rights, request.POST, step.removeprefix(CHOOSE))), None
    return made(request.POST), None


def _chosen(rights: Rights, data: QueryDict, asked: str) -> dict[str, Any]:
    """What was typed, with the matter; its titles where nothing has been written."""
    typed = _typed(data)
    pk = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    found = matters.chosen(rights, pk)
    if found is None:
        return typed
    typed["matter"], typed["registry_number"] = found.matter.pk, ""
    typed["neutral_title"] = typed.get("neutral_title") or found.matter.neutral_title
    if found.is_titled and found.title != typed["neutral_title"]:
        typed["title"] = typed.get("title") or found.title
    return typed


def _typed(data: QueryDict) -> dict[str, Any]:
    return {name: data.get(name, "") for name in ItemForm.base_fields} | {
        "exercises_authority": "exercises_authority" in data
    }


def _show(
    request: ViewerRequest, context: dict[str, Any], form: ItemForm, found: list[matters.Found] | None
) -> HttpResponse:
    context |= {
        "form": form,
        "found": found,
        "words": request.POST.get(WORDS, ""),
        "matter": form.chosen,
        "most": matters.MOST,
        "authority": form.meeting.body.authority,
    }
    return render(request, "extranet/desk/meetings/item.html", context)


def _to(meeting: Meeting, item: AgendaItem) -> str:
    return f"{reverse('desk_meeting', args=[meeting.pk])}#arende-{item.pk}"


def _held(request: ViewerRequest, meeting: Meeting) -> HttpResponse:
    messages.warning(request, _("Sammanträdet är hållet. Dagordningen ändras inte längre."))
    return redirect("desk_meeting", meeting.pk)
