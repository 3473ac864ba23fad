"""Who is offered in a form without a search: one's manager, and the colleagues of one's unit by name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from home.runs import colleagues
from tests.factories import make_employment, make_function, make_person, make_unit
from tests.home.runs import items, make_checklist, make_run, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = timezone.localdate()


def offered(client, path: str) -> list[str]:
    """The choices of a person, in their order."""
    response = client.get(path)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return [label.get_text().strip() for label in page.select("label:has([name=person])")]


@pytest.fixture
def boss(unit):
    """The nearest manager upwards, who works elsewhere."""
    person = make_person("rut.chef", make_unit("Ledningen"))
    make_function("chef", unit.get_parent(), person)
    return person


@pytest.fixture
def crew(unit):
    """Whose last names stand in another order than their first names."""
    for number, name in enumerate(("örjan.ask", "åsa.bok", "bo.östman", "ärla.alm")):
        person = make_person(name, unit, employed=False)
        make_employment(person, unit, start=TODAY - timedelta(days=10 * number))


@pytest.mark.usefixtures("boss", "crew")
def test_a_run_is_started_for_oneself_ones_manager_or_a_colleague_by_name(karin):
    assert offered(karin, f"/genomgangar/starta/{make_checklist().pk}/") == [
        "Karin Ek, det är du",
        "Rut Chef, din chef",
        "Bo Östman",
        "Åsa Bok",
        "Ärla Alm",
        "Örjan Ask",
    ]


def test_a_manager_of_the_unit_is_offered_the_one_above(manager, karin, boss):
    assert offered(karin, f"/genomgangar/starta/{make_checklist().pk}/") == [
        "Karin Ek, det är du",
        "Rut Chef, din chef",
    ]


@pytest.mark.usefixtures("crew")
def test_a_run_and_its_items_are_handed_to_those_of_its_unit(manager, karin, amina):
    run = make_run(amina.person)
    colleagues_there = ["Bo Östman", "Åsa Bok", "Ärla Alm", "Örjan Ask"]
    assert offered(amina, f"/genomgangar/{run.pk}/lamna-over/") == ["Karin Ek, din chef", *colleagues_there]
    item = offered(amina, f"/genomgangar/{run.pk}/punkter/{items(run)[0].pk}/")
    assert item == ["Ingen särskild", "Amina Lund, det är du", "Karin Ek, din chef", *colleagues_there]
    # To somebody of another unit the manager is one by function.
    other = make_person("jonas.frid", make_unit("Centralskolan"))
    run = make_run(other, amina.person)
    choices = offered(sign_in(other), f"/genomgangar/{run.pk}/lamna-over/")
    assert choices[:2] == ["Amina Lund, genomgången gäller", "Karin Ek, Chef, Hemtjänst Norr"]


def test_of_many_it_is_the_newest_and_still_by_name(karin, unit):
    for number in range(20):
        person = make_person(f"p{19 - number:02}.frid", unit, employed=False)
        make_employment(person, unit, start=TODAY - timedelta(days=20 - number))
    choices = offered(karin, f"/genomgangar/starta/{make_checklist().pk}/")
    assert choices == ["Karin Ek, det är du", *(f"P{n:02} Frid" for n in range(colleagues.LIKELY))]


def test_a_manager_whom_one_may_not_see_is_not_offered(karin, unit):
    person = make_person("skyddad.chef", make_unit("Ledningen"), protected=True)
    make_function("chef", unit, person)
    assert offered(karin, f"/genomgangar/starta/{make_checklist().pk}/") == ["Karin Ek, det är du"]
