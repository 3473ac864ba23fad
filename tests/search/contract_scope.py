"""Who may find what, on every engine."""

from __future__ import annotations

from dataclasses import replace

from intranet.access.scope import AccessScope
from intranet.finding import request as asked
from intranet.finding.documents import MOST_ALTERNATIVES, Alternative
from intranet.finding.request import SuggestRequest
from tests.search.asking import EVERYBODY, TODAY, ask, counts, document, fill, found


class Scope:
    """Part of `EngineContract`; the fixture `engine` has no index yet."""

    def test_nothing_is_found_without_an_audience(self, engine):
        fill(engine, [document(1), document(2, audience=())])
        assert ask(engine, scope=AccessScope()).total == 0
        assert found(engine) == ["1"]

    def test_a_closed_place_closes_what_is_within(self, engine):
        fill(engine, [document(1, within=("page:5", "page:7")), document(2, within=("page:5",)), document(3)])
        scope = replace(EVERYBODY, closed=frozenset({"page:7"}))
        results = ask(engine, scope=scope)
        assert {hit.pk for hit in results.hits} == {"2", "3"}
        assert results.total == 2
        assert counts(results, asked.KIND) == {"rutin": 2}

    def test_a_page_is_a_place_itself(self, engine):
        fill(engine, [document(1), document(2)])
        assert found(engine, scope=replace(EVERYBODY, closed=frozenset({"page:1"}))) == ["2"]

    def test_the_recused_see_only_what_is_public(self, engine):
        fill(engine, [document(1, item="item:9"), document(2, item="item:9", public=True), document(3)])
        scope = replace(EVERYBODY, recused=frozenset({"item:9"}))
        assert set(found(engine, scope=scope)) == {"2", "3"}

    def test_what_is_stale_is_not_found_counted_or_suggested(self, engine):
        fill(
            engine, [document(1, "Semester", within=("page:5",)), document(2, "Semester"), document(3, "Lön")]
        )
        stale = frozenset({"page:5", "page:3"})
        results = ask(engine, stale=stale)
        assert [hit.pk for hit in results.hits] == ["2"]
        assert results.total == 1
        assert counts(results, asked.KIND) == {"rutin": 1}
        offered = engine.suggest(SuggestRequest("sem", EVERYBODY, stale, today=TODAY))
        assert [each.pk for each in offered] == ["2"]

    def test_what_lies_in_several_places_is_found_from_any_of_them_and_no_other(self, engine):
        places = (Alternative(("inner",), ("place:1",)), Alternative(("outer",), ("place:2", "place:3")))
        fill(
            engine,
            [
                document(1, "Bilaga", subjects=("it",), alternatives=places),
                document(2, "Bilaga", alternatives=()),
                document(3, "Bilaga", audience=("board",), alternatives=places),
                document(4, "Bilaga"),
            ],
        )
        for held, closed, expected in (
            ({"staff"}, set(), {"4"}),
            ({"staff", "inner"}, set(), {"1", "4"}),
            ({"staff", "outer"}, {"place:1"}, {"1", "4"}),
            ({"staff", "outer"}, {"place:3"}, {"4"}),
            ({"staff", "inner", "outer"}, {"place:1", "place:2"}, {"4"}),
            ({"inner", "outer"}, set(), set()),
            ({"board", "inner"}, set(), {"3"}),
        ):
            scope = AccessScope(held=frozenset(held), closed=frozenset(closed))
            results = ask(engine, "bilaga", scope)
            assert {hit.pk for hit in results.hits} == expected, (held, closed)
            assert results.total == len(expected)
            assert counts(results, "subject") == ({"it": 1} if expected & {"1"} else {})
            offered = engine.suggest(SuggestRequest(text="bil", scope=scope, today=TODAY))
            assert {each.pk for each in offered} == expected

    def test_a_place_among_several_that_is_stale_counts_for_nothing(self, engine):
        places = (Alternative(("inner",), ("place:1",)), Alternative(("inner",), ("place:2",)))
        fill(engine, [document(1, "Bilaga", alternatives=places)])
        scope = AccessScope(held=frozenset({"staff", "inner"}))
        assert found(engine, "bilaga", scope, stale=frozenset({"place:1"})) == ["1"]
        assert found(engine, "bilaga", scope, stale=frozenset({"place:1", "place:2"})) == []
        assert found(engine, "bilaga", scope, stale=frozenset({"place:9"})) == ["1"]

    def test_the_last_of_as_many_places_as_there_may_be_counts(self, engine):
        places = tuple(
            Alternative((f"section:{number}",), (f"page:{number}",)) for number in range(MOST_ALTERNATIVES)
        )
        fill(engine, [document(1, "Bilaga", alternatives=places)])
        last = f"section:{MOST_ALTERNATIVES - 1}"
        assert found(engine, "bilaga", AccessScope(held=frozenset({"staff", last}))) == ["1"]
