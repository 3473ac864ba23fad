"""Papers in the search, on both engines: whoever may open one finds it by its words, at its page; nobody else by
anything.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from extranet.exceptions.models import BreakGlass, Recusal
from extranet.papers.models import PaperVersion
from extranet.placements.models import Placement
from extranet.texts.models import PaperText, TextReading
from intranet.finding.models import OutboxEntry
from intranet.finding.rebuilding import rebuild
from intranet.people.models import Person
from tests.extranet.make import (
    make_authority,
    make_body,
    make_item,
    make_mandate,
    place,
)
from tests.extranet.searching import (
    DAY,
    HOUR,
    TITLE,
    WORD,
    answer,
    at,
    entitled,
    found,
    grant,
    offered,
    written,
)
from tests.factories import make_group, make_person, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_member_finds_a_word_and_the_hit_opens_at_its_page(searching, placement, member):
    (hit,) = answer(member, WORD).found
    assert hit.card.title == TITLE
    assert hit.url == f"/sammantraden/handling/{placement.pk}/fil/#page=3"
    assert hit.spot.words == "Sida 3"
    assert f"<mark>{WORD}et</mark>" in hit.hit.excerpt_html
    assert hit.card.url == f"/sammantraden/handling/{placement.pk}/"
    day = placement.item.meeting.starts
    assert hit.card.kind_label == "Handling"
    assert hit.card.detail.startswith("Byggnadsnämnden · sammanträde ")
    assert str(timezone.localtime(day).year) in hit.card.detail
    assert hit.card.detail.endswith("ärende 4")


def test_it_is_found_by_its_title_its_item_and_its_registry_number(searching, placement, member):
    number = placement.version.paper.matter.registry_number
    for words in (TITLE, "om Kvarnängen", number):
        assert found(member, words) == {placement.pk}, words
    assert offered(member, "planbes") == {TITLE}


def test_what_has_no_pages_opens_at_its_own_page(plugged, item, member):
    version = written(f"Bladet om {WORD}")
    other = PaperVersion.objects.create(
        paper=version.paper,
        number=2,
        file=version.file,
        sha256="0" * 64,
        size=1,
        content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename="bilaga.docx",
        made_by=version.made_by,
    )
    for page in (1, 2):
        PaperText.objects.create(version=other, page=page, text=f"{WORD} {page}")
    TextReading.objects.filter(version=other).update(state=TextReading.State.READ)
    placement = place(item, other)
    rebuild()
    (hit,) = answer(member, WORD).found
    assert hit.url == f"/sammantraden/handling/{placement.pk}/"


ENTITLED = (
    *("ordforande", "ledamot", "ersattare", "sekreterare", "insynsplats", "gruppledare"),
    *("kinds", "called", "auditor", "grant item", "grant meeting", "grant body", "group", "glass"),
)


@pytest.mark.parametrize("what", ENTITLED)
def test_who_may_open_it_finds_it_without_the_index_hearing_of_them(searching, placement, what):
    person = entitled(placement, what)
    assert found(person, WORD) == {placement.pk}
    assert offered(person, "planbes") == {TITLE}


def stranger(placement: Placement, what: str) -> Person:  # noqa: C901 (one list of people)
    item, body = placement.item, placement.item.meeting.body
    today = timezone.localdate()
    person = make_person()
    match what:
        case "another body":
            make_mandate(person, make_body("Socialnämnden"))
        case "substitute of another body":
            make_mandate(person, make_body("Socialnämnden"), "ersattare")
        case "secretary of another body":
            make_mandate(person, make_body("Socialnämnden"), "sekreterare")
        case "ended yesterday":
            make_mandate(person, body, end=today - DAY)
        case "begins tomorrow":
            make_mandate(person, body, start=today + DAY)
        case "grant expired":
            grant(person, item=item, expires=timezone.now() - HOUR)
        case "grant revoked":
            grant(person, item=item, revoked_at=timezone.now())
        case "grant of another item":
            grant(person, item=make_item(item.meeting))
        case "other kinds":
            make_mandate(person, body, "personalforetradare").kinds.create(kind="arbetsgivarfraga")
        case "called to another item":
            make_mandate(person, body, "kallad").items.create(item=make_item(item.meeting))
        case "recused":
            make_mandate(person, body)
            Recusal.objects.create(person=person, item=item)
        case "superuser":
            return make_superuser()
        case "author":
            placement.version.paper.authors.add(person)
        case "reviewer":
            placement.version.paper.reviewers.add(person)
        case "registrator":
            group = make_group("Registratorer")
            person.groups.add(group)
            type(make_authority()).objects.update(registrators=group)
        case "glass broken earlier":
            long_ago = timezone.now() - timedelta(hours=3)
            BreakGlass.objects.create(
                person=person, body=body, reason="x", begun_at=long_ago, expires=timezone.now() + HOUR
            )
    return person


STRANGERS = (
    *(
        "employee",
        "another body",
        "substitute of another body",
        "secretary of another body",
        "ended yesterday",
    ),
    *("begins tomorrow", "grant expired", "grant revoked", "grant of another item", "other kinds"),
    *("called to another item", "recused", "superuser", "author", "reviewer", "registrator"),
    "glass broken earlier",
)


@pytest.mark.parametrize("what", STRANGERS)
def test_who_may_not_finds_nothing_and_counts_nothing(searching, placement, what):
    person = stranger(placement, what)
    for words in (WORD, TITLE, "Kvarnängen", placement.version.paper.matter.registry_number, ""):
        assert found(person, words) == set(), words
    assert offered(person, "planbes") == set()


def test_rights_end_at_their_moment_and_the_index_hears_nothing(searching, placement, body):
    person = make_person(employed=False)
    make_mandate(person, body, end=timezone.localdate())
    assert found(person, WORD) == {placement.pk}
    with at(timezone.now() + DAY):
        assert found(person, WORD) == set()
    assert not OutboxEntry.objects.exclude(family="person").exists()
