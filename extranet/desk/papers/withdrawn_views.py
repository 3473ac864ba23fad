"""What has been withdrawn, for the registrators of its authority: why, when, by whom. Looking is logged."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from extranet.access import placements
from extranet.attendance.names import name
from extranet.placements.models import Placement
from extranet.reading.asking import rights_now
from intranet.access.requests import ViewerRequest
from intranet.audit.models import Event
from intranet.audit.record import record

PER_PAGE = 50


@require_safe
def withdrawn(request: ViewerRequest) -> HttpResponse:
    """The newest first. Whoever keeps nothing finds no such page."""
    rights = rights_now(request)
    if not rights.kept:
        raise Http404
    gone = Placement.objects.filter(withdrawn_at__isnull=False)
    mine = placements.visible_to(rights, gone).select_related(
        "version__paper__matter__authority", "item__meeting__body", "withdrawn_by"
    )
    page = Paginator(mine.order_by("-withdrawn_at", "-pk"), PER_PAGE).get_page(request.GET.get("sida"))
    rows = [
        {
            "placement": placement,
            "url": reverse("paper", args=[placement.pk]),
            "by": name(request.viewer, placement.withdrawn_by) if placement.withdrawn_by else "",
        }
        for placement in page
    ]
    if rows and request.method == "GET":
        record(Event.Kind.PAPER_READ, request=request, what="withdrawn", kept=True, page=page.number)
    context = {
        "page": {"title": _("Tillbakadragna handlingar")},
        "breadcrumbs": [{"title": _("Sammanträden"), "url": reverse("meetings")}],
        "rows": rows,
        "pager": page,
    }
    return render(request, "extranet/desk/papers/withdrawn.html", context)
