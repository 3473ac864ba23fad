"""What is chosen in a filtered list, and what is left of the address without it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import make_person, make_unit
from tests.home.knowledge import make_index, make_routine

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    north = make_unit("Norr", make_unit("Hemtjänst", code="HT"), code="NORR")
    client.force_login(make_person("anna.berg", north))
    make_routine("Semester", units=[north])
    return client


@pytest.mark.parametrize("name", ["index", "people"])
def test_each_choice_can_be_taken_back_alone(reader, name):
    path = make_index().url if name == "index" else reverse("people")
    query = {"q": "semester" if name == "index" else "anna", "enhet": "NORR", "sida": "1"}
    chosen = reader.get(path, query).context["chosen"]
    assert [each["label"] for each in chosen] == [query["q"], "Norr"]
    for each, left in zip(chosen, (["Norr"], [query["q"]]), strict=True):
        assert "sida" not in each["url"]
        after = reader.get(path + each["url"]).context
        assert [other["label"] for other in after["chosen"]] == left
        assert after["total"] == 1


def test_the_order_is_no_choice_to_take_back(reader):
    context = reader.get(make_index().url, {"sortera": "datum"}).context
    assert context["chosen"] == []


def test_a_unit_that_does_not_exist_is_told_and_narrows_nothing(reader):
    context = reader.get(reverse("people"), {"enhet": "BORTA"}).context
    assert context["chosen"] == []
    assert "enhet" in context["filter_form"].errors
    assert context["total"] >= 1
