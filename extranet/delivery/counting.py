"""How many sheets a body has printed and how many parcels it has sent, meeting by meeting and year by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce, ExtractYear

from extranet.bodies.models import Body
from extranet.delivery.models import Printing
from extranet.meetings.models import Meeting


@dataclass(frozen=True)
class Amount:
    """Of a year or a meeting, which it is counted for."""

    year: int
    sheets: int
    sent: int
    meeting: Meeting | None = None


def by_year(body: Body, this_year: int) -> list[Amount]:
    """From the first year with a print to this one, those without any as well; none if nothing was ever printed."""
    zone = ZoneInfo(settings.TIME_ZONE)
    mine = Printing.objects.filter(meeting__body=body)
    year = ExtractYear("meeting__starts", tzinfo=zone)
    rows = (
        mine.order_by()
        .annotate(year=year)
        .values("year")
        .annotate(sheets=Sum("sheets"), sent=Count("posted_at"))
    )
    found = {row["year"]: Amount(row["year"], row["sheets"], row["sent"]) for row in rows}
    if not found:
        return []
    years = range(min(found), max(this_year, *found) + 1)
    return [found.get(each) or Amount(each, 0, 0) for each in years]


def by_meeting(body: Body, year: int) -> list[Amount]:
    """Each meeting of a Swedish year whose summons has been sent, in order."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first, after = (datetime(each, 1, 1, tzinfo=zone) for each in (year, year + 1))
    held = Meeting.objects.filter(body=body, starts__gte=first, starts__lt=after).exclude(
        state=Meeting.State.DRAFT
    )
    counted = held.annotate(sheets=Coalesce(Sum("printings__sheets"), 0), sent=Count("printings__posted_at"))
    return [Amount(year, each.sheets, each.sent, each) for each in counted.order_by("starts", "pk")]
