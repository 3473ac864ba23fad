"""Grants in the admin: given by the body's secretary for a reason and a time, taken back, never to oneself."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from extranet.access.rights import rights_of
from extranet.exceptions.models import Grant, Recusal
from extranet.meetings.models import AgendaItem
from intranet.access.viewer import viewer_of
from intranet.people.models import Person
from tests.extranet.admin_help import Town, day, text_of
from tests.extranet.make import make_item, make_meeting, mark_secret, place
from tests.factories import make_group, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OTHERS = ("administrator", "superuser", "other secretary", "member", "chair", "employee")
INDEX, ADD = "/admin/medgivanden/", "/admin/medgivanden/new/"
WHY = "Utreder ärendet åt nämnden"


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def item(town) -> AgendaItem:
    return make_item(make_meeting(town.board), neutral_title="Enskilt ärende", title="Om familjen Provsson")


def form(person: Person | None, what: str, **fields: Any) -> dict[str, Any]:
    who = {"person": person.pk} if person else {}
    return {**who, "what": what, "reason": WHY, "until": day(10).isoformat(), **fields}


def give(town: Town, name: str, data: dict[str, Any]) -> Any:
    return town.client(name).post(f"{ADD}?organ={town.board.pk}", data)


def reach(person: Person) -> Any:
    return rights_of(viewer_of(Person.objects.get(pk=person.pk))).reach


def test_the_secretary_lets_somebody_read_one_item_until_a_day(town, item):
    expert = make_person("sara.lind")
    assert item not in reach(expert)
    assert give(town, "secretary", form(expert, f"item:{item.pk}")).status_code == 302
    grant = Grant.objects.get()
    assert (grant.made_by, grant.item, grant.secret) == (town.people["secretary"], item, False)
    assert item in reach(expert)
    midnight = timezone.make_aware(datetime.combine(day(11), time()))
    assert item in rights_of(viewer_of(expert), midnight - timedelta(seconds=1)).reach
    after = rights_of(viewer_of(expert), midnight)
    assert item not in after.reach
    assert town.board.pk not in reach(expert).bodies


def test_a_meeting_a_body_and_a_group(town, item):
    circle, expert = make_group("Utredare"), make_person("sara.lind")
    expert.groups.add(circle)
    give(town, "secretary", form(None, f"meeting:{item.meeting_id}", group=circle.pk))
    assert reach(expert).meetings == {item.meeting_id}
    give(town, "secretary", form(expert, f"body:{town.board.pk}"))
    assert reach(expert).bodies == {town.board.pk}


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_gives_sees_or_takes_back(town, item, name):
    expert = make_person("sara.lind")
    give(town, "secretary", form(expert, f"item:{item.pk}"))
    grant = Grant.objects.get()
    give(town, name, form(town.people["member"], f"item:{item.pk}"))
    client = town.client(name)
    client.post(ADD, form(town.people["member"], f"item:{item.pk}"))
    assert Grant.objects.count() == 1
    for address in (INDEX, ADD, f"{ADD}?organ={town.board.pk}"):
        assert "Enskilt ärende" not in text_of(client.get(address, follow=True))
    revoke = reverse("grant_admin:revoke", args=[grant.pk])
    assert (
        client.get(revoke).status_code
        == client.get(revoke.replace(str(grant.pk), "99999")).status_code
        == 404
    )
    assert client.post(revoke).status_code == 404
    grant.refresh_from_db()
    assert grant.revoked_at is None


def test_what_is_offered_are_neutral_titles_of_ones_own_bodies(town, item):
    make_item(make_meeting(town.other), neutral_title="Bygglov")
    asked = text_of(town.client("secretary").get(ADD))
    assert "Enskilt ärende" in asked
    assert "familjen" not in asked
    assert "Bygglov" not in asked
    elsewhere = AgendaItem.objects.get(neutral_title="Bygglov")
    for what in (f"item:{elsewhere.pk}", f"body:{town.other.pk}", "item:99999", "body:", "matter:1"):
        said = text_of(give(town, "secretary", form(make_person(), what)))
        assert "Välj ett giltigt alternativ" in said or "inte ett av de tillgängliga" in said, what
    assert not Grant.objects.exists()


def test_nobody_gives_it_to_themselves_not_through_a_group_either(town, item):
    mine = make_group("Kansliet")
    town.people["secretary"].groups.add(mine)
    what = f"item:{item.pk}"
    for data in (form(town.people["secretary"], what), form(None, what, group=mine.pk)):
        said = text_of(give(town, "secretary", data))
        assert "Du kan inte ge dig själv rätt att läsa" in said
        assert WHY in said
    assert not Grant.objects.exists()


def test_what_does_not_fit_is_said_in_plain_words(town, item):
    expert, circle, what = make_person(), make_group("Utredare"), f"item:{item.pk}"
    for data, words in (
        (form(expert, what, until=day(400).isoformat()), "Högst ett år"),
        (form(expert, what, until=day(-1).isoformat()), "Dagen har varit"),
        (form(expert, what, until=""), "obligatoriskt"),
        (form(expert, what, reason="Bra att ha"[:7]), "minst tre ord"),
        (form(None, what), "Välj en person eller en grupp"),
        (form(expert, what, group=circle.pk), "inte båda"),
    ):
        said = text_of(give(town, "secretary", data))
        assert words in said or "måste fyllas i" in said, words
    assert not Grant.objects.exists()


def test_nobody_lets_others_read_secrets_that_they_may_not_read_themselves(town, item):
    mark_secret(placement=place(item))
    expert, what = make_person("sara.lind"), f"item:{item.pk}"
    Recusal.objects.create(person=town.people["secretary"], item=item)
    said = text_of(give(town, "secretary", form(expert, what, secret="on")))
    assert "Du får inte själv läsa" in said
    Recusal.objects.all().delete()
    assert give(town, "secretary", form(expert, what, secret="on")).status_code == 302
    assert item in rights_of(viewer_of(expert)).reach_secret


def test_it_is_taken_back_at_once_and_the_row_stays(town, item):
    expert = make_person("sara.lind")
    give(town, "secretary", form(expert, f"item:{item.pk}"))
    grant = Grant.objects.get()
    revoke = reverse("grant_admin:revoke", args=[grant.pk])
    client = town.client("secretary")
    assert revoke in text_of(client.get(INDEX))
    assert "Lind, Sara" in text_of(client.get(revoke))
    assert item in reach(expert)
    assert client.post(revoke).status_code == 302
    assert item not in reach(expert)
    assert "redan upphört" in text_of(client.post(revoke, follow=True))
    assert revoke not in text_of(client.get(INDEX))
    assert Grant.objects.filter(pk=grant.pk, revoked_at__isnull=False).exists()


def test_one_that_is_the_secretarys_own_is_anothers_to_take_back(town, item):
    group = make_group("Kansliet")
    Grant.objects.create(
        group=group, item=item, reason=WHY, expires=timezone.now() + timedelta(days=3), made_by=make_person()
    )
    town.people["secretary"].groups.add(group)
    client, revoke = town.client("secretary"), reverse("grant_admin:revoke", args=[Grant.objects.get().pk])
    assert client.post(revoke).status_code == 302
    assert Grant.objects.get().revoked_at is None


def test_protected_people_are_not_named_or_found(town, item):
    hidden = make_person("hulda.dold", protected=True)
    Grant.objects.create(
        person=hidden,
        item=item,
        reason=WHY,
        expires=timezone.now() + timedelta(days=3),
        made_by=make_person(),
    )
    client = town.client("secretary")
    assert "Skyddade personuppgifter" in text_of(client.get(INDEX))
    assert "hulda" not in text_of(client.get(INDEX)).lower()
    assert not client.get(f"{INDEX}?q=hulda").context["object_list"]
    give(town, "secretary", form(hidden, f"item:{item.pk}"))
    assert Grant.objects.count() == 1
