"""The order of parties in the admin: entered by those who give roles, and followed when a substitute is called."""

from __future__ import annotations

import pytest
from django.urls import reverse

from extranet.attendance.answers import Answer
from extranet.attendance.models import PartyOrder
from tests.extranet.admin_help import Town, text_of
from tests.extranet.test_attendance_calling import Place

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_what_is_entered_is_the_order_in_which_substitutes_are_called():
    client, place = Town().client("administrator"), Place()
    PartyOrder.objects.all().delete()
    form = {"party": place.m.pk, "calls": place.s.pk, "order": 1, "body": place.body.pk}
    assert client.post(reverse("party_order_admin:add"), form).status_code == 302
    assert "M: 1. S" in text_of(client.get(reverse("party_order_admin:index")))
    place.says(place.third, Answer.ABSENT)
    place.says(place.maria, Answer.ABSENT)
    assert [name for _absent, name, _state in place.called()] == ["forsta"]


def test_what_cannot_be_is_said_in_words():
    client, place = Town().client("administrator"), Place()
    own = {"party": place.s.pk, "calls": place.s.pk, "order": 1, "body": ""}
    assert "det egna kallas alltid först" in text_of(client.post(reverse("party_order_admin:add"), own))
    again = {**own, "calls": place.m.pk}
    assert "Partiet står redan i den ordningen" in text_of(
        client.post(reverse("party_order_admin:add"), again)
    )
    assert PartyOrder.objects.count() == 1


@pytest.mark.parametrize("name", ["secretary", "superuser", "member", "chair", "employee"])
def test_nobody_else_changes_it(name):
    client, place = Town().client(name), Place()
    (row,) = PartyOrder.objects.all()
    client.post(
        reverse("party_order_admin:add"), {"party": place.m.pk, "calls": place.s.pk, "order": 1, "body": ""}
    )
    for view in ("edit", "delete"):
        address = reverse(f"party_order_admin:{view}", args=[row.pk])
        assert client.get(address).status_code == client.post(address, {}).status_code == 404
    assert list(PartyOrder.objects.all()) == [row]
