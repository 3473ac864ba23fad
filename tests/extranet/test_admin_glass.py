"""Breaking the glass: by administrators and superusers alone, for a stated reason, two hours, and told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from extranet.access import items
from extranet.access.rights import rights_of
from extranet.exceptions.models import BreakGlass
from intranet.access.viewer import viewer_of
from intranet.audit.models import Event
from intranet.notices.models import Notice
from intranet.people.models import Person
from tests.extranet.admin_help import Town, text_of
from tests.extranet.make import make_item, make_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.database]

INDEX, ADD = "/admin/nodatkomst/", "/admin/nodatkomst/new/"
WHY = "Sammanträdet börjar och filen öppnas inte"


@pytest.fixture
def town() -> Town:
    return Town()


def sent(town: Town, **fields) -> dict:
    return {"body": town.board.pk, "reason": WHY, "sure": "on", **fields}


def reads(town: Town, name: str, later: timedelta = timedelta()) -> bool:
    item = make_item(make_meeting(town.board))
    viewer = viewer_of(Person.objects.get(pk=town.people[name].pk))
    return items.is_known_to(rights_of(viewer, timezone.now() + later), item)


@pytest.mark.parametrize("name", ["administrator", "superuser"])
def test_they_read_for_two_hours_it_is_logged_and_the_chair_is_told(town, name):
    client = town.client(name)
    assert not reads(town, name)
    asked = text_of(client.get(ADD))
    assert "ordförande får genast veta" in asked
    assert client.post(ADD, sent(town)).status_code == 302
    assert reads(town, name)
    assert not reads(town, name, timedelta(hours=2, minutes=1))
    assert Event.objects.filter(object_kind="extranet.breakglass", actor_id=town.people[name].pk).exists()
    assert Notice.objects.filter(person=town.people["chair"], kind="body-glass-broken").count() == 1
    assert WHY in text_of(client.get(INDEX))
    chair = town.client("chair")
    page = text_of(chair.get("/sammantraden/organ/socialnamnden/insyn/"))
    assert WHY in page
    assert str(town.people[name]) in page


@pytest.mark.parametrize("name", ["secretary", "other secretary", "member", "chair", "employee"])
def test_nobody_else_can(town, name):
    client = town.client(name)
    client.post(ADD, sent(town))
    assert not BreakGlass.objects.exists()
    assert client.get(ADD).status_code == client.get(INDEX).status_code == 302


def test_without_a_reason_or_without_having_read_what_happens_nothing_is_opened(town):
    for fields, words in (
        ({"reason": ""}, "obligatoriskt"),
        ({"reason": "Test"}, "minst tre ord"),
        ({"sure": ""}, "Kryssa i rutan"),
    ):
        said = text_of(town.client("administrator").post(ADD, sent(town, **fields)))
        assert words in said or "måste fyllas i" in said, words
    assert not BreakGlass.objects.exists()


def test_nobody_sees_anothers(town):
    town.client("administrator").post(ADD, sent(town))
    assert WHY not in text_of(town.client("superuser").get(INDEX))


def test_it_cannot_be_given_to_another_or_made_longer(town):
    far = (timezone.now() + timedelta(days=9)).isoformat()
    data = sent(town, person=town.people["employee"].pk, expires=far, begun_at=far)
    town.client("administrator").post(ADD, data)
    glass = BreakGlass.objects.get()
    assert glass.person == town.people["administrator"]
    assert glass.expires - glass.begun_at == timedelta(hours=2)
