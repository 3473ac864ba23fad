"""Noting what has been printed, posted and taken back. Inside the transaction of whoever calls."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from extranet.delivery.models import Printing
from extranet.meetings.models import Meeting
from extranet.placements.models import Placement
from intranet.people.models import Person


def note(
    meeting: Meeting,
    person: Person,
    papers: Iterable[Placement],
    sheets: int,
    *,
    double_sided: bool,
    by: Person,
    now: datetime,
) -> Printing:
    """That these papers have been printed for somebody."""
    made = Printing.objects.create(
        meeting=meeting,
        person=person,
        sheets=sheets,
        double_sided=double_sided,
        printed_at=now,
        printed_by=by,
    )
    made.placements.set(papers)
    return made


def post(meeting: Meeting, printings: Iterable[int], now: datetime) -> int:
    """That these have been posted or handed over; how many had not been before."""
    waiting = Printing.objects.filter(meeting=meeting, pk__in=printings, posted_at__isnull=True)
    return waiting.update(posted_at=now)


def take_back(printing: Printing) -> None:
    """That it was noted by mistake: its papers are left to print again."""
    printing.delete()
