"""What every engine must show of a hit, and suggest; and that it takes any text."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest

from intranet.finding.documents import Part
from intranet.finding.request import SuggestRequest
from tests.search.asking import EVERYBODY, TODAY, ask, document, fill, found, markup


class Showing:
    """Part of `EngineContract`; the fixture `engine` has no index yet."""

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
