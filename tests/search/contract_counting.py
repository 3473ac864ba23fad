"""What every engine must say of how much there is: pages, totals, facets, days."""

from __future__ import annotations

from datetime import date, timedelta

from intranet.finding import request as asked
from intranet.finding import states
from intranet.finding.documents import EVERY_UNIT
from intranet.finding.engine import Batch
from intranet.finding.request import SearchRequest
from tests.search.asking import EVERYBODY, TODAY, ask, counts, document, fill, found


class Counting:
    """Part of `EngineContract`; the fixture `engine` has no index yet."""

    # Pages, totals, facets

    def test_pages_hold_each_hit_once(self, engine):
        fill(engine, [document(pk, "Semester") for pk in range(35)])
        pages = [found(engine, "semester", page=number) for number in (1, 2, 3, 4, 5)]
        assert [len(page) for page in pages] == [10, 10, 10, 5, 0]
        assert sorted(pk for page in pages for pk in page) == sorted(str(pk) for pk in range(35))
        assert ask(engine, "semester", page=3).total == 35

    def test_the_order_of_equals_survives_a_write(self, engine):
        fill(engine, [document(pk, "Semester") for pk in range(30)])
        before = found(engine, "semester", page=1)
        engine.write(Batch(documents=(document(29, "Semester"),)))
        assert found(engine, "semester", page=1) == before

    def test_no_text_finds_everything(self, engine):
        fill(engine, [document(1, "Ett"), document(2, "Två")])
        assert ask(engine).total == 2

    def test_a_facet_counts_without_its_own_choice(self, engine):
        fill(
            engine,
            [
                document(1, kind="rutin", subjects=("personal",)),
                document(2, kind="rutin", subjects=("it",)),
                document(3, kind="nyhet", subjects=("it", "personal")),
            ],
        )
        results = ask(engine, kinds=frozenset({"nyhet"}))
        assert results.total == 1
        assert counts(results, asked.KIND) == {"rutin": 2, "nyhet": 1}
        assert counts(results, asked.SUBJECT) == {"it": 1, "personal": 1}
        both = ask(engine, kinds=frozenset({"nyhet"}), subjects=frozenset({"it"}))
        assert counts(both, asked.KIND) == {"rutin": 1, "nyhet": 1}

    def test_two_values_of_a_facet_add_up(self, engine):
        fill(engine, [document(1, kind="rutin"), document(2, kind="nyhet"), document(3, kind="policy")])
        results = ask(engine, kinds=frozenset({"nyhet", "policy"}))
        assert results.total == 2
        selected = {value.value for value in results.facets[0].values if value.selected}
        assert selected == {"nyhet", "policy"}

    def test_what_was_chosen_stays_with_no_hits_left(self, engine):
        fill(engine, [document(1, kind="rutin")])
        results = ask(engine, kinds=frozenset({"nyhet"}))
        assert results.total == 0
        assert counts(results, asked.KIND) == {"rutin": 1, "nyhet": 0}

    def test_a_unit_counts_for_those_above_it(self, engine):
        fill(
            engine,
            [
                document(1, units=("VOF-HT", "VOF")),
                document(2, units=("VOF-SB", "VOF")),
                document(3, units=(EVERY_UNIT,)),
            ],
        )
        results = ask(engine)
        assert counts(results, asked.UNIT) == {"VOF": 2, EVERY_UNIT: 1, "VOF-HT": 1, "VOF-SB": 1}
        assert ask(engine, units=frozenset({"VOF"})).total == 2

    def test_files_are_counted_by_kind_and_what_is_none_is_not(self, engine):
        fill(
            engine,
            [
                document(1, kind="dokument", file="pdf", body="En av många sidor"),
                document(2, kind="dokument", file="pdf"),
                document(3, kind="dokument", file="word"),
                document(4, kind="rutin"),
            ],
        )
        assert counts(ask(engine), asked.FILE) == {"pdf": 2, "word": 1}
        chosen = ask(engine, files=frozenset({"pdf"}))
        assert chosen.total == 2
        # Its own choice set aside; every other facet counts among what was chosen.
        assert counts(chosen, asked.FILE) == {"pdf": 2, "word": 1}
        assert counts(chosen, asked.KIND) == {"dokument": 2}
        assert ask(engine, files=frozenset({"pdf"}), kinds=frozenset({"rutin"})).total == 0

    def test_only_the_facets_asked_for_are_counted(self, engine):
        fill(engine, [document(1)])
        assert [facet.name for facet in ask(engine, facets=(asked.SUBJECT,)).facets] == [asked.SUBJECT]

    # Dates

    def test_the_state_is_the_days_not_the_indexs(self, engine):
        text = document(
            1, valid_from=date(2026, 1, 1), review_by=date(2026, 6, 30), valid_to=date(2026, 12, 31)
        )
        fill(engine, [text])
        for day, state in [
            (date(2025, 12, 31), states.COMING),
            (date(2026, 6, 30), states.IN_FORCE),
            (date(2026, 7, 1), states.REVIEW),
            (date(2026, 12, 31), states.REVIEW),
            (date(2027, 1, 1), states.EXPIRED),
        ]:
            results = engine.search(SearchRequest(scope=EVERYBODY, states=frozenset({state}), today=day))
            assert results.total == 1, day
            assert counts(results, asked.STATE) == {state: 1}
            assert states.state_of(text, day) == state

    def test_what_no_longer_applies_is_found_when_asked_for(self, engine):
        fill(engine, [document(1, valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)), document(2)])
        results = ask(engine)
        assert [hit.pk for hit in results.hits] == ["2"]
        assert counts(results, asked.STATE) == {states.EXPIRED: 1}
        assert found(engine, states=frozenset({states.EXPIRED})) == ["1"]

    def test_what_has_only_a_last_day_has_a_state(self, engine):
        text = document(1, valid_to=TODAY)
        fill(engine, [text, document(2)])
        for day, state in [(TODAY, states.IN_FORCE), (TODAY + timedelta(1), states.EXPIRED)]:
            results = engine.search(SearchRequest(scope=EVERYBODY, states=frozenset({state}), today=day))
            assert [hit.pk for hit in results.hits] == ["1"]
            assert counts(results, asked.STATE) == {state: 1}
            assert states.state_of(text, day) == state

    def test_nothing_finds_what_is_over(self, engine):
        fill(engine, [document(1, until=TODAY), document(2, until=TODAY - timedelta(1))])
        assert found(engine) == ["1"]
        assert found(engine, states=frozenset({states.EXPIRED})) == []
