"""Units are found by what people call them and by where they are, for everybody with a role, on both engines."""

from __future__ import annotations

import secrets
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from home.indexing.units import UnitSource
from intranet.access import units as access
from intranet.access.viewer import viewer_of
from intranet.finding import ask, engine
from intranet.finding.draining import drain
from intranet.finding.rebuilding import rebuild
from intranet.finding.request import SearchRequest
from intranet.organisation.models import Unit, Workplace
from intranet.people.organisation_import.run import import_organisation
from search.engines.elastic.engine import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from tests.components import ELASTICSEARCH
from tests.factories import make_elected, make_home, make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def used(request, tmp_path, monkeypatch):
    used: EmbeddedEngine | ElasticEngine
    if request.param == "embedded":
        used = EmbeddedEngine(tmp_path / "search")
    else:
        used = ElasticEngine(ELASTICSEARCH.address, f"test-units-{secrets.token_hex(6)}", timeout=20)
    monkeypatch.setattr(engine, "_engine", used)
    yield used
    if isinstance(used, ElasticEngine):
        names = list(used.client.indices.get_alias(index=f"{used.alias}-*"))
        used.client.indices.delete(index=names)


@pytest.fixture
def units(used) -> dict[str, Unit]:
    make_home()
    care = make_unit("Vård- och omsorgsförvaltningen", code="VOF", kind=Unit.Kind.ADMINISTRATION)
    home_care = make_unit("Hemtjänst", care, code="VOF-HT", kind=Unit.Kind.BRANCH)
    north = make_unit("Hemtjänst Norr", home_care, code="VOF-HT-NORR")
    closed = make_unit("Hemtjänst Väster", home_care, code="VOF-HT-VAST", active=False)
    Workplace.objects.create(code="BJORK", name="Björkbacken", unit=north, address="Lingonstigen 4")
    Workplace.objects.create(code="GAMLA", name="Granliden", unit=north, address="Myrvägen 1", active=False)
    rebuild()
    drain()
    return {unit.code: unit for unit in (care, home_care, north, closed)}


READERS = {
    "anställd": lambda: make_person("anna.berg"),
    "förtroendevald": lambda: make_elected("elsa.vald"),
    "utan roll": lambda: make_person("utan.roll", employed=False),
    "ej ansluten": lambda: make_person("ej.ansluten", make_unit("Väntar", connected_from=date(2999, 1, 1))),
}
ENTITLED = ("anställd", "förtroendevald")


def found(text: str, person=None, **filters: str) -> list[str]:
    person = person or make_person()
    request = SearchRequest(text=text, **{name: frozenset({value}) for name, value in filters.items()})
    answer = ask.search(request, viewer_of(person))
    return [each.card.title for each in answer.found if each.hit.family == "unit"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hemtjänsten norr", "Hemtjänst Norr"),
        ("VOF-HT-NORR", "Hemtjänst Norr"),
        ("björkbacken", "Hemtjänst Norr"),
        ("lingonstigen 4", "Hemtjänst Norr"),
        ("omsorgsförvaltning", "Vård- och omsorgsförvaltningen"),
    ],
)
def test_a_unit_is_found_by_name_code_and_workplace(units, text, expected):
    assert found(text)[0] == expected


def test_what_belongs_to_an_administration_is_found_by_its_name(units):
    assert "Hemtjänst Norr" in found("hemtjänst omsorgsförvaltningen")


def test_what_is_closed_down_is_not_found(units):
    assert found("väster") == []
    assert found("granliden") == []


def test_the_page_of_hits_has_a_kind_for_units(units, client):
    client.force_login(make_person("anna.berg"))
    page = client.get(reverse("search"), {"q": "norr", "typ": "enhet"})
    (hit,) = page.context["hits"]
    assert (hit["url"], hit["chip"], hit["trail"]) == ("/enheter/VOF-HT-NORR/", "Enhet", "Hemtjänst")
    (kinds,) = [facet for facet in page.context["facets"] if facet["name"] == "typ"]
    assert [(o["label"], o["count"]) for o in kinds["options"]] == [("Enheter", 1)]
    assert client.get(hit["url"]).status_code == 200
    at_workplace = client.get(reverse("search"), {"q": "lingonstigen"}).context["hits"][0]
    assert at_workplace["url"].endswith("#arbetsplatser")
    assert 'id="arbetsplatser"' in client.get(hit["url"]).content.decode()


