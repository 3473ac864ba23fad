"""Names and titles stand in Swedish order in every listing, on both databases."""

from __future__ import annotations

import random

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from intranet.language.order import swedish_key
from intranet.organisation.models import Unit, Workplace
from intranet.people.models import Person
from intranet.subjects.models import Subject
from tests.factories import make_home, make_person, make_unit
from tests.home.knowledge import make_index, make_routine

pytestmark = [pytest.mark.django_db, pytest.mark.database]

# As PostgreSQL's Swedish collation has them.
ORDER = [
    "1 januari",
    "al-Amin",
    "Alm",
    "Ek",
    "Ek och lind",
    "Eka",
    "Ekbacken",
    "Idé",
    "Idéer",
    "Lind",
    "Linden",
    "resa",
    "Resa",
    "résa",
    "Wallén",
    "Yxa",
    "Zon",
    "Åkeri",
    "ångra",
    "Älv",
    "ärende",
    "Ö",
    "öga",
    "Öland",
]


def shuffled() -> list[str]:
    names = list(ORDER)
    random.Random(4).shuffle(names)
    return names


@pytest.fixture
def reader() -> Client:
    client = Client()
    make_home()
    client.force_login(make_person("läsare.a", make_unit("Någonstans")))
    return client


def test_the_list_above_is_in_order():
    """So that both databases are held to the same list, and not to whatever the key says."""
    assert sorted(ORDER, key=swedish_key) == ORDER


def test_subjects_units_workplaces_people_and_pages_in_the_database():
    unit = make_unit("Under")
    for number, name in enumerate(shuffled()):
        Subject.objects.create(slug=f"s{number}", name=name)
        Workplace.objects.create(code=f"w{number}", name=name, unit=unit)
        make_unit(name, unit, code=f"U-{number}")
        make_person(f"p{number}", unit, first_name="A", last_name=name)
        make_routine(name)
    order = ORDER
    assert [subject.name for subject in Subject.objects.all()] == order
    assert [workplace.name for workplace in Workplace.objects.all()] == order
    below = Unit.objects.get(pk=unit.pk).get_children()
    assert [each.name for each in below.order_by("name")] == order
    assert [each.name for each in below.order_by("-name")] == order[::-1]
    people = Person.objects.filter(first_name="A", last_name__in=ORDER)
    assert [person.last_name for person in people] == order
    pages = Page.objects.filter(title__in=ORDER)
    assert list(pages.order_by("title").values_list("title", flat=True)) == order
    assert [page.title for page in pages.order_by("title").distinct()] == order
    assert list(pages.order_by("title")[5:9].values_list("title", flat=True)) == order[5:9]


def test_the_lists_that_readers_meet(reader):
    unit = make_unit("Över")
    for number, name in enumerate(("Zon", "Ängen", "Åkern", "Ön", "Almen")):
        make_unit(name, Unit.objects.get(pk=unit.pk), code=f"V-{number}")
        make_person(f"q{number}", Unit.objects.get(pk=unit.pk), first_name="B", last_name=name)
        make_routine(name)
    order = ["Almen", "Zon", "Åkern", "Ängen", "Ön"]
    shown = reader.get(unit.get_absolute_url()).context
    assert [each.name for each in shown["subunits"]] == order
    (root,) = reader.get(reverse("units")).context["tree"]
    (over,) = [node for node in root["children"] if node["unit"].name == "Över"]
    assert [node["unit"].name for node in over["children"]] == order
    people = reader.get(reverse("people"), {"q": ""}).content.decode()
    positions = [people.index(f"B {name}") for name in order]
    assert positions == sorted(positions)
    listed = reader.get(make_index().url).content.decode()
    positions = [listed.index(f">{name}<") for name in order]
    assert positions == sorted(positions)


@pytest.mark.parametrize("text", ["", " ", "§ 4", "日本", "A\0B", "ı", None])
def test_any_text_has_a_key(text):
    assert swedish_key(text) is None if text is None else isinstance(swedish_key(text), str)
