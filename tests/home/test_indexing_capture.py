"""What is changed in the organisation or in the subjects is found where it is now, once the index has caught up."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from home.indexing.capture import on_unit_move
from home.models import NewsIndexPage, NewsPage, StandardPage
from intranet.access.models import Audience, SectionAudience
from intranet.access.viewer import Viewer, viewer_of
from intranet.finding import ask, engine, outbox
from intranet.finding.draining import drain
from intranet.finding.models import OutboxEntry
from intranet.finding.rebuilding import rebuild
from intranet.finding.request import SearchRequest
from intranet.organisation.models import Organisation, Unit
from intranet.people.organisation_import.run import import_organisation
from intranet.subjects.models import Subject
from search.engines.embedded import EmbeddedEngine
from tests.factories import declare_audience, make_home, make_page, make_person, make_superuser, make_unit
from tests.home.knowledge import make_routine

pytestmark = pytest.mark.django_db

WORD = "Kompassnål"


@pytest.fixture
def used(tmp_path, monkeypatch):
    used = EmbeddedEngine(tmp_path / "search")
    monkeypatch.setattr(engine, "_engine", used)
    return used


@pytest.fixture
def organisation(used):
    """Hemtjänst with Norr below it, Skola beside; a routine, a piece of news and somebody for Norr."""
    units = {"HT": make_unit("Hemtjänst", code="HT"), "SK": make_unit("Skola", code="SK")}
    units["NORR"] = make_unit("Norr", units["HT"], code="NORR")
    make_routine(f"{WORD} rutin", units=[units["NORR"]])
    index = make_page(NewsIndexPage(title="Nyheter", slug="nyheter"), make_home())
    news = make_page(
        NewsPage(title=f"{WORD} nyhet", slug="nyhet", summary="Nytt", units=[units["NORR"]]), index
    )
    news.save_revision().publish()
    make_person(f"{WORD}.lind", units["NORR"])
    rebuild()
    drain()
    return units


@pytest.fixture
def reader():
    return make_person("läsare.lind")


def again(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


def kinds_found(reader, **filters: str) -> list[str]:
    request = SearchRequest(text=WORD, **{name: frozenset({value}) for name, value in filters.items()})
    return sorted(found.hit.kind for found in ask.search(request, viewer_of(reader)).found)


ALL = ["nyhet", "person", "rutin"]


def test_what_is_below_a_moved_unit_is_found_under_its_new_place(organisation, reader):
    assert kinds_found(reader, units="HT") == ALL
    again(organisation["NORR"]).move(again(organisation["SK"]), pos="sorted-child")
    drain()
    assert kinds_found(reader, units="HT") == []
    assert kinds_found(reader, units="SK") == ALL


def test_moving_in_the_admin(organisation, reader, client):
    client.force_login(make_superuser())
    address = f"/admin/enheter/flytta/{organisation['NORR'].pk}/"
    response = client.post(address, {"parent": organisation["SK"].pk, "confirm": "ja"})
    assert response.status_code == 302
    drain()
    assert kinds_found(reader, units="SK") == ALL


def test_moving_by_a_file(organisation, reader):
    """Those who work below the unit that the file moves are not named in it."""
    below = make_unit("Nattpatrullen", again(organisation["NORR"]), code="NATT")
    make_person(f"{WORD}.natt", below)
    drain()
    number = "212000-9994"
    Organisation.objects.update(organisation_number=number)
    rows = [
        "post;code;parent;name;kind;organisation_number",
        f"organisation;KK;;Kompassköpings kommun;kommun;{number}",
        "unit;NORR;SK;Norr;enhet;",
    ]
    assert import_organisation("\n".join(rows).encode()).problems == []
    drain()
    assert kinds_found(reader, units="HT") == []
    assert kinds_found(reader, units="SK") == ["nyhet", "person", "person", "rutin"]


def test_a_unit_that_changes_its_code(organisation, reader):
    unit = again(organisation["HT"])
    unit.code = "HEMTJANST"
    unit.save()
    drain()
    assert kinds_found(reader, units="HEMTJANST") == ALL


def test_a_moved_unit_is_announced_in_one_insert(organisation, django_assert_num_queries):
    for number in range(20):
        make_person(f"{WORD}.{number}", again(organisation["NORR"]))
    OutboxEntry.objects.all().delete()
    moved = again(organisation["NORR"])
    with transaction.atomic(), django_assert_num_queries(8):  # savepoint, path, four kinds, insert, release
        on_unit_move(instance=moved)
    assert outbox.waiting() == 24


def test_a_telephone_number_is_nothing_to_the_index(organisation):
    unit = again(organisation["NORR"])
    unit.phone = "0491-555 12 34"
    unit.save()
    unit.move(again(organisation["HT"]), pos="sorted-child")
    assert outbox.waiting() == 0


def test_ones_own_is_raised_though_the_tree_has_shifted(organisation, reader):
    """Siblings stand in order of name: new ones take the paths that others had."""
    mine = make_person("norr.lind", again(organisation["NORR"]))
    before = again(organisation["NORR"]).path
    other = make_routine(f"{WORD} rutin", start=date(2026, 6, 1), units=[again(organisation["SK"])])
    drain()
    make_unit("Alfa", again(organisation["HT"]), code="ALFA")
    make_unit("Administration", code="ADM")
    assert again(organisation["NORR"]).path != before

    def first(viewer: Viewer) -> str:
        return ask.search(SearchRequest(text=f"{WORD} rutin"), viewer).found[0].hit.pk

    assert first(viewer_of(reader)) == str(other.pk)  # the newer one
    assert first(viewer_of(mine)) != str(other.pk)


def test_a_subject_with_another_code(used, reader):
    subject = Subject.objects.create(slug="arbete", name="Arbete")
    make_routine(f"{WORD} rutin", subjects=[subject])
    rebuild()
    drain()
    subject.name = "Arbetsmiljö"
    subject.save()
    assert outbox.waiting() == 0
    subject.slug = "arbetsmiljo"
    subject.save()
    drain()
    assert kinds_found(reader, subjects="arbetsmiljo") == ["rutin"]
    assert kinds_found(reader, subjects="arbete") == []


def test_an_audience_that_is_given_to_another_page(used, reader):
    """Both the page that ceases to be a section and the one that begins to be are hidden until indexed anew."""
    pages = [make_page(StandardPage(title=f"{WORD} {name}", slug=name)) for name in ("a", "b")]
    declared = declare_audience(pages[0], Audience.ELECTED)
    rebuild()
    drain()
    assert kinds_found(reader) == ["sida"]
    declared = SectionAudience.objects.get(pk=declared.pk)
    declared.page = pages[1].page_ptr
    declared.save()
    assert outbox.stale() == {f"page:{page.pk}" for page in pages}
    assert kinds_found(reader) == []
    drain()
    answer = ask.search(SearchRequest(text=WORD), viewer_of(reader))
    assert [found.hit.pk for found in answer.found] == [str(pages[0].pk)]
