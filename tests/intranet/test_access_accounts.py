"""Nobody gets their hands on an account, or hands out a role, that can do more than their own."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from home.roles import ensure_roles
from intranet.access.accounts import grantable, may_open, stronger_than
from intranet.access.viewer import viewer_of
from intranet.people.models import Person
from intranet.signon.issuing import may_issue
from tests.factories import PASSWORD, make_home, make_person, make_superuser

pytestmark = pytest.mark.django_db
ADMINISTRATORS = "Systemadministratörer"


@pytest.fixture
def people():
    make_home()
    ensure_roles()
    handlers = Group.objects.get(permissions__codename="handle_protected")
    made = {
        "employee": make_person("anstalld"),
        "administrator": make_person("olle.sysadm"),
        "handler": make_person("hanna.reg"),
        "superuser": make_superuser("root.super"),
    }
    made["administrator"].groups.add(Group.objects.get(name=ADMINISTRATORS))
    made["handler"].groups.add(handlers)
    return {name: Person.objects.get(pk=person.pk) for name, person in made.items()}


def test_who_may_open_whose_account(people):
    allowed = {
        (giver, person)
        for giver in people
        for person in people
        if giver != person and may_open(people[giver], people[person])
    }
    assert allowed == {
        ("administrator", "employee"),
        ("handler", "employee"),
        ("superuser", "employee"),
        ("superuser", "administrator"),
        ("superuser", "handler"),
    }
    for giver in people.values():
        stronger = set(stronger_than(giver).values_list("pk", flat=True))
        assert stronger == {p.pk for p in people.values() if not may_open(giver, p)}


@pytest.mark.parametrize("target", ["superuser", "handler"])
def test_an_administrator_hands_no_code_to_a_stronger_account(people, client, target):
    giver = people["administrator"]
    assert not may_issue(viewer_of(giver), people[target])
    client.login(username=giver.username, password=PASSWORD)
    assert client.post(f"/konto/engangskod/{people[target].pk}/").status_code == 404
    assert may_issue(viewer_of(giver), people["employee"])


def test_a_handler_does_not_redirect_an_administrators_mail(people, client):
    client.login(username="hanna.reg", password=PASSWORD)
    target = people["administrator"]
    client.post(f"/admin/users/edit/{target.pk}/", {"email": "hanna@kompasskoping.example"})
    target.refresh_from_db()
    assert target.email == ""


def test_roles_that_one_lacks_are_not_ones_to_give(people):
    powerful = Group.objects.get(permissions__codename="handle_protected")
    assert powerful not in grantable(people["administrator"])
    assert Group.objects.get(name=ADMINISTRATORS) in grantable(people["administrator"])
    assert powerful in grantable(people["superuser"])
