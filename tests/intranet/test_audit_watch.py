"""What the log follows: sign-on and every change of rights."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupPagePermission,
    Page,
    PageViewRestriction,
)

from home.models import StandardPage
from intranet.access.models import Audience, CollectionAudience
from intranet.audit.models import Event
from intranet.audit.telling import tell, thing
from intranet.people.models import Appointment
from tests.factories import (
    PASSWORD,
    declare_audience,
    make_function,
    make_group,
    make_page,
    make_person,
    make_superuser,
    make_unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def last() -> Event:
    return Event.objects.latest("pk")


def told() -> tuple[str, str]:
    event = last()
    assert event.kind == Event.Kind.RIGHTS_CHANGED
    return thing(event), tell(event)


class TestSignOn:
    def test_is_followed_in_and_out(self, client):
        make_person("sara.nyberg")
        client.post(
            "/konto/logga-in/", {"login": "sara.nyberg", "password": PASSWORD}, REMOTE_ADDR="10.0.0.7"
        )
        event = last()
        assert (event.kind, event.actor_name, event.address) == (
            Event.Kind.SIGNED_IN,
            "sara.nyberg",
            "10.0.0.7",
        )
        client.post("/konto/logga-ut/")
        assert (last().kind, last().actor_name) == (Event.Kind.SIGNED_OUT, "sara.nyberg")

    def test_is_followed_when_it_fails(self, client):
        make_person("sara.nyberg")
        client.post("/konto/logga-in/", {"login": "Sara.Nyberg", "password": "hemligt-ord"})
        event = last()
        assert (event.kind, event.actor_name) == (Event.Kind.SIGN_IN_FAILED, "sara.nyberg")
        assert "hemligt-ord" not in str(vars(event))

    def test_does_not_keep_what_was_typed_as_an_unknown_user_name(self, client):
        """It may be a password in the wrong field."""
        client.post("/konto/logga-in/", {"login": "mitt-hemliga-losenord", "password": "x"})
        event = last()
        assert event.kind == Event.Kind.SIGN_IN_FAILED
        assert "mitt-hemliga-losenord" not in str(vars(event))


class TestGroups:
    def test_of_a_person_are_followed_from_either_side(self):
        person, group = make_person("sara.nyberg"), make_group("Redaktörer")
        person.groups.add(group)
        assert told() == ("sara.nyberg", "tillagd: grupper Redaktörer")
        person.groups.clear()
        assert told() == ("sara.nyberg", "borttagen: grupper Redaktörer")
        group.user_set.add(person)
        assert told() == ("sara.nyberg", "tillagd: grupper Redaktörer")
        group.user_set.set([])
        assert told() == ("sara.nyberg", "borttagen: grupper Redaktörer")

    def test_are_not_followed_where_nothing_changes(self):
        person = make_person("sara.nyberg", groups=("Redaktörer",))
        before = Event.objects.count()
        person.groups.add(Group.objects.get(name="Redaktörer"))
        assert Event.objects.count() == before

    def test_and_their_permissions_are_followed(self):
        group = make_group("Redaktörer")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        assert told() == ("Redaktörer", "tillagd: behörigheter wagtailadmin.access_admin")
        person = make_person("sara.nyberg")
        person.user_permissions.add(Permission.objects.get(codename="access_admin"))
        assert told() == ("sara.nyberg", "tillagd: behörigheter wagtailadmin.access_admin")

    def test_and_what_they_may_do_with_pages_is_followed(self):
        group, page = make_group("Redaktörer"), Page.objects.get(depth=1)
        granted = GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename="publish_page")
        )
        name, line = told()
        assert name == "Redaktörer"
        assert "wagtailcore.publish_page" in line
        granted.delete()
        assert told()[1].startswith("borttagen")


class TestPeople:
    @pytest.mark.parametrize(
        ("field", "word"), [("is_superuser", "superanvändare"), ("protected", "skyddade personuppgifter")]
    )
    def test_flags_are_followed(self, field, word):
        person = make_person("sara.nyberg")
        setattr(person, field, True)
        person.save()
        name, line = told()
        assert name == "sara.nyberg"
        assert line == f"ändrad: {word} nej → ja"
        assert last().detail["fields"] == {field: True}

    def test_are_no_event_when_they_come_or_sign_in(self):
        make_person("sara.nyberg", employed=False)
        assert not Event.objects.exists()

    def test_are_an_event_when_they_come_with_all_rights(self):
        make_superuser("rot.admin")
        assert told()[0] == "rot.admin"

    def test_employments_are_followed(self):
        person = make_person("sara.nyberg", make_unit(code="VOF-HT-NORR"))
        name, line = told()
        assert name == "sara.nyberg"
        assert line.startswith("tillagd: enhet VOF-HT-NORR, från 2020-01-01")
        employment = person.employments.get()
        employment.title = "Samordnare"
        employment.save()
        assert last().detail["change"] == "tillagd"  # a title is no right
        employment.end = date(2026, 10, 31)
        employment.save()
        assert told() == ("sara.nyberg", "ändrad: till och med – → 2026-10-31")
        employment.delete()
        assert told()[1].startswith("borttagen")

    def test_appointments_are_followed(self):
        person, stand_in = make_person("karin.ek"), make_person("jonas.frid")
        make_function("chef", make_unit(code="VOF-HT-NORR"), person)
        name, line = told()
        assert name == "chef@VOF-HT-NORR"
        assert line.startswith("tillagd: ")
        assert "person karin.ek" in line

        appointment = Appointment.objects.get()
        appointment.stand_in = stand_in
        appointment.save()
        assert told()[1] == "ändrad: ersättare – → jonas.frid"
        appointment.delete()
        assert told()[1].startswith("borttagen")


class TestPlaces:
    """Named by number: a title may be what is kept apart."""

    @pytest.fixture
    def page(self):
        return make_page(StandardPage(title="Hemlig varselplan", slug="hemlig"))

    def test_restrictions_of_pages_are_followed(self, page):
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="delat-losenord"
        )
        event = last()
        assert event.detail["fields"] == {"restriction_type": "password", "page": page.pk}
        restriction.restriction_type = PageViewRestriction.GROUPS
        restriction.save()
        restriction.groups.add(make_group("Ledning"))
        assert "tillagd: grupper Ledning" in told()[1]
        restriction.delete()
        rows = str(list(Event.objects.values()))
        assert "delat-losenord" not in rows
        assert "varselplan" not in rows

    def test_audiences_of_sections_are_followed(self, page):
        declare_audience(page, Audience.GROUPS, make_group("Ledning"))
        assert "tillagd: grupper Ledning" in told()[1]
        declare_audience(page, Audience.PUBLIC)
        assert Event.objects.filter(
            detail__before={"audience": "groups"}, detail__fields={"audience": "public"}
        )
        assert "varselplan" not in str(list(Event.objects.values()))

    def test_collections_are_followed(self):
        root = Collection.get_first_root_node()
        CollectionAudience.objects.create(collection=root, audience=Audience.PUBLIC)
        assert "målgrupp Alla, även utan inloggning" in told()[1]
        CollectionViewRestriction.objects.create(
            collection=root, restriction_type=CollectionViewRestriction.LOGIN
        )
        assert "begränsning Privat" in told()[1]


class TestWho:
    def test_is_known_for_a_change_made_in_the_admin(self, client):
        page = make_page(StandardPage(title="Rutiner", slug="rutiner"))
        client.force_login(make_superuser("rot.admin"))
        client.post(
            reverse("wagtailadmin_pages:set_privacy", args=[page.pk]),
            {"restriction_type": PageViewRestriction.LOGIN},
            REMOTE_ADDR="10.0.0.7",
        )
        event = Event.objects.get(object_kind="wagtailcore.pageviewrestriction")
        assert (event.actor_name, event.address) == ("rot.admin", "10.0.0.7")
