"""Plain functions that make bodies, mandates, meetings and papers, with defaults that let nobody in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from extranet.bodies.models import Authority, Body
from extranet.mandates.models import Mandate, Role
from extranet.meetings.models import AgendaItem, Meeting
from extranet.papers.models import Matter, Paper, PaperVersion
from extranet.placements.models import Placement
from extranet.secrecy.models import Secrecy
from intranet.people.models import Person
from tests.factories import make_person

_numbers = count(1)


def make_authority(code: str = "KS", **fields: Any) -> Authority:
    return Authority.objects.get_or_create(code=code, defaults={"name": f"Myndigheten {code}", **fields})[0]


def make_body(name: str = "Barn- och utbildningsnämnden", kind: str = Body.Kind.BOARD, **fields: Any) -> Body:
    number = next(_numbers)
    fields.setdefault("authority", make_authority())
    fields.setdefault("slug", f"organ-{number}")
    return Body.objects.create(name=name, short_name=f"ORG{number}", kind=kind, **fields)


def make_mandate(
    person: Person, body: Body, role: str = "ledamot", start: date | None = None, **fields: Any
) -> Mandate:
    return Mandate.objects.create(
        person=person,
        body=body,
        role=Role.objects.get(code=role),
        start=start or timezone.localdate() - timedelta(days=100),
        **fields,
    )


def make_member(body: Body, role: str = "ledamot", username: str = "", **fields: Any) -> Person:
    """Somebody who is no employee, with a mandate in force."""
    person = make_person(username, employed=False)
    make_mandate(person, body, role, **fields)
    return person


def make_meeting(body: Body, starts: datetime | None = None, **fields: Any) -> Meeting:
    return Meeting.objects.create(body=body, starts=starts or timezone.now() + timedelta(days=7), **fields)


def make_matter(**fields: Any) -> Matter:
    fields.setdefault("authority", make_authority())
    fields.setdefault("registry_number", f"KS {timezone.localdate().year}/{next(_numbers)}")
    fields.setdefault("neutral_title", "Ärende")
    fields.setdefault("title", "Ärende med en rubrik som säger mer")
    return Matter.objects.create(opened=timezone.localdate(), **fields)


def make_item(meeting: Meeting, *, published: bool = True, **fields: Any) -> AgendaItem:
    fields.setdefault("neutral_title", "Ett ärende")
    fields.setdefault("order", next(_numbers))
    if published:
        fields.setdefault("published_at", timezone.now() - timedelta(hours=1))
    return AgendaItem.objects.create(meeting=meeting, matter=fields.pop("matter", None), **fields)


def make_paper(matter: Matter | None = None, *authors: Person, **fields: Any) -> Paper:
    fields.setdefault("kind", Paper.Kind.STATEMENT)
    fields.setdefault("neutral_title", "Tjänsteskrivelse")
    fields.setdefault("title", "Tjänsteskrivelse om något")
    paper = Paper.objects.create(matter=matter or make_matter(), **fields)
    paper.authors.set(authors)
    return paper


def make_version(paper: Paper | None = None, text: bytes = b"%PDF-1.7", **fields: Any) -> PaperVersion:
    paper = paper or make_paper()
    maker = fields.pop("made_by", None) or make_person()
    return PaperVersion.objects.create(
        paper=paper,
        number=paper.versions.count() + 1,
        file=ContentFile(text, name="handling.pdf"),
        sha256="0" * 64,
        size=len(text),
        content_type="application/pdf",
        filename="handling.pdf",
        made_by=maker,
        **fields,
    )


def place(
    item: AgendaItem, version: PaperVersion | None = None, *, published: bool = True, **fields: Any
) -> Placement:
    if published:
        fields.setdefault("published_at", timezone.now() - timedelta(hours=1))
    fields.setdefault("order", next(_numbers))
    return Placement.objects.create(item=item, version=version or make_version(), **fields)


def mark_secret(*, placement: Placement | None = None, version: PaperVersion | None = None) -> Secrecy:
    return Secrecy.objects.create(
        placement=placement,
        version=version,
        chapter=26,
        section="1",
        authority=make_authority(),
        marked_on=timezone.localdate(),
        marked_by=make_person(),
    )
