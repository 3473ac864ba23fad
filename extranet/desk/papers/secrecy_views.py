"""Marking a paper as secret, and lifting a marking."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from extranet.desk.papers.asking import placement_at_desk
from extranet.desk.papers.forms import MarkForm
from extranet.desk.papers.paper_views import is_ours, paper_frame
from extranet.desk.papers.views import TEMPLATES
from extranet.placements.models import Placement
from extranet.reading.asking import me, rights_now
from extranet.secrecy import marking
from intranet.access.requests import ViewerRequest
from intranet.signon.freshness import step_up


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: ViewerRequest, pk: int) -> HttpResponse:
    """The provision, who found so and when (OSL 5:5). It acts at once, also on what readers have been sent."""
    placement = placement_at_desk(rights_now(request), pk)
    form = MarkForm(
        request.POST if request.method == "POST" else None,
        initial={
            "authority": placement.version.paper.matter.authority_id,
            "marked_on": timezone.localdate(),
            "handled_by": me(request).get_full_name(),
        },
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        marking.mark(
            placement.version,
            chapter=data["chapter"],
            section=data["section"],
            authority=data["authority"],
            marked_on=data["marked_on"],
            handled_by=data["handled_by"],
            by=me(request),
        )
        messages.success(request, _("Handlingen är sekretessmarkerad. Det gäller genast."))
        return redirect("desk_paper", placement.pk)
    context = {
        **_frame(placement, _("Sekretessmarkera")),
        "form": form,
        "is_sent": placement.published_at is not None,
    }
    return render(request, f"{TEMPLATES}/mark.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: ViewerRequest, pk: int, marking_pk: int) -> HttpResponse:
    """Confirmed on a page of its own. It asks for the step-up: what it opens could be read without one after it."""
    rights = rights_now(request)
    placement = placement_at_desk(rights, pk)
    found = marking.standing_on(placement).filter(pk=marking_pk).first()
    if found is None:
        raise Http404
    if not rights.fresh:
        return step_up(request)
    may = found.marked_by_id == rights.person or is_ours(rights, placement.version.paper)
    if request.method == "POST" and may:
        marking.lift(found, by=me(request))
        messages.success(request, _("Markeringen är hävd."))
        return redirect("desk_paper", placement.pk)
    context = {
        **_frame(placement, _("Häv sekretessmarkeringen")),
        "marking": found,
        "may": may,
        "is_last": marking.standing_on(placement).count() == 1,
    }
    return render(request, f"{TEMPLATES}/lift.html", context)


def _frame(placement: Placement, title: str) -> dict[str, object]:
    back = {"title": str(placement.version.paper.title), "url": reverse("desk_paper", args=[placement.pk])}
    return {
        **paper_frame(placement, title, back),
        "placement": placement,
        "paper": placement.version.paper,
    }
