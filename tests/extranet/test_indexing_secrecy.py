"""What is secret, and what somebody is recused from, in the search, on both engines."""

from __future__ import annotations

import pytest
from django.utils import timezone

from extranet.bodies.models import BodyRules
from extranet.exceptions.models import Recusal
from extranet.indexing.documents import documents
from extranet.meetings.models import Serving
from intranet.finding.draining import drain
from intranet.finding.models import OutboxEntry
from intranet.finding.rebuilding import rebuild
from tests.extranet.make import (
    make_body,
    make_item,
    make_mandate,
    make_meeting,
    make_member,
    mark_secret,
    place,
)
from tests.extranet.searching import HOUR, TITLE, WORD, answer, entitled, found, grant, offered, written
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_recused_find_what_is_public_by_its_own_words_alone(plugged, item, member):
    public = place(item, written(f"Remiss om {WORD}", title="Remiss"), public_at=timezone.now() - HOUR)
    place(item, written(f"Bedömning av {WORD}", title="Bedömning"))
    rebuild()
    Recusal.objects.create(person=member, item=item)
    assert found(member, WORD) == {public.pk}
    # The item's title is not theirs to read: its words lead nowhere.
    assert found(member, "Kvarnängen") == set()
    (hit,) = answer(member, WORD).found
    assert "Kvarnängen" not in hit.hit.excerpt_html + hit.card.detail


def test_where_the_body_hides_that_too_they_find_nothing(plugged, body, item, member):
    body.recusal_hides = BodyRules.RecusalHides.ALL
    body.save()
    place(item, written(f"Remiss om {WORD}"), public_at=timezone.now() - HOUR)
    rebuild()
    Recusal.objects.create(person=member, item=item)
    assert found(member, WORD) == set()


def test_a_recusal_acts_at_once_and_ends_at_once(searching, placement, member):
    recusal = Recusal.objects.create(person=member, item=placement.item)
    assert found(member, WORD) == set()
    recusal.outcome = Recusal.Outcome.REJECTED
    recusal.save()
    assert found(member, WORD) == {placement.pk}
    assert not OutboxEntry.objects.exclude(family="person").exists()


def test_a_secret_paper_is_found_by_its_neutral_title_and_number_alone(secret, member):
    number = secret.version.paper.matter.registry_number
    for words in ("Intyg", number):
        assert found(member, words) == {secret.pk}, words
    for words in (WORD, "Läkarintyg", "Karlsson", "sjuke", "Kvarnängen", "tjänsteskrivelse"):
        assert found(member, words) == set(), words
    (hit,) = answer(member, "Intyg").found
    assert (hit.card.title, hit.hit.title, hit.hit.excerpt_html) == ("Intyg", "Intyg", "")
    assert hit.url == f"/sammantraden/handling/{secret.pk}/"
    assert offered(member, "int") == {"Intyg"}
    assert offered(member, "läk") == set()


def test_a_secret_paper_is_in_the_index_by_neutral_title_number_and_place_alone(secret):
    (document,) = documents([secret.pk], timezone.now())
    assert (document.title, document.lead, document.parts, document.file) == ("Intyg", "", (), "")
    assert document.keywords == (secret.version.paper.matter.registry_number,)


@pytest.mark.parametrize("role", ["ersattare", "insynsplats", "narvaroratt", "tjansteperson"])
def test_whose_role_reads_no_secret_papers_is_not_told_that_there_is_one(secret, body, role):
    person = make_member(body, role)
    for words in ("Intyg", secret.version.paper.matter.registry_number, ""):
        assert found(person, words) == set(), words
    assert offered(person, "int") == set()


def test_a_substitute_who_serves_finds_it_at_that_meeting_alone(plugged, secret, item, body):
    person = make_person(employed=False)
    substitute = make_mandate(person, body, "ersattare")
    other = place(make_item(make_meeting(body)), secret.version)
    mark_secret(placement=other)
    drain()
    Serving.objects.create(
        meeting=item.meeting, mandate=substitute, instead_of=make_mandate(make_person(), body)
    )
    assert found(person, "Intyg") == {secret.pk}


@pytest.mark.parametrize(("with_secret", "expected"), [(True, 1), (False, 0)])
def test_a_grant_says_itself_whether_secret_papers_are_in_it(secret, with_secret, expected):
    person = make_person()
    grant(person, item=secret.item, secret=with_secret)
    assert len(found(person, "Intyg")) == expected


def test_broken_glass_finds_nothing_secret(secret, body):
    assert found(entitled(secret, "glass"), "Intyg") == set()


def test_the_title_of_an_item_with_something_secret_leads_to_no_other_paper(secret, item, body):
    beside = place(item, written("Ritning", title="Ritning"))
    drain()
    substitute = make_member(body, "ersattare")
    assert found(substitute, "Ritning") == {beside.pk}
    assert found(substitute, "Kvarnängen") == set()
    assert found(substitute, "planbesked") == {beside.pk}  # the neutral title


@pytest.mark.parametrize("on", ["version", "placement"])
def test_a_marking_acts_at_once_and_the_text_leaves_the_index(searching, placement, member, body, on):
    substitute = make_member(body, "ersattare")
    mark_secret(**{on: placement.version if on == "version" else placement})
    for _ in range(2):  # before and after the index knows
        for words in (WORD, TITLE, "Kvarnängen"):
            assert found(member, words) == set(), words
            assert found(substitute, words) == set(), words
        assert offered(member, "planbes") == set()
        drain()
    assert found(member, "Tjänsteskrivelse") == {placement.pk}  # its neutral title
    assert found(substitute, "Tjänsteskrivelse") == set()


def test_a_marking_on_one_placement_takes_the_text_from_the_others_too(searching, placement, body):
    elsewhere = place(make_item(make_meeting(make_body("Kommunstyrelsen"))), placement.version)
    reader = make_member(elsewhere.item.meeting.body)
    drain()
    assert found(reader, WORD) == {elsewhere.pk}
    mark_secret(placement=placement)
    for _ in range(2):
        assert found(reader, WORD) == set()
        drain()
    assert found(reader, TITLE) == {elsewhere.pk}  # there it is not secret


def test_a_lifted_marking_lets_it_be_found_again(secret, member):
    marking = secret.secrecy.get()
    marking.lifted_at = timezone.now()
    marking.save()
    drain()
    assert found(member, "Läkarintyg") == {secret.pk}
