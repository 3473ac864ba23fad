"""A body: its meetings to come and those of one year, and who sits there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from extranet.access import meetings
from extranet.access.rights import Rights
from extranet.bodies.models import Body
from extranet.mandates.models import Mandate
from extranet.meetings.models import Meeting
from extranet.reading.start import STARTED, ComingMeeting
from intranet.access import people
from intranet.access.viewer import Viewer


@dataclass(frozen=True)
class Seat:
    person: str
    role: str
    party: str


@dataclass(frozen=True)
class BodyPage:
    body: Body
    coming: Sequence[ComingMeeting]
    past: Sequence[Meeting]
    years: Sequence[int]
    year: int | None
    seats: Sequence[Seat]


def body_page(rights: Rights, viewer: Viewer, body: Body, year: int | None) -> BodyPage:
    """`year` is the one whose past meetings are asked for; without it, or without meetings in it, the last one."""
    known = meetings.known_to(rights, Meeting.objects.filter(body=body))
    turn = rights.at - STARTED
    past = known.filter(starts__lt=turn)
    years = sorted({day.year for day in past.dates("starts", "year")}, reverse=True)
    shown = year if year in years else years[0] if years else None
    return BodyPage(
        body=body,
        coming=[ComingMeeting(each) for each in known.filter(starts__gte=turn).order_by("starts", "pk")],
        past=list(past.filter(starts__range=_days_of(shown)).order_by("-starts", "-pk")) if shown else [],
        years=years,
        year=shown,
        seats=seats(viewer, body),
    )


def seats(viewer: Viewer, body: Body) -> list[Seat]:
    """Who sits in a body today, in the order of roles and lists; only people whom the viewer may see."""
    mandates = Mandate.objects.in_force(viewer.today).filter(body=body)
    found = mandates.select_related("person", "role", "party").order_by("role__order", "order", "pk")
    return [
        Seat(str(mandate.person), str(mandate.role), str(mandate.party or ""))
        for mandate in found
        if people.is_visible_to(viewer, mandate.person)
    ]


def _days_of(year: int) -> tuple[datetime, datetime]:
    """The first and last moment of a Swedish year."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first, after = (datetime(each, 1, 1, tzinfo=zone) for each in (year, year + 1))
    return first, after - timedelta(microseconds=1)
