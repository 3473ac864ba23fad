from __future__ import annotations

from datetime import date

import pytest

from intranet.access.places import Holder, Places, Tree
from intranet.access.scope import scope_for
from intranet.access.viewer import Viewer
from intranet.finding import ask, outbox
from intranet.finding.engine import SearchUnavailable
from intranet.finding.request import SearchRequest
from tests.intranet.finding.fakes import Thing

pytestmark = pytest.mark.django_db

VIEWER = Viewer(
    person=None,
    today=date(2026, 11, 22),
    holder=Holder(signed_in=True, is_employee=True),
    places=Places(pages=Tree(default_admitted=True, closed=(("0001", 7),)), collections=Tree()),
)


@pytest.fixture
def indexed(drained, source):
    """Five things, all in the index."""
    source.things = {str(pk): Thing(f"Rutin {pk}") for pk in range(1, 6)}
    drained.documents = {document.id: document for document in source.iterate()}
    return drained


def test_the_viewer_decides_the_scope_whatever_the_request_says(indexed):
    outbox.deleted("thing", 3)
    ask.search(SearchRequest(text="rutin", stale=frozenset(), today=date(2000, 1, 1)), VIEWER)
    (asked,) = indexed.asked
    assert asked.scope == scope_for(VIEWER)
    assert asked.scope.closed == {"page:7"}
    assert asked.stale == {"thing:3"}
    assert asked.today == VIEWER.today


def test_a_hit_that_the_database_denies_is_not_shown_or_counted(indexed, source):
    source.things["2"].seen_by = "nobody"
    del source.things["4"]
    answer = ask.search(SearchRequest(), VIEWER)
    assert [found.hit.pk for found in answer.found] == ["1", "3", "5"]
    assert answer.total == 3


def test_one_look_in_the_database_a_family(indexed, source, django_assert_num_queries):
    with django_assert_num_queries(1):  # the outbox; the fake source has no table
        ask.search(SearchRequest(), VIEWER)
    assert source.checks == 1


def test_the_title_is_the_databases(indexed, source):
    source.things["1"].title = "<Neutral>"
    first, second, *_ = ask.search(SearchRequest(), VIEWER).found
    assert first.hit.title_html == "&lt;Neutral&gt;"
    assert second.hit.title_html == "<mark>Rutin 2</mark>"


def test_a_hit_opens_at_the_part_that_answers(indexed):
    from dataclasses import replace

    (found, *_) = ask.search(SearchRequest(), VIEWER).found
    assert found.url == "/1/"
    assert replace(found, hit=replace(found.hit, place="lon")).url == "/1/#lon"


def test_no_page_beyond_reach_is_asked_for(indexed):
    assert ask.search(SearchRequest(page=1001), VIEWER).found == ()
    assert indexed.asked == []


def test_suggestions_pass_the_same_check(indexed, source):
    source.things["2"].seen_by = "nobody"
    outbox.moved("thing", 3)
    offered = ask.suggest("rut", VIEWER)
    assert [card.url for _, card in offered] == ["/1/", "/3/", "/4/", "/5/"]
    (asked,) = indexed.asked
    assert asked.stale == {"thing:3"}
    assert asked.scope.closed == {"page:7"}


def test_a_family_that_nobody_keeps_shows_nothing(indexed, monkeypatch):
    from intranet.finding import sources

    monkeypatch.setattr(sources, "_sources", {})
    assert ask.search(SearchRequest(), VIEWER).found == ()


def test_a_stopped_engine_is_told(indexed):
    indexed.down = True
    with pytest.raises(SearchUnavailable):
        ask.search(SearchRequest(), VIEWER)
    with pytest.raises(SearchUnavailable):
        ask.suggest("rut", VIEWER)


def test_no_engine_is_no_answer(monkeypatch):
    from intranet.finding import engine

    monkeypatch.setattr(engine, "_engine", None)
    with pytest.raises(SearchUnavailable):
        ask.search(SearchRequest(), VIEWER)
