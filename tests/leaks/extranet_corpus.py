"""Two bodies with their meetings, a secret in each thing that stands there, and the people who sit in them.

Everybody but `x member` has just proved again who they are, so that no refusal is for want of that alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from extranet.bodies.models import Body
from extranet.delivery.choosing import Address, choose
from extranet.delivery.models import Way
from extranet.exceptions.models import BreakGlass, Grant, Recusal
from extranet.mandates.models import Audit, MandateKind
from extranet.meetings.models import AgendaItem, Meeting, Serving
from extranet.notes.models import Note
from extranet.notes.writing import Written, write
from extranet.placements.models import Placement
from extranet.summons.models import Summons
from intranet.people.models import Person
from tests.extranet.make import (
    make_authority,
    make_body,
    make_item,
    make_mandate,
    make_matter,
    make_meeting,
    make_paper,
    make_version,
    mark_secret,
    place,
)
from tests.factories import make_group, make_person, make_superuser
from tests.leaks import extranet_secrets as secret
from tests.leaks.bundle_order import OWNER, plant_order
from tests.leaks.extranet_secrets import of

NOT_FRESH = "x member"
REGISTRATORS = "Nämndens registratorer"


@dataclass
class Bodies:
    """What has been planted, by the key of its secret; `others` holds what names two of them."""

    body: Body
    elsewhere: Body
    meeting: Meeting
    other_meeting: Meeting
    summons: Summons | None = None
    people: dict[str, Person] = field(default_factory=dict)
    items: dict[str, AgendaItem] = field(default_factory=dict)
    papers: dict[str, Placement] = field(default_factory=dict)
    order: int = 0
    """A bundle that one of them has asked for."""
    notes: dict[str, Note] = field(default_factory=dict)


def plant_bodies() -> Bodies:
    authority = make_authority("NAMND", registrators=make_group(REGISTRATORS))
    body = make_body("Nämnden för sjömärken", slug="sjomarken", authority=authority)
    elsewhere = make_body("Nämnden för bryggor", slug="bryggor", authority=authority)
    link = of(secret.PLACE, "lank")
    meeting = make_meeting(
        body,
        state=Meeting.State.SUMMONED,
        place=of(secret.PLACE, "sal"),
        link=f"https://{link}.example/",
    )
    other = make_meeting(elsewhere, state=Meeting.State.SUMMONED, place=of(secret.ELSEWHERE, "sal"))
    bodies = Bodies(body, elsewhere, meeting, other)
    bodies.people = _people(bodies)
    _open_item(bodies)
    _secret_item(bodies)
    _staff_item(bodies)
    _recused_item(bodies)
    _unpublished_item(bodies)
    _serve_and_except(bodies)
    _write_notes(bodies)
    _send(bodies)
    bodies.order = plant_order(bodies.people[OWNER], bodies.meeting)
    _read_on_paper(bodies)
    return bodies


def _send(bodies: Bodies) -> None:
    meeting = bodies.meeting
    bodies.summons = Summons.objects.create(
        meeting=meeting,
        number=1,
        state=Summons.State.SENT,
        starts=meeting.starts,
        ends=meeting.ends,
        place=meeting.place,
        pdf=f"%PDF-1.7 {of(secret.SUMMONS, 'kallelse')}".encode(),
        sha256="1" * 64,
        sent_at=timezone.now(),
        sent_by=bodies.people["x secretary"],
    )


def _people(bodies: Bodies) -> dict[str, Person]:
    today, day = timezone.localdate(), timedelta(days=1)
    body, elsewhere = bodies.body, bodies.elsewhere
    auditors = make_body("Sjömärkenas revisorer", Body.Kind.AUDIT, slug="revisorer")
    Audit.objects.create(auditing=auditors, audited=body)

    def sits(name: str, role: str = "ledamot", where: Body = body, **fields) -> Person:
        person = make_person(f"x.{name}", employed=False)
        make_mandate(person, where, role, **fields)
        return person

    staff = make_person("x.staff")
    MandateKind.objects.create(
        mandate=make_mandate(staff, body, "personalforetradare"), kind=AgendaItem.Kind.EMPLOYER
    )
    return {
        "x member": sits("member"),
        "x fresh member": sits("fresh"),
        "x substitute": sits("substitute", "ersattare"),
        "x serving substitute": sits("serving", "ersattare"),
        "x recused member": sits("recused"),
        "x member of another body": sits("other", where=elsewhere),
        "x mandate ended": sits("ended", end=today - day),
        "x mandate to start": sits("starting", start=today + 2 * day),
        "x auditor": sits("auditor", "revisor", auditors),
        "x secretary": sits("secretary", "sekreterare"),
        "x secretary of another body": sits("othersecretary", "sekreterare", elsewhere),
        "x grant in force": make_person("x.granted"),
        "x grant expired": make_person("x.expired"),
        "x author": make_person("x.author"),
        "x staff representative": staff,
        "x registrator": make_person("x.registrator", groups=(REGISTRATORS,)),
        "x superuser": make_superuser("x.superuser"),
        "x superuser in break-glass": make_superuser("x.glass"),
    }


PERSONAS = (
    "x member", "x fresh member", "x substitute", "x serving substitute", "x recused member",
    "x member of another body", "x mandate ended", "x mandate to start", "x auditor", "x secretary",
    "x secretary of another body", "x grant in force", "x grant expired", "x author", "x staff representative",
    "x registrator", "x superuser", "x superuser in break-glass",
)  # fmt: skip


def _version(key: str, title: str = "", *authors: Person, **fields):
    matter = make_matter(authority=make_authority("NAMND"))
    paper = make_paper(matter, *authors, title=title or of(key, "handling"), neutral_title="Handling")
    return make_version(paper, f"%PDF-1.7 {of(key, 'bytes')}".encode(), **fields)


def _item(bodies: Bodies, key: str, **fields) -> AgendaItem:
    defaults = {
        "title": of(key, "rubrik"),
        "neutral_title": of(key, "neutral"),
        "proposal": of(key, "forslag"),
    }
    bodies.items[key] = make_item(bodies.meeting, **{**defaults, **fields})
    return bodies.items[key]


def _open_item(bodies: Bodies) -> None:
    """With a replaced paper, one to come, one withdrawn, and a treatment before it in the other body."""
    before = make_item(
        bodies.other_meeting,
        title=of(secret.ELSEWHERE, "rubrik"),
        neutral_title=of(secret.ELSEWHERE, "neutral"),
    )
    bodies.items[secret.ELSEWHERE] = before
    bodies.papers[secret.ELSEWHERE] = place(before, _version(secret.ELSEWHERE))
    item = _item(bodies, secret.ITEM, came_from=before)
    papers = bodies.papers
    papers[secret.REPLACED] = place(item, _version(secret.REPLACED, of(secret.PAPER, "forr")))
    papers[secret.PAPER] = place(item, _version(secret.PAPER), replaces=papers[secret.REPLACED])
    papers[secret.COMING_VERSION] = place(
        item,
        _version(secret.COMING_VERSION, changes=of(secret.COMING_VERSION, "andring")),
        replaces=papers[secret.PAPER],
        published=False,
    )
    papers[secret.WITHDRAWN_PAPER] = place(
        item,
        _version(secret.WITHDRAWN_PAPER),
        withdrawn_at=timezone.now(),
        withdrawn_why=of(secret.WITHDRAWN_PAPER, "skal"),
    )


def _secret_item(bodies: Bodies) -> None:
    item = _item(
        bodies,
        secret.SECRET_TITLE,
        neutral_title=of(secret.SECRET_NEUTRAL, "neutral"),
    )
    bodies.papers[secret.SECRET_FILE] = place(
        item, _version(secret.SECRET_FILE, of(secret.SECRET_NAME, "handling"))
    )
    mark_secret(placement=bodies.papers[secret.SECRET_FILE])
    bodies.papers[secret.ANNEX] = place(item, _version(secret.ANNEX))


def _staff_item(bodies: Bodies) -> None:
    item = _item(bodies, secret.STAFF, kind=AgendaItem.Kind.EMPLOYER)
    bodies.papers[secret.STAFF] = place(item, _version(secret.STAFF))


def _recused_item(bodies: Bodies) -> None:
    item = _item(bodies, secret.RECUSED_ITEM, neutral_title=of(secret.RECUSED_NEUTRAL, "neutral"))
    bodies.papers[secret.RECUSED_ITEM] = place(item, _version(secret.RECUSED_ITEM))
    bodies.papers[secret.PUBLIC_PAPER] = place(
        item, _version(secret.PUBLIC_PAPER), public_at=timezone.now() - timedelta(minutes=5)
    )


def _unpublished_item(bodies: Bodies) -> None:
    item = _item(bodies, secret.UNPUBLISHED, published=False)
    version = _version(secret.UNPUBLISHED, "", bodies.people["x author"])
    bodies.papers[secret.UNPUBLISHED] = place(item, version, published=False)


def _write_notes(bodies: Bodies) -> None:
    """One member's own, on items and papers of all kinds; the recused one's, whom theirs is refused for now."""
    for key, who in ((secret.ITEM, "x fresh member"), (secret.RECUSED_ITEM, "x recused member")):
        person, item, placement = bodies.people[who], bodies.items[key], bodies.papers[_PAPER_ON[key]]
        bodies.notes[who] = write(person.pk, item, None, Written(of(secret.NOTE, "text")))
        write(
            person.pk, item, placement.version, Written(of(secret.NOTE, "sida"), of(secret.NOTE, "citat"), 1)
        )


_PAPER_ON = {secret.ITEM: secret.PAPER, secret.RECUSED_ITEM: secret.RECUSED_ITEM}


def _serve_and_except(bodies: Bodies) -> None:
    people, now, day = bodies.people, timezone.now(), timedelta(days=1)
    Serving.objects.create(
        meeting=bodies.meeting,
        mandate=people["x serving substitute"].mandates.get(),
        instead_of=people["x recused member"].mandates.get(),
    )
    Recusal.objects.create(person=people["x recused member"], item=bodies.items[secret.RECUSED_ITEM])
    for name, starts, expires in (
        ("x grant in force", now - day, now + day),
        ("x grant expired", now - 2 * day, now - day),
    ):
        Grant.objects.create(
            person=people[name],
            item=bodies.items[secret.SECRET_TITLE],
            secret=True,
            reason="Utreder",
            starts=starts,
            expires=expires,
            made_by=people["x secretary"],
        )
    BreakGlass.objects.create(
        person=people["x superuser in break-glass"],
        body=bodies.body,
        reason="Brand",
        expires=now + day,
    )


def _read_on_paper(bodies: Bodies) -> None:
    home = Address(of(secret.ADDRESS, "gatan 1"), "123 45", of(secret.ADDRESS, "ort"))
    choose(bodies.people[secret.READS_ON_PAPER], Way.PAPER, home, timezone.now())
