"""Index pages, the directory and units: filtered by the address, trimmed, a page at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from home.knowledge.decision import withdraw
from intranet.subjects.models import Subject
from tests.factories import (
    PASSWORD,
    make_employment,
    make_function,
    make_home,
    make_person,
    make_unit,
)
from tests.home.knowledge import make_draft, make_index, make_routine

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def unit():
    return make_unit("Hemtjänst Norr", code="VOF-HT-NORR")


@pytest.fixture
def reader(client, unit):
    make_home()
    person = make_person("amina.lund", unit)
    assert client.login(username=person.username, password=PASSWORD)
    return client


def titles(client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    return [item["title"] for item in response.context["items"]]


def for_units(page, *units):
    page.units.set(units)
    page.save()
    return page


def test_the_list_shows_what_applies_and_what_will_but_neither_drafts_nor_what_is_withdrawn(reader):
    make_routine("Gäller")
    make_routine("Kommer", TODAY + timedelta(days=5)).get_latest_revision().publish()
    make_draft("Utkast")
    withdraw(make_routine("Upphävd"), by=None, reason="Skäl")
    assert titles(reader, "/rutiner/") == ["Gäller", "Kommer"]
    assert titles(reader, "/rutiner/?tillstand=har-gällt") == ["Upphävd"]
    assert titles(reader, "/rutiner/?tillstand=kommande") == ["Kommer"]


def test_filters_by_unit_subject_kind_and_word_combine(reader, unit):
    school = make_unit("Skolan", code="BUF-GRS")
    subject = Subject.objects.create(slug="personal", name="Personal")
    for_units(make_routine("Nycklar"), unit)
    for_units(make_routine("Frånvaro"), school)
    everybody = make_routine("Semester", knowledge_kind="riktlinje")
    everybody.subjects.set([subject])
    everybody.save()
    assert titles(reader, "/rutiner/?enhet=min") == ["Nycklar", "Semester"]
    assert titles(reader, "/rutiner/?enhet=BUF-GRS") == ["Frånvaro", "Semester"]
    assert titles(reader, "/rutiner/?amne=personal") == ["Semester"]
    assert titles(reader, "/rutiner/?slag=riktlinje&enhet=min") == ["Semester"]
    assert titles(reader, "/rutiner/?q=nyck") == ["Nycklar"]
    assert titles(reader, "/rutiner/?q=nyckeln") == ["Nycklar"]
    assert titles(reader, "/rutiner/?q=finns-inte") == []
    # A value that does not exist is told, and does not break the page.
    response = reader.get("/rutiner/?amne=okänt&enhet=NIX&sida=999")
    assert response.status_code == 200
    assert response.context["filter_form"].errors


@pytest.mark.parametrize("size", [3, 45])
def test_an_index_costs_few_queries_whatever_the_amount(reader, unit, size, django_assert_max_num_queries):
    for number in range(size):
        for_units(make_routine(f"Rutin {number:03}"), unit)
    reader.get("/rutiner/")
    with django_assert_max_num_queries(15 + 8):
        response = reader.get("/rutiner/")
    assert response.context["total"] == size
    assert len(response.context["items"]) == min(size, 20)


def test_the_directory_finds_by_name_title_and_unit_and_pages(reader, unit):
    nurse = make_person("karin.ek", make_unit("Åvallen", parent=unit), title="Sjuksköterska")
    gone = make_person("olle.gammal", employed=False)
    make_employment(gone, unit, end=TODAY - timedelta(days=1))

    def names(path: str) -> list[str]:
        return [str(entry.person) for entry in reader.get(path).context["people"]]

    assert names("/kollegor/?q=kar") == ["Karin Ek"]
    assert names("/kollegor/?q=sjuksk") == ["Karin Ek"]
    assert "Karin Ek" in names("/kollegor/?enhet=VOF-HT-NORR")
    assert "Olle Gammal" not in names("/kollegor/")
    assert names("/kollegor/?q=finnsinte") == []
    page = reader.get(nurse.get_absolute_url())
    assert "Sjuksköterska" in page.content.decode()


def test_a_protected_person_is_nowhere_for_colleagues(reader, unit):
    hidden = make_person("vera.dold", unit, protected=True)
    function = make_function("rutinagare", unit, hidden)
    page = make_routine("Rutin med dold ägare", owner_function=function)
    for path in (
        "/kollegor/",
        "/kollegor/?q=vera",
        unit.get_absolute_url(),
        page.url,
        "/",
        "/enheter/",
    ):
        body = reader.get(path).content.decode()
        assert "Vera" not in body, path
        assert f"/kollegor/{hidden.pk}/" not in body, path
    missing = reader.get("/kollegor/999999/")
    assert reader.get(hidden.get_absolute_url()).status_code == missing.status_code == 404
    assert reader.get(hidden.get_absolute_url()).content == missing.content
    assert str(function) in reader.get(page.url).content.decode()


def test_a_unit_lists_its_people_its_routines_and_who_does_what(reader, unit):
    manager = make_person("karin.ek", unit)
    make_function("chef", unit, manager, title="Enhetschef")
    make_function("it-ombud", unit)
    for_units(make_routine("Nycklar"), unit)
    body = reader.get(unit.get_absolute_url()).content.decode()
    for words in ("Karin Ek", "Nycklar", "Amina Lund", "It-ombud", "Ingen just nu"):
        assert words in body
    assert reader.get("/enheter/FINNS-INTE/").status_code == 404
    assert "Hemtjänst Norr" in reader.get("/enheter/").content.decode()


def test_who_has_no_role_has_no_directory(client, unit):
    make_home()
    make_index()
    person = make_person("utan.roll", employed=False)
    client.login(username=person.username, password=PASSWORD)
    missing = client.get("/finns-inte/")
    for path in ("/kollegor/", "/enheter/", unit.get_absolute_url(), "/rutiner/", "/genvagar/"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert answer.content == missing.content, path
