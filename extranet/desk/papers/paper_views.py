"""One paper at the desk: what it is called, who answers for it, where it lies, from when it is public."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from extranet.access import desk
from extranet.access.rights import Rights
from extranet.desk.papers.asking import items_of, placement_at_desk
from extranet.desk.papers.forms import ItemForm, PaperForm, PublicForm
from extranet.desk.papers.listing import DeskPaper, papers_on
from extranet.desk.papers.views import TEMPLATES, frame
from extranet.papers.models import Paper
from extranet.placements import moving
from extranet.placements.adopting import UnregisteredError
from extranet.placements.models import Placement
from extranet.placements.moving import OtherMatterError
from extranet.placements.placing import AlreadyPlacedError
from extranet.placements.withdrawing import PublishedError
from extranet.reading.asking import rights_now
from extranet.secrecy.marking import standing_on
from intranet.access.requests import ViewerRequest
from intranet.files.types import SHOWN


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: ViewerRequest, pk: int) -> HttpResponse:
    """`steg` says which of the page's forms a POST is."""
    rights = rights_now(request)
    placement = placement_at_desk(rights, pk)
    if request.method != "POST":
        return show(request, rights, placement)
    steps = {"spara": _save, "flytta": _move, "offentlig": _make_public}
    if (step := steps.get(request.POST.get("steg", ""))) is None:
        raise Http404
    return step(request, rights, placement)


def show(request: ViewerRequest, rights: Rights, placement: Placement, **forms: BaseForm) -> HttpResponse:
    """The page, with those of its forms that were sent and are wrong."""
    row = row_of(rights, placement)
    item, mine = placement.item, is_ours(rights, placement.version.paper)
    others = [one for one in items_of(rights, item.meeting) if one.matter_id and one.pk != item.pk]
    can_move = placement.published_at is None and placement.replaces_id is None and bool(others)
    public_on = timezone.localdate(placement.public_at) if placement.public_at else None
    context = {
        **paper_frame(placement, placement.version.paper.title),
        "placement": placement,
        "version": placement.version,
        "paper": placement.version.paper,
        "row": row,
        "markings": list(standing_on(placement)),
        "is_ours": mine,
        "opens_in_browser": placement.version.content_type in SHOWN,
        "form": forms.get("form") or PaperForm(instance=placement.version.paper, viewer=request.viewer),
        "move_form": forms.get("move_form") or (ItemForm(None, others) if can_move else None),
        "public_form": forms.get("public_form") or PublicForm(initial={"public_on": public_on}),
        "variants": _variants(rights, placement),
    }
    return render(request, f"{TEMPLATES}/paper.html", context)


def row_of(rights: Rights, placement: Placement) -> DeskPaper:
    """As it stands in the list; one that has been replaced stands by itself here."""
    rows = papers_on(rights, Q(item=placement.item_id)).get(placement.item_id, ())
    found = next((row for row in rows if row.placement.pk == placement.pk), None)
    return found or DeskPaper(placement, standing_on(placement).exists(), ())


def is_ours(rights: Rights, paper: Paper) -> bool:
    """Whether every place where it lies is one's own to change: what it is called, others read as well."""
    lying = Placement.objects.filter(version__paper=paper)
    kept = Q(withdrawn_at__isnull=False) | Q(
        pk__in=desk.placements(rights, Placement.objects.all()).values("pk")
    )
    return not lying.exclude(kept).exists()


def paper_frame(placement: Placement, title: str, *more: dict[str, str]) -> dict[str, Any]:
    to_papers = reverse("desk_meeting_papers", args=[placement.item.meeting_id])
    return frame(
        placement.item.meeting,
        title,
        {"title": _("Handlingar"), "url": f"{to_papers}#arende-{placement.item_id}"},
        *more,
    )


def _variants(rights: Rights, placement: Placement) -> list[DeskPaper]:
    """Masked variants of it on the same item."""
    rows = papers_on(rights, Q(item=placement.item_id)).get(placement.item_id, ())
    return [row for row in rows if row.placement.version.masked_of_id == placement.version_id]


def _save(request: ViewerRequest, rights: Rights, placement: Placement) -> HttpResponse:
    paper = placement.version.paper
    if not is_ours(rights, paper):
        raise Http404
    form = PaperForm(request.POST, instance=Paper.objects.get(pk=paper.pk), viewer=request.viewer)
    if not form.is_valid():
        return show(request, rights, placement, form=form)
    form.save()
    messages.success(request, _("Ändringarna är sparade."))
    return redirect("desk_paper", placement.pk)


def _move(request: ViewerRequest, rights: Rights, placement: Placement) -> HttpResponse:
    meeting = placement.item.meeting
    items = [item for item in items_of(rights, meeting) if item.pk != placement.item_id]
    form = ItemForm(request.POST, items)
    if form.is_valid():
        try:
            moving.move(placement, form.items[form.cleaned_data["item"]])
        except PublishedError:
            form.add_error("item", _("Handlingen är redan skickad till organet och kan inte flyttas."))
        except UnregisteredError:
            form.add_error("item", _("Ärendet har inget diarienummer än, så det kan inte ha handlingar."))
        except OtherMatterError:
            form.add_error(
                "item", _("Handlingen används på fler ställen i sitt ärende och kan inte byta ärende.")
            )
        except AlreadyPlacedError:
            form.add_error("item", _("Handlingen ligger redan på det ärendet."))
        else:
            messages.success(request, _("Handlingen är flyttad."))
            return redirect("desk_paper", placement.pk)
    return show(request, rights, placement, move_form=form)


def _make_public(request: ViewerRequest, rights: Rights, placement: Placement) -> HttpResponse:
    form = PublicForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["public_on"]
        if day and standing_on(placement).exists():
            form.add_error("public_on", _("Handlingen är sekretessmarkerad. Häv markeringen först."))
        else:
            fresh = Placement.objects.get(pk=placement.pk)
            fresh.public_at = timezone.make_aware(datetime.combine(day, time.min)) if day else None
            fresh.save(update_fields=["public_at"])
            messages.success(request, _("Ändringarna är sparade."))
            return redirect("desk_paper", placement.pk)
    return show(request, rights, placement, public_form=form)
