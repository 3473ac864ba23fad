from __future__ import annotations

import pytest

from intranet.finding import labels, states
from intranet.finding.documents import EVERY_UNIT
from intranet.organisation.models import Organisation, Unit
from tests.factories import make_organisation, make_unit

pytestmark = pytest.mark.django_db


def test_units_are_named_in_one_query(django_assert_num_queries):
    make_unit("Norr", code="N")
    make_unit("Söder", code="S")
    with django_assert_num_queries(1):
        assert labels.names("unit", ["N", "S", "GONE", EVERY_UNIT]) == {
            "N": "Norr",
            "S": "Söder",
            EVERY_UNIT: "Alla förvaltningar",
        }


def test_no_query_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert labels.names("unit", []) == {}
        assert labels.names("unit", [EVERY_UNIT]) == {EVERY_UNIT: "Alla förvaltningar"}


def test_a_legal_entity_is_named_only_beside_another():
    municipality = make_organisation()
    assert labels.names("unit", [municipality.code]) == {}
    company = Organisation.objects.create(code="BO", name="Bostäder", organisation_number="559999-9994")
    Unit.add_root(code="BO", name="Bostäder", kind=Unit.Kind.ORGANISATION, organisation=company)
    assert set(labels.names("unit", [municipality.code, "BO"])) == {municipality.code, "BO"}


def test_states_and_kinds_are_named_if_they_exist(source):
    assert labels.names("state", [states.REVIEW, "x"]) == {states.REVIEW: "Ses över"}
    assert labels.names("kind", ["rutin", "x"]) == {"rutin": "Rutiner"}


def test_a_facet_that_nobody_names_shows_its_values():
    assert labels.names("colour", ["red"]) == {"red": "red"}


def test_who_owns_the_values_names_them(monkeypatch):
    monkeypatch.setattr(labels, "_namers", {})
    labels.register("subject", lambda codes: {code: code.upper() for code in codes})
    assert labels.names("subject", ["it"]) == {"it": "IT"}
