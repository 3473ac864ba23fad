"""What a body has printed and posted, drawn: it should fall."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from extranet.access import desk
from extranet.access.rights import rights_of
from extranet.delivery.counting import Amount, by_meeting, by_year
from extranet.delivery.plotting import chart
from intranet.access.requests import ViewerRequest


@require_safe
def desk_printed(request: ViewerRequest, slug: str) -> HttpResponse:
    """Year by year, and meeting by meeting in one of them: the last unless `ar` says which."""
    rights = rights_of(request.viewer)
    body = desk.bodies(rights).filter(slug=slug).first()
    if body is None:
        raise Http404
    today = timezone.localdate(rights.at)
    years = by_year(body, today.year)
    wanted = request.GET.get("ar", "")
    year = next((each.year for each in years if str(each.year) == wanted), today.year)
    meetings = by_meeting(body, year) if years else []
    context = {
        "page": {"title": _("Utskrivet och skickat")},
        "breadcrumbs": [{"title": _("Bered sammanträden"), "url": reverse("desk")}],
        "body": body,
        "years": years,
        "year": year,
        "switch": [
            {"label": each.year, "url": f"?ar={each.year}", "current": each.year == year}
            for each in reversed(years)
        ],
        "change": years[-1].sheets - years[-2].sheets if len(years) > 1 else None,
        "meetings": meetings,
        "charts_of_years": [
            chart("years-sheets", _("Ark om året"), [(str(each.year), each.sheets) for each in years]),
            chart("years-sent", _("Försändelser om året"), [(str(each.year), each.sent) for each in years]),
        ],
        "charts_of_meetings": [
            chart("meetings-sheets", _("Ark"), [(_day(each), each.sheets) for each in meetings]),
            chart("meetings-sent", _("Försändelser"), [(_day(each), each.sent) for each in meetings]),
        ],
    }
    return render(request, "extranet/delivery/printed.html", context)


def _day(amount: Amount) -> str:
    return date_format(timezone.localtime(amount.meeting.starts), "j F") if amount.meeting else ""
