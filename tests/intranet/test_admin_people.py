"""People, functions and the organisation in the admin."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from home.models import StandardPage
from home.roles import ADMINISTRATORS, PROTECTED_HANDLERS, ensure_roles
from intranet.access.models import Audience
from intranet.organisation.models import Unit, Workplace
from intranet.people.models import Appointment, Employment, Person
from tests.factories import (
    make_employment,
    make_function,
    make_home,
    make_organisation,
    make_page,
    make_person,
    make_superuser,
    make_unit,
)

pytestmark = pytest.mark.django_db

TODAY = date.today().isoformat()


@pytest.fixture(autouse=True)
def _roles():
    make_home()
    ensure_roles()


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def administrator() -> Client:
    return client_of(make_person("sys.admin", groups=(ADMINISTRATORS,)))


@pytest.fixture
def handler() -> Client:
    return client_of(make_person("reg.handlaggare", groups=(PROTECTED_HANDLERS,)))


def rows(*filled: dict, initial: int = 0) -> dict:
    data = {"rows-TOTAL_FORMS": str(len(filled)), "rows-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(filled):
        data |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return data


def employment(unit: Unit, **fields) -> dict:
    return {
        "title": "Undersköterska",
        "unit": unit.pk,
        "share": "75",
        "start": TODAY,
        "primary": "on",
    } | fields


def person_form(**fields) -> dict:
    return {
        "first_name": "Vera",
        "last_name": "Vikarie",
        "username": "vera.vikarie",
        "is_active": "on",
    } | fields


ADD, LIST = "wagtailusers_users:add", "wagtailusers_users:index"


def edit(person: Person) -> str:
    return reverse("wagtailusers_users:edit", args=[person.pk])


def test_a_person_is_put_up_without_email_and_without_password_with_two_employments(administrator):
    north, south = make_unit("Norr"), make_unit("Söder")
    data = person_form() | rows(employment(north), employment(south, primary="", share="25"))
    answer = administrator.post(reverse(ADD), data)
    assert answer.status_code == 302, answer.context["form"].errors
    vera = Person.objects.get(username="vera.vikarie")
    assert vera.email == ""
    assert not vera.has_usable_password()
    assert [(e.unit, e.primary) for e in vera.employments.all()] == [(north, True), (south, False)]
    form = administrator.get(edit(vera)).content.decode()
    assert "Undersköterska" in form
    assert "password" not in form


def test_two_primary_employments_at_once_are_refused(administrator):
    data = person_form() | rows(employment(make_unit("Norr")), employment(make_unit("Söder")))
    answer = administrator.post(reverse(ADD), data)
    assert "Bara en anställning i taget" in answer.content.decode()
    assert not Person.objects.filter(username="vera.vikarie").exists()


def test_an_employment_is_ended_and_another_added_on_the_persons_page(administrator):
    old, new = make_unit("Gamla"), make_unit("Nya")
    vera = make_person("vera.vikarie", unit=old)
    first = vera.employments.get()
    ended = employment(old, id=first.pk, title=first.title, start="2020-01-01", end="2020-12-31", share="100")
    data = person_form() | rows(ended, employment(new), initial=1)
    assert administrator.post(edit(vera), data).status_code == 302
    assert [(e.unit, e.end) for e in vera.employments.order_by("start")] == [
        (old, date(2020, 12, 31)),
        (new, None),
    ]


def test_the_list_is_searched_and_filtered_by_unit_with_those_below(administrator):
    above = make_unit("Hemtjänst")
    make_person("norra.anna", unit=make_unit("Norr", parent=above))
    make_person("annan.bertil")
    shown = administrator.get(reverse(LIST), {"unit": above.pk}).content.decode()
    assert "norra.anna" in shown
    assert "annan.bertil" not in shown
    assert "annan.bertil" in administrator.get(reverse(LIST), {"q": "bertil"}).content.decode()


class Protected:
    """A protected person who holds a function, is a stand-in and has written a page."""

    def __init__(self) -> None:
        self.person = make_person(
            "gomd.hemligsson", protected=True, first_name="Gömd", last_name="Hemligsson"
        )
        self.open = make_person("oppen.person")
        self.function = make_function("rutinagare", holder=self.person)
        self.other = make_function("chef", holder=self.open, stand_in=self.person)
        home = make_home()
        home.owner = self.person
        home.save()
        home.save_revision(user=self.person, log_action=True)


ADDRESSES = [
    "/admin/users/",
    "/admin/users/?q=Hemligsson",
    "/admin/users/results/",
    "/admin/person_chooser/",
    "/admin/person_chooser/results/?q=Hemligsson",
    "/admin/funktioner/",
    "/admin/funktioner/edit/{function}/",
    "/admin/funktioner/edit/{other}/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/pages/{home}/",
    "/admin/pages/{home}/history/",
    "/admin/pages/{home}/edit/",
    "/admin/",
]


def test_a_protected_person_is_nowhere_in_the_admin_for_others_whatever_their_rank(administrator):
    hidden = Protected()
    ids = {"function": hidden.function.pk, "other": hidden.other.pk, "home": make_home().pk}
    for client in (administrator, client_of(make_superuser())):
        for address in ADDRESSES:
            shown = client.get(address.format(**ids))
            assert shown.status_code == 200, address
            text = shown.content.decode().replace("q=Hemligsson", "").replace('value="Hemligsson"', "")
            for secret in ("gomd.hemligsson", "Gömd"):
                assert secret not in text, address
        for address in (edit(hidden.person), f"/admin/person_chooser/chosen/{hidden.person.pk}/"):
            missing = client.get(address.replace(str(hidden.person.pk), "999999"))
            refused = client.get(address)
            assert (refused.status_code, refused.content) == (404, missing.content)
        assert client.get(f"/admin/person_chooser/chosen-multiple/?id={hidden.person.pk}").status_code == 404
        assert client.get(f"/admin/bulk/people/person/delete/?id={hidden.person.pk}").status_code == 404
        assert client.post(edit(hidden.person), person_form()).status_code == 404
    hidden.person.refresh_from_db()
    assert hidden.person.first_name == "Gömd"


def test_a_named_handler_finds_and_changes_a_protected_person(handler):
    hidden = Protected()
    assert "gomd.hemligsson" in handler.get(reverse(LIST)).content.decode()
    assert "Gömd" in handler.get(edit(hidden.person)).content.decode()
    first = hidden.person.employments.get()
    data = person_form(first_name="Gömd", last_name="Nyttnamn", username="gomd.hemligsson", protected="on")
    row = employment(first.unit, id=first.pk, title=first.title, start="2020-01-01", share="100")
    assert handler.post(edit(hidden.person), data | rows(row, initial=1)).status_code == 302
    hidden.person.refresh_from_db()
    assert (hidden.person.last_name, hidden.person.protected) == ("Nyttnamn", True)


def test_a_functions_page_keeps_the_appointments_that_it_does_not_show(administrator):
    hidden = Protected()
    url = reverse("function_admin:edit", args=[hidden.function.pk])
    assert "1 visas inte" in administrator.get(url).content.decode()
    fields = {"kind": hidden.function.kind_id, "unit": hidden.function.unit_id, "title": "Rutinansvarig"}
    row = {"person": hidden.open.pk, "start": TODAY}
    assert administrator.post(url, fields | rows(row)).status_code == 302
    assert set(Appointment.objects.filter(function=hidden.function).values_list("person", flat=True)) == {
        hidden.person.pk,
        hidden.open.pk,
    }


def test_a_stand_in_who_is_protected_stays_when_somebody_else_saves(administrator):
    hidden = Protected()
    url = reverse("function_admin:edit", args=[hidden.other.pk])
    standing = hidden.other.appointments.get()
    row = {
        "id": standing.pk,
        "person": hidden.open.pk,
        "stand_in": hidden.person.pk,
        "start": "2020-01-01",
        "end": "2030-12-31",
    }
    fields = {"kind": hidden.other.kind_id, "unit": hidden.other.unit_id, "title": ""}
    assert administrator.post(url, fields | rows(row, initial=1)).status_code == 302
    standing.refresh_from_db()
    assert (standing.stand_in, standing.end) == (hidden.person, date(2030, 12, 31))


def test_a_protected_person_cannot_be_appointed_by_guessing_their_number(administrator):
    hidden = Protected()
    url = reverse("function_admin:edit", args=[hidden.other.pk])
    fields = {"kind": hidden.other.kind_id, "unit": hidden.other.unit_id, "title": ""}
    standing = hidden.other.appointments.get()
    kept = {"id": standing.pk, "person": hidden.open.pk, "stand_in": hidden.person.pk, "start": "2020-01-01"}
    guessed = {"person": hidden.person.pk, "start": TODAY}
    assert administrator.post(url, fields | rows(kept, guessed, initial=1)).status_code == 200
    assert hidden.other.appointments.count() == 1


def test_changing_a_person_leaves_no_name_in_wagtails_log(handler):
    hidden = Protected()
    data = person_form(protected="on")
    handler.post(reverse(ADD), data | rows(employment(make_unit("Norr"))))
    assert Person.objects.get(username="vera.vikarie").protected
    assert not ModelLogEntry.objects.filter(content_type__model="person").exists()
    assert not ModelLogEntry.objects.filter(label__icontains=hidden.person.last_name).exists()


def test_nobody_gives_rights_to_themselves_and_administrators_make_no_superusers(administrator):
    me = Person.objects.get(username="sys.admin")
    mine = administrator.get(edit(me)).content.decode()
    assert 'name="groups"' not in mine
    other = make_person("annan.person")
    theirs = administrator.get(edit(other)).content.decode()
    assert 'name="groups"' in theirs
    assert 'name="is_superuser"' not in theirs
    first = other.employments.get()
    row = employment(first.unit, id=first.pk, start="2020-01-01", share="100")
    data = person_form(username=other.username, is_superuser="on") | rows(row, initial=1)
    assert administrator.post(edit(other), data).status_code == 302
    other.refresh_from_db()
    assert not other.is_superuser


def test_a_superuser_is_changed_by_superusers_only(administrator):
    root = make_superuser("rot.anvandare")
    assert administrator.post(edit(root), person_form(email="x@y.example")).status_code == 302
    root.refresh_from_db()
    assert root.email == ""


def test_a_unit_is_made_below_another_and_keeps_its_place_by_name(administrator):
    above = make_unit("Hemtjänst")
    for name in ("Söder", "Norr"):
        data = {"parent": above.pk, "name": name, "code": f"HT-{name}", "kind": "enhet", "active": "on"}
        answer = administrator.post(reverse("unit_admin:add"), data)
        assert answer.status_code == 302, answer.context["form"].errors
    above.refresh_from_db()
    assert [unit.name for unit in above.get_children()] == ["Norr", "Söder"]
    north = above.get_children()[0]
    data = {"name": "Öster", "code": north.code, "kind": "enhet", "active": "on"}
    assert administrator.post(reverse("unit_admin:edit", args=[north.pk]), data).status_code == 302
    above.refresh_from_db()
    assert [unit.name for unit in above.get_children()] == ["Söder", "Öster"]


def test_a_unit_without_one_above_must_be_a_legal_entity(administrator):
    data = {"name": "Lös", "code": "LOS", "kind": "enhet", "active": "on"}
    answer = administrator.post(reverse("unit_admin:add"), data)
    assert "måste vara en juridisk person" in answer.content.decode()
    assert not Unit.objects.filter(code="LOS").exists()


def test_a_unit_is_moved_after_confirmation_with_all_below_it(administrator):
    old, new = make_unit("Gamla"), make_unit("Nya")
    unit = make_unit("Hemtjänst", parent=old)
    leaf = make_unit("Norr", parent=unit)
    url = reverse("unit_admin:move", args=[unit.pk])
    asked = administrator.post(url, {"parent": new.pk})
    assert "1 enhet under den följer med" in asked.content.decode()
    unit.refresh_from_db()
    assert unit.get_parent() == old
    assert administrator.post(url, {"parent": new.pk, "confirm": "1"}).status_code == 302
    leaf.refresh_from_db()
    assert leaf.is_descendant_of(Unit.objects.get(pk=new.pk))


def test_a_unit_is_not_moved_below_itself(administrator):
    unit = make_unit("Hemtjänst")
    leaf = make_unit("Norr", parent=unit)
    answer = administrator.post(
        reverse("unit_admin:move", args=[unit.pk]), {"parent": leaf.pk, "confirm": "1"}
    )
    assert "under sig själv" in answer.content.decode()


def test_what_is_used_is_not_deleted_and_what_is_not_may_be(administrator):
    used, unused = make_unit("Använd"), make_unit("Oanvänd")
    Workplace.objects.create(code="A", name="Arbetsplats", unit=used)
    answer = administrator.post(reverse("unit_admin:delete", args=[used.pk]), follow=True)
    assert "Finns kvar" in " ".join(str(m) for m in answer.context["messages"])
    administrator.post(reverse("unit_admin:delete", args=[unused.pk]))
    assert list(Unit.objects.filter(pk__in=[used.pk, unused.pk])) == [used]


def test_a_persons_employments_stay_when_another_person_is_saved(administrator):
    other = make_person("annan.person")
    make_employment(other, make_unit("Söder"))
    administrator.post(reverse(ADD), person_form() | rows(employment(make_unit("Norr"))))
    assert Employment.objects.filter(person=other).count() == 2


def test_administrators_do_not_decide_what_a_group_may_do(administrator):
    assert administrator.get("/admin/groups/").status_code == 302


def test_the_account_page_does_not_change_name_or_picture(administrator):
    shown = administrator.get("/admin/account/")
    assert shown.status_code == 200
    text = shown.content.decode()
    for name in ("name_email-first_name", "avatar-avatar", "password-new_password1"):
        assert name not in text
    administrator.post("/admin/account/", {"name_email-first_name": "Ny", "name_email-last_name": "Namn"})
    assert Person.objects.get(username="sys.admin").first_name != "Ny"


def test_a_renamed_legal_entity_takes_its_place_among_the_others(administrator):
    first, second = make_organisation("AA", "Avfallsbolaget"), make_organisation("BB", "Bostadsbolaget")
    form = {"name": "Östra avfallsbolaget", "code": "AA", "kind": "organisation", "active": "on"}
    response = administrator.post(
        reverse("unit_admin:edit", args=[first.pk]), {**form, "organisation": str(first.organisation_id)}
    )
    assert response.status_code == 302
    roots = list(Unit.get_root_nodes().values_list("code", flat=True))
    assert roots.index("AA") > roots.index(second.code)


def test_a_group_that_does_not_exist_is_an_error_in_the_form(administrator):
    page = make_page(StandardPage(title="Sida", slug="sida"))
    response = administrator.post(
        reverse("section_audience:add"), {"page": page.pk, "audience": Audience.GROUPS, "groups": ["999999"]}
    )
    assert response.status_code == 200
    assert "groups" in response.context["form"].errors
