"""Those who lead a body are told of each change of who may read there, but not of their own; and see it on one page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from extranet.exceptions.models import Grant
from extranet.mandates.models import Mandate
from intranet.notices.models import Notice
from intranet.people.models import Person
from tests.extranet.admin_help import Town, add_mandate, day, text_of
from tests.extranet.make import make_item, make_mandate, make_meeting
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PAGE = "/sammantraden/organ/socialnamnden/insyn/"


@pytest.fixture
def town() -> Town:
    return Town()


def told(town: Town) -> list[str]:
    names = {person.pk: name for name, person in town.people.items()}
    return sorted(names[pk] for pk in Notice.objects.values_list("person", flat=True))


def test_each_change_of_a_mandate_is_told_to_the_chair_alone(town):
    client, newcomer = town.client("secretary"), make_person("sara.lind", employed=False)
    add_mandate(client, town.board, newcomer)
    assert told(town) == ["chair"]
    mandate = newcomer.mandates.get()
    client.post(reverse("mandate_admin:edit", args=[mandate.pk]), {"constituency": "Norra", "order": 0})
    client.post(reverse("mandate_admin:end", args=[mandate.pk]), {"end": day(0).isoformat()})
    assert told(town) == ["chair"] * 3
    coming = make_mandate(make_person(employed=False), town.board, start=day(3))
    client.post(reverse("mandate_admin:delete", args=[coming.pk]))
    assert told(town) == ["chair"] * 4
    client.post(reverse("mandate_admin:edit", args=[mandate.pk]), {"constituency": "Norra", "order": 0})
    assert told(town) == ["chair"] * 4  # nothing was changed


def test_the_chairs_own_is_told_to_the_vice_chair(town):
    end = reverse("mandate_admin:end", args=[town.mandate("chair").pk])
    town.client("secretary").post(end, {"end": day(5).isoformat()})
    assert told(town) == ["vice"]


def test_what_the_chair_does_as_secretary_is_told_to_the_vice_chair(town):
    make_mandate(town.people["chair"], town.board, "sekreterare")
    add_mandate(town.client("chair"), town.board, make_person("sara.lind", employed=False))
    assert told(town) == ["vice"]


def test_without_a_chair_it_is_the_vice_chairs(town):
    Mandate.objects.filter(person=town.people["chair"]).update(end=day(-1))
    add_mandate(town.client("administrator"), town.board, make_person("sara.lind", employed=False))
    assert told(town) == ["vice"]


def test_grants_are_told_when_given_and_taken_back(town):
    item = make_item(make_meeting(town.board), neutral_title="Enskilt ärende", published=False)
    sent = {
        "person": make_person("sara.lind").pk,
        "what": f"item:{item.pk}",
        "reason": "Utreder ärendet åt nämnden",
    }
    client = town.client("secretary")
    client.post(f"/admin/medgivanden/new/?organ={town.board.pk}", {**sent, "until": day(3).isoformat()})
    assert told(town) == ["chair"]
    page = text_of(town.client("chair").get(PAGE))
    assert "Utreder ärendet åt nämnden" in page
    assert "Sara Lind" in page
    assert "Enskilt ärende" not in page  # it is not published yet
    client.post(reverse("grant_admin:revoke", args=[Grant.objects.get().pk]))
    assert told(town) == ["chair"] * 2


def test_the_page_is_for_those_who_lead_the_body_and_missing_for_all_others(town):
    for name in ("chair", "vice"):
        assert town.client(name).get(PAGE).status_code == 200
    missing = text_of(town.client("member").get("/sammantraden/organ/finns-inte/insyn/"))
    for name in ("administrator", "secretary", "other secretary", "superuser", "member", "employee"):
        assert town.client(name).get(PAGE).status_code == 404, name
    assert text_of(town.client("member").get(PAGE)).replace("socialnamnden", "finns-inte") == missing
    Mandate.objects.filter(person=town.people["chair"]).update(end=day(-1))
    assert town.client("chair").get(PAGE).status_code == 404


def test_the_notice_leads_there_names_nobody_and_is_read_by_opening_the_page(town):
    add_mandate(town.client("secretary"), town.board, make_person("sara.lind", employed=False))
    client = town.client("chair")
    inbox = text_of(client.get(reverse("notices")))
    assert "Socialnämnden" in inbox
    assert "Sara" not in inbox
    notice = Notice.objects.get()
    assert client.get(reverse("notice", args=[notice.pk])).url == PAGE
    Notice.objects.update(seen_at=None)
    assert "Sara Lind" in text_of(client.get(PAGE))
    assert not Notice.objects.unread().exists()


def test_a_chair_who_is_one_no_longer_is_told_nothing_of_what_came_before(town):
    add_mandate(town.client("secretary"), town.board, make_person("sara.lind", employed=False))
    Mandate.objects.filter(person=town.people["chair"]).update(end=day(-1))
    assert "Socialnämnden" not in text_of(town.client("chair").get(reverse("notices")))


def test_protected_people_are_not_named(town):
    make_mandate(make_person("hulda.dold", employed=False, protected=True), town.board)
    page = text_of(town.client("chair").get(PAGE))
    assert "Skyddade personuppgifter" in page
    assert "Hulda" not in page
    Person.objects.filter(username="hulda.dold").update(protected=False)
    assert "Hulda Dold" in text_of(town.client("chair").get(PAGE))


def test_what_ended_long_ago_is_not_shown(town):
    make_mandate(make_person("olof.gran", employed=False), town.board, start=day(-900), end=day(-400))
    assert "Olof Gran" not in text_of(town.client("chair").get(PAGE))
