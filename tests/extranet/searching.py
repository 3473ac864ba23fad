"""Asking the search as somebody, and what they are told: hits, totals, facets, suggestions, by one answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from django.utils import timezone

from extranet.bodies.models import Body
from extranet.exceptions.models import BreakGlass, Grant
from extranet.indexing.documents import KIND
from extranet.papers.models import PaperVersion
from extranet.placements.models import Placement
from extranet.texts.models import PaperText, TextReading
from intranet.access.viewer import viewer_of
from intranet.finding import ask
from intranet.finding.request import SearchRequest
from intranet.finding.results import Answer
from intranet.people.models import Person
from tests.extranet.make import make_body, make_mandate, make_matter, make_member, make_paper, make_version
from tests.factories import make_group, make_person

WORD = "skogsbryn"
TITLE = "Planbesked Kvarnängen"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def written(*pages: str, title: str = "Tjänsteskrivelse", **fields) -> PaperVersion:
    """A version whose text has been read: these pages."""
    version = make_version(make_paper(make_matter(), title=title, **fields))
    PaperText.objects.bulk_create(
        PaperText(version=version, page=number, text=text) for number, text in enumerate(pages, 1)
    )
    TextReading.objects.update_or_create(
        version=version, defaults={"state": TextReading.State.READ, "pages": len(pages)}
    )
    return version


def answer(person: Person, text: str) -> Answer:
    return ask.search(SearchRequest(text=text, page_size=100), viewer_of(person))


def found(person: Person, text: str) -> set[int]:
    """Placements among the hits; the total and the facet must say as many, or this fails."""
    given = answer(person, text)
    hits = {int(each.hit.pk) for each in given.found if each.hit.family == "paper"}
    assert given.total == len(given.found), "the total tells of what is not shown"
    assert counted(given) == len(hits), "the facet tells of what is not shown"
    return hits


def counted(given: Answer) -> int:
    values = (value for facet in given.facets if facet.name == "kind" for value in facet.values)
    return sum(value.count for value in values if value.value == KIND)


def offered(person: Person, text: str) -> set[str]:
    """Titles of suggestions."""
    return {card.title for _, card in ask.suggest(text, viewer_of(person))}


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """As if it were then."""
    with patch.object(timezone, "now", lambda: moment):
        yield


def entitled(placement: Placement, what: str) -> Person:
    item, meeting, body = placement.item, placement.item.meeting, placement.item.meeting.body
    if what in ("ordforande", "ledamot", "ersattare", "sekreterare", "insynsplats", "gruppledare"):
        return make_member(body, what)
    person = make_person(employed=what != "auditor")
    match what:
        case "called":
            mandate = make_mandate(person, body, "kallad")
            mandate.items.create(item=item)
        case "kinds":
            mandate = make_mandate(person, body, "personalforetradare")
            mandate.kinds.create(kind=item.kind)
        case "auditor":
            audit = make_body("Revisorerna", Body.Kind.AUDIT)
            audit.audits.create(audited=body)
            make_mandate(person, audit, "revisor")
        case "grant item" | "grant meeting" | "grant body":
            on = what.split()[1]
            grant(person, **{on: {"item": item, "meeting": meeting, "body": body}[on]})
        case "group":
            group = make_group("Utredare")
            person.groups.add(group)
            grant(None, group=group, item=item)
        case "glass":
            BreakGlass.objects.create(
                person=person, body=body, reason="Fel i systemet", expires=timezone.now() + HOUR
            )
    return person


def grant(person: Person | None, **fields) -> Grant:
    fields.setdefault("expires", timezone.now() + DAY)
    fields.setdefault("starts", timezone.now() - DAY)
    return Grant.objects.create(person=person, reason="Utredning", made_by=make_person(), **fields)
