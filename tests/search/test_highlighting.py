from __future__ import annotations

import time
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from intranet.finding.documents import Part
from search.analysis.words import normalised
from search.documents import Shown
from search.highlighting import EXCERPT, passage, title_html
from search.ranking import question
from tests.search.asking import markup


def plain(html: str) -> str:
    return unescape(html.replace("<mark>", "").replace("</mark>", ""))


@given(st.text(max_size=400), st.text(max_size=30))
def test_shows_the_text_itself_and_no_markup_but_marks(text, asked):
    text = normalised(text)
    shown = Shown(text, "", (Part("a", "A", text),))
    title = title_html(text, question(asked))
    excerpt = passage(shown, question(asked)).html
    assert plain(title) == text
    assert markup(title) | markup(excerpt) <= {"mark"}
    assert plain(excerpt).removeprefix("… ").removesuffix(" …") in text


def test_a_long_text_is_cut_between_words_round_what_was_found():
    text = " ".join(["ord"] * 200 + ["semestern"] + ["slut"] * 200)
    html = passage(Shown("", "", (Part("a", "A", text),)), question("semester")).html
    assert html.startswith("… ord ord")
    assert html.endswith("slut slut …")
    assert "<mark>semestern</mark>" in html
    assert len(plain(html)) <= EXCERPT + 4


def test_the_place_with_most_of_the_words_wins_over_the_first():
    parts = (
        Part("a", "A", "Semester. Semester. Semester."),
        Part("b", "B", "Om du blir sjuk på semestern."),
    )
    found = passage(Shown("", "", parts), question("sjuk semester"))
    assert found.part.place == "b"


def test_no_place_is_named_when_nothing_in_the_text_answers():
    found = passage(Shown("Semester", "", (Part("a", "A", "Något annat."),)), question("semester"))
    assert (found.part.place, found.part.label, found.html) == ("", "", "Något annat.")
    assert passage(Shown("Semester", "", ()), question("semester")).html == ""


def test_parts_of_the_compound_asked_for_are_marked():
    assert title_html("Personal i hemtjänsten", question("hemtjänstpersonal")) == (
        "<mark>Personal</mark> i <mark>hemtjänsten</mark>"
    )


def test_a_huge_document_takes_a_bounded_time():
    text = "ett ord till och semester " * 40_000
    shown = Shown("", "", (Part("a", "A", text), Part("b", "B", text)))
    passage(Shown("", "", (Part("a", "A", text[:1000]),)), question("semester"))
    start = time.process_time()
    passage(shown, question("semester"))
    assert time.process_time() - start < 2
