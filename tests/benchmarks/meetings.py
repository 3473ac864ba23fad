"""Years of a body's meetings, with their papers and what their reader has opened, for a page to be measured among."""

from __future__ import annotations

import sys
from datetime import timedelta
from itertools import count

from django.db import transaction
from django.utils import timezone

from extranet.meetings.models import AgendaItem, Meeting
from extranet.papers.models import Matter, Paper, PaperVersion
from extranet.placements.models import Placement
from extranet.receipts.models import ReadReceipt
from intranet.people.models import Person
from tests.benchmarks.filling import AGENDA_ITEM, READER
from tests.extranet.make import make_authority, make_body, make_mandate

A_YEAR, ITEMS, PAPERS = 12, 15, 3
_numbers = count(1)


@transaction.atomic
def years_of_meetings(years: str) -> None:
    """Print the key of the latest, whose page is the one that is asked for."""
    reader = Person.objects.get(username=READER)
    body = make_body("Mätnämnden", slug="matnamnden")
    make_mandate(reader, body, start=timezone.localdate() - timedelta(days=366 * int(years) + 30))
    meeting = None
    for month in reversed(range(A_YEAR * int(years))):
        starts = timezone.now() + timedelta(days=7 - 30 * month)
        meeting = Meeting.objects.create(body=body, starts=starts, state=Meeting.State.SUMMONED)
        _fill(meeting, reader)
    sys.stdout.write(f"\n{meeting.pk}\n")


def _fill(meeting: Meeting, reader: Person) -> None:
    now = timezone.now()
    published = min(meeting.starts, now) - timedelta(days=7)
    matters = Matter.objects.bulk_create(
        Matter(
            authority=make_authority(),
            registry_number=f"MN {next(_numbers)}",
            neutral_title="Ärende",
            title=AGENDA_ITEM,
            opened=published,
        )
        for _ in range(ITEMS)
    )
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            matter=matter,
            order=number,
            number=number,
            neutral_title="Ärende",
            title=AGENDA_ITEM,
            published_at=published,
        )
        for number, matter in enumerate(matters, 1)
    )
    papers = Paper.objects.bulk_create(
        Paper(matter=matter, kind=Paper.Kind.ANNEX, neutral_title="Bilaga", title=f"Bilaga {number}")
        for matter in matters
        for number in range(PAPERS)
    )
    versions = PaperVersion.objects.bulk_create(
        PaperVersion(
            paper=paper,
            number=1,
            file=f"00/{paper.pk}",
            sha256="0" * 64,
            size=1000,
            content_type="application/pdf",
            filename="bilaga.pdf",
            made_by=reader,
        )
        for paper in papers
    )
    placed = Placement.objects.bulk_create(
        Placement(item=items[place // PAPERS], version=version, order=place, published_at=published)
        for place, version in enumerate(versions)
    )
    ReadReceipt.objects.bulk_create(
        ReadReceipt(placement=placement, person=reader, first_opened=published, last_opened=published)
        for placement in placed
    )