@pytest.mark.parametrize("reader", READERS)
def test_only_those_with_a_role_find_units(units, reader):
    person = READERS[reader]()
    viewer = viewer_of(person)
    expected = ["Hemtjänst Norr"] if reader in ENTITLED else []
    assert found("björkbacken", person) == expected
    pks = [str(unit.pk) for unit in units.values()]
    assert len(UnitSource().check(viewer, pks)) == (3 if reader in ENTITLED else 0)
    suggestions = [card.title for _, card in ask.suggest("hemtjänst n", viewer)]
    assert suggestions == expected


def test_nobody_finds_units_without_signing_in(units, client):
    assert found("björkbacken", person=None) == ["Hemtjänst Norr"]  # a reader with a role
    assert UnitSource().check(viewer_of(None), [str(units["VOF"].pk)]) == {}
    assert client.get(reverse("search"), {"q": "björkbacken"}).status_code == 302


@pytest.mark.parametrize("reader", READERS)
def test_predicate_and_filter_give_one_answer(units, reader):
    viewer = viewer_of(READERS[reader]())
    shown = set(access.visible_to(viewer, Unit.objects.all()))
    assert shown == {unit for unit in Unit.objects.all() if access.is_visible_to(viewer, unit)}
    assert bool(shown) == (reader in ENTITLED)


def test_a_unit_is_checked_in_one_query(units, django_assert_num_queries):
    viewer = viewer_of(make_person())
    pks = [str(unit.pk) for unit in units.values()]
    with django_assert_num_queries(1):
        UnitSource().check(viewer, pks)


def test_what_is_closed_down_is_hidden_before_the_index_knows(units):
    north = Unit.objects.get(code="VOF-HT-NORR")
    north.active = False
    north.save()
    assert found("björkbacken") == []
    drain()
    assert found("björkbacken") == []


def test_a_new_name_moves_and_workplaces_are_captured(units):
    reader = make_person()
    north = Unit.objects.get(code="VOF-HT-NORR")
    place = Workplace.objects.get(code="BJORK")
    place.address = "Hallonstigen 9"
    place.save()
    drain()
    assert found("hallonstigen", reader) == ["Hemtjänst Norr"]
    place.unit = Unit.objects.get(code="VOF-HT")
    place.save()
    drain()
    assert found("björkbacken", reader) == ["Hemtjänst"]
    place.delete()
    drain()
    assert found("björkbacken", reader) == []
    care = Unit.objects.get(code="VOF")
    care.name = "Äldreförvaltningen"
    care.save()
    drain()
    assert set(found("äldreförvaltningen", reader)) >= {"Äldreförvaltningen", "Hemtjänst"}
    school = make_unit("Skolförvaltningen", code="BUF", kind=Unit.Kind.ADMINISTRATION)
    Unit.objects.get(pk=north.pk).move(school, pos="sorted-child")
    drain()
    assert "Hemtjänst Norr" in found("skolförvaltningen", reader)
    Workplace.objects.all().delete()
    Unit.objects.get(pk=north.pk).delete()
    drain()
    assert found("hemtjänst norr", reader) == []


def test_an_import_of_workplaces_is_captured(units):
    rows = "post;code;name;unit;address\nworkplace;BJORK;Björkbacken;VOF-HT-NORR;Smultronstigen 7\n"
    assert import_organisation(rows.encode()).problems == []
    drain()
    assert found("smultronstigen") == ["Hemtjänst Norr"]


def test_readers_meet_the_same_rule_on_the_units_page(units):
    for name, make in READERS.items():
        client = Client()
        client.force_login(make())
        assert (client.get("/enheter/VOF-HT-NORR/").status_code == 200) == (name in ENTITLED), name
        assert client.get("/enheter/VOF-HT-VAST/").status_code != 200
