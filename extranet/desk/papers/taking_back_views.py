"""Taking a paper away: removed while nobody has been sent it, withdrawn for a reason after that."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from extranet.desk.papers.asking import placement_at_desk
from extranet.desk.papers.forms import WithdrawForm
from extranet.desk.papers.paper_views import paper_frame
from extranet.desk.papers.views import TEMPLATES
from extranet.placements import withdrawing
from extranet.placements.models import Placement
from extranet.placements.withdrawing import PublishedError
from extranet.reading.asking import me, rights_now
from extranet.receipts.models import ReadReceipt
from intranet.access.requests import ViewerRequest


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: ViewerRequest, pk: int) -> HttpResponse:
    placement = placement_at_desk(rights_now(request), pk)
    if placement.published_at is not None:
        return redirect("desk_paper_withdraw", placement.pk)
    if request.method == "POST":
        try:
            withdrawing.remove(placement, by=me(request))
        except PublishedError:
            return redirect("desk_paper_withdraw", placement.pk)
        messages.success(request, _("Handlingen är borttagen från dagordningen."))
        return redirect("desk_meeting_papers", placement.item.meeting_id)
    return _page(request, placement, "remove", _("Ta bort handlingen"))


@sensitive_post_parameters("why")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ViewerRequest, pk: int) -> HttpResponse:
    """The page says who may have read it, and asks for the reason; it acts at once."""
    placement = placement_at_desk(rights_now(request), pk)
    if placement.published_at is None:
        return redirect("desk_paper_remove", placement.pk)
    earlier = withdrawing.standing_before(placement)
    asks = bool(earlier) and not withdrawing.is_replaced(placement)
    form = WithdrawForm(request.POST if request.method == "POST" else None, asks_of_earlier=asks)
    if form.is_bound and form.is_valid():
        both = form.cleaned_data.get("earlier") == "withdraw"
        withdrawing.withdraw(placement, by=me(request), why=form.cleaned_data["why"], earlier_too=both)
        messages.success(request, _("Handlingen är tillbakadragen. Ingen läsare når den längre."))
        return redirect("desk_meeting_papers", placement.item.meeting_id)
    receipts = ReadReceipt.objects.filter(placement=placement)
    return _page(
        request,
        placement,
        "withdraw",
        _("Dra tillbaka handlingen"),
        form=form,
        asks=asks,
        earlier=earlier[0] if earlier else None,
        opened=receipts.count(),
        last_opened=receipts.order_by("-last_opened").values_list("last_opened", flat=True).first(),
    )


def _page(
    request: ViewerRequest, placement: Placement, template: str, title: str, **more: object
) -> HttpResponse:
    back = {"title": str(placement.version.paper.title), "url": reverse("desk_paper", args=[placement.pk])}
    context = {
        **paper_frame(placement, title, back),
        "placement": placement,
        "paper": placement.version.paper,
        **more,
    }
    return render(request, f"{TEMPLATES}/{template}.html", context)
