"""Who reads on paper in the demo, and what has been printed for them: fewer each half year, as it should be."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from extranet.delivery.choosing import Address, choose
from extranet.delivery.models import DeliveryChoice, Printing, Way
from extranet.mandates.models import SECRETARY, Mandate
from extranet.meetings.models import Meeting
from intranet.people.models import Person

STREETS = ("Kompassgatan", "Norra Strandvägen", "Kvarnbacken", "Lotsgränd", "Fyrvägen")
HALF_YEAR = 182
LEFT, MOST = 2, 6
"""How many of a body read on paper today, and how many at the most."""


def load() -> int:
    """Choices and prints that are not there yet; how many prints those were. May be run again."""
    now, made = timezone.now(), 0
    for meeting in Meeting.objects.filter(printings__isnull=True, starts__lt=now).exclude(
        state=Meeting.State.DRAFT
    ):
        with transaction.atomic():
            made += _print(meeting, (now - meeting.starts).days // HALF_YEAR)
    return made


def _print(meeting: Meeting, half_years: int) -> int:
    day = timezone.localdate(meeting.starts)
    seats = Mandate.objects.in_force(day).filter(body=meeting.body, person__protected=False)
    by = seats.filter(role__code=SECRETARY).select_related("person").first()
    if by is None:
        return 0
    readers = Person.objects.filter(mandates__in=seats.filter(role__votes=True)).distinct().order_by("pk")
    luck = Random(f"{meeting.body.slug} {day}")  # noqa: S311  the same in every demo
    printed = meeting.starts - timedelta(days=8)
    rows = [
        Printing(
            meeting=meeting,
            person=person,
            sheets=luck.randint(18, 64),
            printed_at=printed,
            printed_by=by.person,
            posted_at=printed + timedelta(hours=3),
        )
        for person in readers[: min(LEFT + half_years, MOST)]
    ]
    Printing.objects.bulk_create(rows)
    for row in rows[:LEFT]:
        _choose_paper(row.person, luck)
    return len(rows)


def _choose_paper(person: Person, luck: Random) -> None:
    if not DeliveryChoice.objects.filter(person=person).exists():
        home = Address(f"{luck.choice(STREETS)} {luck.randint(1, 40)}", "999 99", "Kompassköping")
        choose(person, Way.PAPER, home, timezone.now())
