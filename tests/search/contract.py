"""What every search engine must do. Each engine's own test is a dozen lines that inherit this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser

import pytest

from intranet.access.scope import AccessScope
from intranet.finding import request as asked
from intranet.finding import states
from intranet.finding.documents import EVERY_UNIT, MOST_ALTERNATIVES, Alternative, IndexDocument, Part
from intranet.finding.engine import Batch, Engine, IndexNotReady, IndexState, SearchUnavailable
from intranet.finding.request import SearchRequest, SuggestRequest
from intranet.finding.results import Results

TODAY = date(2026, 11, 22)
EVERYBODY = AccessScope(held=frozenset({"staff"}))


def document(pk: int | str, title: str = "Rutin", body: str = "", **fields) -> IndexDocument:
    """A page that everybody in `staff` may find, with one part."""
    fields.setdefault("kind", "rutin")
    fields.setdefault("audience", ("staff",))
    if body:
        fields.setdefault("parts", (Part("det-har-gor-du", "Det här gör du", body),))
    return IndexDocument(family="page", pk=str(pk), title=title, **fields)


def fill(engine: Engine, documents: Iterable[IndexDocument]) -> None:
    """A new index that holds exactly these."""
    with engine.rebuild() as aside:
        aside.write(Batch(documents=tuple(documents)))
        aside.swap()


def ask(engine: Engine, text: str = "", scope: AccessScope = EVERYBODY, **fields) -> Results:
    return engine.search(SearchRequest(text=text, scope=scope, today=TODAY, **fields))


def found(engine: Engine, text: str = "", scope: AccessScope = EVERYBODY, **fields) -> list[str]:
    """Primary keys in the order they are shown."""
    return [hit.pk for hit in ask(engine, text, scope, **fields).hits]


def counts(results: Results, facet: str) -> dict[str, int]:
    return {
        value.value: value.count for each in results.facets if each.name == facet for value in each.values
    }


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.add(tag if not attrs else f"{tag} with attributes")


def markup(html: str) -> set[str]:
    parser = _Markup()
    parser.feed(html)
    return parser.tags


class EngineContract:
    """Inherit, and give a fixture `engine` that has no index yet."""

    # Swedish words

    @pytest.mark.parametrize(
        ("typed", "written"),
        [
            ("semestern", "Så söker du semester"),
            ("semester", "Planera semestrarna i god tid"),
            ("skola", "Ordningsregler på skolan"),
            ("skolor", "Besök på en skola"),
            ("dator", "Lämna in datorn"),
            ("möten", "Boka mötet i kalendern"),
            ("böcker", "Köp in en bok"),
            ("nyckel", "Kvittera ut nycklar"),
            ("anmäla", "Anmälan om tillbud"),
            ("anställda", "När du anställer någon"),
        ],
    )
    def test_finds_other_forms_of_a_word(self, engine, typed, written):
        fill(engine, [document(1, written), document(2, "Något helt annat")])
        assert found(engine, typed) == ["1"]

    @pytest.mark.parametrize(
        ("typed", "written"),
        [
            ("anmälan", "Sjukanmälan"),
            ("anmälan", "Sjukanmälningsblanketten"),
            ("sjuk", "Sjukanmälan"),
            ("belysning", "Gatubelysningen är trasig"),
            ("ledighet", "Semesterledigheten"),
            ("skada", "Arbetsskador"),
            ("ombud", "IT-ombudet hjälper dig"),
            ("sjuk anmälan", "Sjukanmälan"),
            ("hemtjänstpersonal", "Personal i hemtjänsten"),
            ("itombud", "IT-ombud"),
        ],
    )
    def test_finds_parts_of_compounds(self, engine, typed, written):
        fill(engine, [document(1, written), document(2, "Något helt annat")])
        assert found(engine, typed) == ["1"]

    def test_a_whole_word_comes_before_a_part_of_one(self, engine):
        fill(engine, [document(1, "Sjukanmälan"), document(2, "Anmälan"), document(3, "Orosanmälan")])
        assert found(engine, "anmälan")[0] == "2"
        assert found(engine, "sjukanmälan")[0] == "1"

    def test_does_not_take_words_apart_that_are_one(self, engine):
        fill(engine, [document(1, "Förskolan"), document(2, "Skolan")])
        assert found(engine, "skola") == ["2"]

    @pytest.mark.parametrize(
        ("typed", "written"),
        [
            ("sjukanmalan", "Sjukanmälan"),
            ("oppettider", "Öppettider"),
            ("hakansson", "Håkansson"),
            ("ide", "Idé"),
        ],
    )
    def test_finds_what_is_typed_without_dots_and_rings(self, engine, typed, written):
        fill(engine, [document(1, written), document(2, "Något annat")])
        assert found(engine, typed) == ["1"]

    def test_dots_and_rings_that_are_typed_are_meant(self, engine):
        fill(engine, [document(1, "Får i hagen"), document(2, "Far i huset"), document(3, "Höra av sig")])
        assert found(engine, "höra") == ["3"]
        fill(engine, [document(1, "Lön"), document(2, "Lon")])
        assert found(engine, "lön") == ["1"]
        assert found(engine, "lon") == ["2", "1"]

    def test_small_words_are_not_asked_for(self, engine):
        fill(engine, [document(1, "Sjuk under semestern"), document(2, "På väg till jobbet")])
        assert found(engine, "är jag sjuk på semestern") == ["1"]

    def test_small_words_alone_are_asked_for(self, engine):
        fill(engine, [document(1, "Hur gör jag"), document(2, "Semester")])
        assert found(engine, "hur") == ["1"]

    def test_a_long_question_need_not_match_in_every_word(self, engine):
        fill(engine, [document(1, "Tillbud", "Anmäl tillbud samma dag"), document(2, "Cykel")])
        assert found(engine, "när ska ett tillbud i köket anmälas") == ["1"]

    # Ranking

    def test_the_title_counts_more_than_the_text(self, engine):
        fill(
            engine,
            [
                document(1, "Lön", "Här står om semester, semester och åter semester."),
                document(2, "Semester", "Här står om annat."),
            ],
        )
        assert found(engine, "semester") == ["2", "1"]

    def test_words_together_count_more_than_apart(self, engine):
        fill(
            engine,
            [
                document(1, "Rutin A", "Den gula nyckeln hänger bredvid skåpet, bilen är röd."),
                document(2, "Rutin B", "Den röda nyckeln hänger bredvid skåpet, bilen är gul."),
            ],
        )
        assert found(engine, "röda nyckeln")[0] == "2"

    def test_ones_own_unit_is_raised_and_hides_nothing(self, engine):
        fill(
            engine,
            [
                document(1, "Nycklar", date=TODAY),
                document(2, "Nycklar", own_units=("NORR",)),
            ],
        )
        assert found(engine, "nycklar") == ["1", "2"]
        assert found(engine, "nycklar", my_units=frozenset({"KK", "NORR"})) == ["2", "1"]

    def test_sorts_by_date(self, engine):
        days = {1: TODAY - timedelta(30), 2: TODAY, 3: None, 4: TODAY - timedelta(5)}
        fill(engine, [document(pk, "Semester", date=day) for pk, day in days.items()])
        assert found(engine, "semester", sort=asked.DATE) == ["2", "4", "1", "3"]

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

    def test_nothing_finds_what_is_over(self, engine):
        fill(engine, [document(1, until=TODAY), document(2, until=TODAY - timedelta(1))])
        assert found(engine) == ["1"]
        assert found(engine, states=frozenset({states.EXPIRED})) == []

    # Who may find what

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

    # Excerpts

    def test_a_word_on_one_page_of_a_long_file_is_found_with_its_page(self, engine):
        filling = "Här står det vanliga om hur arbetet planeras och följs upp under året. " * 35
        pages = tuple(
            Part(f"sida-{number}", "", filling + ("Nödvattentanken står i garaget." if number == 487 else ""))
            for number in range(1, 501)
        )
        fill(engine, [document(1, "Beredskapsplan", parts=pages), document(2, "Annat")])
        for typed in ("nödvattentank", "nödvatten", "tanken garaget"):
            hit = ask(engine, typed).hits[0]
            assert (hit.pk, hit.place) == ("1", "sida-487")
            assert "<mark>" in hit.excerpt_html

    def test_marks_what_was_found_in_any_form(self, engine):
        fill(engine, [document(1, "Sjukanmälan", "Ring chefen om du är sjuk på semestern.")])
        hit = ask(engine, "sjuk semester").hits[0]
        assert hit.title_html == "<mark>Sjukanmälan</mark>"
        assert hit.excerpt_html == "Ring chefen om du är <mark>sjuk</mark> på <mark>semestern</mark>."

    def test_the_excerpt_is_from_the_part_that_answers(self, engine):
        parts = (
            Part("borja", "Så börjar du", "Läs det här först. " * 40),
            Part("lan", "Lån och retur", "Du får ha boken hemma i fyra veckor."),
        )
        fill(engine, [document(1, "Bibliotek", parts=parts)])
        hit = ask(engine, "hur länge får jag ha böckerna hemma").hits[0]
        assert (hit.place, hit.place_label) == ("lan", "Lån och retur")
        assert "<mark>boken</mark>" in hit.excerpt_html

    def test_excerpts_hold_no_markup_but_marks(self, engine):
        nasty = '<script>alert("semester")</script> <b onclick=x>semester</b> & "semester" <mark>falsk</mark>'
        fill(engine, [document(1, nasty, nasty, lead=nasty)])
        for text in ("semester", "script", "mark", "alert", "falsk"):
            hit = ask(engine, text).hits[0]
            assert markup(hit.title_html) <= {"mark"}
            assert markup(hit.excerpt_html) <= {"mark"}
            assert unescape(hit.title_html.replace("<mark>", "").replace("</mark>", "")) == nasty
        assert hit.title == nasty

    def test_a_hit_in_the_title_shows_the_lead(self, engine):
        fill(engine, [document(1, "Semester", "Mycket annat.", lead="Så söker du ledigt.")])
        assert ask(engine, "semester").hits[0].excerpt_html == "Så söker du ledigt."

    # Suggestions

    @pytest.mark.parametrize("typed", ["sju", "Sjukan", "anm", "fri", "sjuk fri", "sjukanmalan och", "SJU"])
    def test_suggests_titles_by_the_beginnings_of_words(self, engine, typed):
        fill(engine, [document(1, "Sjukanmälan och friskanmälan"), document(2, "Lönebesked")])
        offered = engine.suggest(SuggestRequest(typed, EVERYBODY, today=TODAY))
        assert [(each.pk, each.title) for each in offered] == [("1", "Sjukanmälan och friskanmälan")]

    @pytest.mark.parametrize(
        ("typed", "title"),
        [
            ("utflykter", "Utflykt, bad och simundervisning"),
            ("nycklarna", "Lås, nycklar och passerkort"),
            ("nycklarna", "Nyckelhantering"),
            ("sjukanmälningar", "Sjukanmälan och friskanmälan"),
            ("sjukanmalningar", "Sjukanmälan och friskanmälan"),
        ],
    )
    def test_suggests_titles_with_another_form_of_a_whole_word(self, engine, typed, title):
        fill(engine, [document(1, title), document(2, "Lönebesked")])
        assert found(engine, typed) == ["1"]
        offered = engine.suggest(SuggestRequest(typed, EVERYBODY, today=TODAY))
        assert [each.pk for each in offered] == ["1"]

    def test_suggests_what_begins_so_first_and_no_more_than_asked_for(self, engine):
        titles = {1: "Ny semester", 2: "Semester", 3: "Om semester", 4: "Byta semester"}
        fill(engine, [document(pk, title) for pk, title in titles.items()])
        offered = engine.suggest(SuggestRequest("sem", EVERYBODY, limit=3, today=TODAY))
        assert offered[0].pk == "2"
        assert len(offered) == 3

    def test_suggests_nothing_out_of_scope_or_over(self, engine):
        fill(
            engine,
            [
                document(1, "Semester", audience=("others",)),
                document(2, "Semester", valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)),
                document(3, "Semester", until=date(2021, 1, 1)),
            ],
        )
        assert engine.suggest(SuggestRequest("sem", EVERYBODY, today=TODAY)) == ()

    # Hostile input

    @pytest.mark.parametrize(
        "text",
        [
            "semester" * 5000, "semester " * 5000, '"', '"semester', "semester~", "semester^9", "title:semester",
            "title:(semester OR lön)", "sem*", "/.*/", "{!term}", "(((", ")", "+semester -lön", "NOT semester",
            "&& ||", "\\", "\x00", "sem\x00ester", "\u202esemester", "🙂", "🙂 semester 🙂", "' OR 1=1 --",
            '{"match_all":{}}', "a" * 199 + "ö", "\ud800", "ﬁ", "İ", "-", "---", "_", "semester-", "-semester", "%",
            "${x}", "<script>", "\u0301", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14",
        ],
    )  # fmt: skip
    def test_takes_any_text(self, engine, text):
        fill(engine, [document(1, "Semester", "Lön"), document(2, "Hemligt semester", audience=("others",))])
        results = ask(engine, text)
        assert {hit.pk for hit in results.hits} <= {"1"}
        assert results.total == len(results.hits)
        assert {each.pk for each in engine.suggest(SuggestRequest(text, EVERYBODY, today=TODAY))} <= {"1"}

    def test_what_has_no_words_finds_nothing(self, engine):
        fill(engine, [document(1, "Semester")])
        assert ask(engine, "!!! 🙂").total == 0

    def test_keeps_any_document(self, engine):
        odd = "a\x00b \ud83d 🙂 " + "x" * 70_000
        fill(engine, [document(1, odd, odd, keywords=(odd,), lead=odd), document(2, "", "")])
        assert ask(engine).total == 2

    # Writing

    def test_what_is_written_is_found_at_once(self, engine):
        fill(engine, [document(1, "Semester")])
        engine.write(Batch(documents=(document(1, "Lön"), document(2, "Semester"))))
        assert found(engine, "semester") == ["2"]
        assert found(engine, "lön") == ["1"]
        engine.write(Batch(removed=("page:2", "page:404")))
        assert found(engine, "semester") == []

    def test_emptying_a_place_takes_what_is_within_and_comes_before_the_writing(self, engine):
        fill(engine, [document(pk, within=("page:5",)) for pk in (1, 2, 5)] + [document(9)])
        engine.write(Batch(documents=(document(1, within=("page:6",)),), places=("page:5",)))
        assert set(found(engine)) == {"1", "9"}

    def test_a_batch_written_twice_is_a_batch_written_once(self, engine):
        fill(engine, [document(1), document(2, within=("page:5",))])
        batch = Batch(documents=(document(3),), removed=("page:1",), places=("page:5",))
        engine.write(batch)
        engine.write(batch)
        assert found(engine) == ["3"]

    def test_refuses_to_begin_an_index_by_writing(self, engine):
        with pytest.raises(IndexNotReady):
            engine.write(Batch(documents=(document(1),)))
        assert engine.state() is IndexState.MISSING
        assert engine.index_name() is None

    def test_there_is_no_answer_before_the_first_index(self, engine):
        with pytest.raises(SearchUnavailable):
            ask(engine)
        with pytest.raises(SearchUnavailable):
            engine.suggest(SuggestRequest("sem", EVERYBODY))

    # Rebuilding

    def test_a_rebuild_is_not_seen_until_it_swaps(self, engine):
        fill(engine, [document(1)])
        first = engine.index_name()
        with engine.rebuild() as aside:
            aside.write(Batch(documents=(document(2),)))
            assert found(engine) == ["1"]
            engine.write(Batch(documents=(document(3),)))
            assert set(found(engine)) == {"1", "3"}
            aside.swap()
            assert found(engine) == ["2"]
        assert found(engine) == ["2"]
        assert engine.index_name() == aside.name != first
        assert engine.state() is IndexState.READY

    def test_a_rebuild_that_fails_leaves_what_was(self, engine):
        fill(engine, [document(1)])

        def fail() -> None:
            with engine.rebuild() as aside:
                aside.write(Batch(documents=(document(2),)))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert found(engine) == ["1"]
        assert self.makings(engine) == {engine.index_name()}

    def test_a_rebuild_removes_what_earlier_ones_left(self, engine):
        fill(engine, [document(1)])
        interrupted = engine.rebuild()
        left = interrupted.__enter__()
        assert left.name in self.makings(engine)
        fill(self.another(engine), [document(2)])
        assert self.makings(engine) == {engine.index_name()}

    def test_a_second_process_sees_writes_and_swaps(self, engine):
        other = self.another(engine)
        fill(engine, [document(1)])
        assert found(other) == ["1"]
        engine.write(Batch(documents=(document(2),)))
        assert set(found(other)) == {"1", "2"}
        fill(engine, [document(3)])
        assert found(other) == ["3"]

    def test_an_index_of_another_make_has_to_be_rebuilt(self, engine):
        fill(engine, [document(1)])
        newer = self.another(engine)
        newer.fingerprint = "another"
        assert newer.state() is IndexState.OUTDATED
        with pytest.raises(IndexNotReady):
            newer.write(Batch(documents=(document(2),)))
        fill(newer, [document(2)])
        assert newer.state() is IndexState.READY

    def another(self, engine):
        """The same index, as another process would open it."""
        raise NotImplementedError

    def makings(self, engine) -> set[str]:
        """The names of all indexes that exist, in use or not."""
        raise NotImplementedError
