"""Who answers for a text is shown by name to those who may be shown the person, and as a function to others."""

from __future__ import annotations

import pytest

from intranet.access.models import Audience
from tests.factories import (
    PASSWORD,
    declare_audience,
    make_function,
    make_group,
    make_person,
    make_unit,
)
from tests.home.knowledge import make_index, make_routine

pytestmark = pytest.mark.django_db

PHONE = "0491-555 01 23"


@pytest.fixture
def readers(client):
    """Sign in as an employee, as a handler of protected persons, or as nobody."""
    make_group("Handläggare", "access.handle_protected")
    make_person("amina.lund")
    make_person("hanna.handlare", groups=("Handläggare",))

    def sign_in(username: str):
        client.logout()
        if username:
            assert client.login(username=username, password=PASSWORD)
        return client

    return sign_in


@pytest.fixture
def owner(request):
    return make_person("vera.holm", protected=request.param, phone=PHONE)


@pytest.mark.parametrize(
    ("owner", "reader", "shown"),
    [
        (False, "", False),
        (False, "amina.lund", True),
        (False, "hanna.handlare", True),
        (True, "", False),
        (True, "amina.lund", False),
        (True, "hanna.handlare", True),
    ],
    indirect=["owner"],
)
@pytest.mark.parametrize("place", ["owner", "contact"])
def test_a_public_text_names_people_to_those_only_who_may_see_them(readers, owner, reader, shown, place):
    function = make_function("rutinagare", make_unit("Hälso- och sjukvård"), owner)
    index = make_index()
    declare_audience(index, Audience.PUBLIC)
    contact = {"type": "contact", "value": {"function": function.pk, "text": "Ring vid frågor."}}
    fields = {"owner_function": function} if place == "owner" else {"body": [contact]}
    page = make_routine("Öppen rutin", **fields)
    response = readers(reader).get(page.url)
    assert response.status_code == 200
    body = response.content.decode()
    assert ("Vera Holm" in body) == shown
    assert (owner.get_absolute_url() in body) == shown
    if place == "contact":
        assert (PHONE in body) == shown
    assert str(function) in body


@pytest.mark.parametrize(
    ("protected", "handles", "shown"), [(False, False, True), (True, False, False), (True, True, True)]
)
def test_the_button_that_rings_ones_manager_asks_the_same_rule(client, protected, handles, shown):
    unit = make_unit("Hemtjänst Norr")
    make_function("chef", unit, make_person("vera.holm", unit, protected=protected, phone=PHONE))
    make_group("Handläggare", "access.handle_protected")
    reader = make_person("amina.lund", unit, groups=("Handläggare",) if handles else ())
    assert client.login(username=reader.username, password=PASSWORD)
    body = client.get(make_routine().url).content.decode()
    assert ("Ring min chef: Vera Holm" in body) == shown
