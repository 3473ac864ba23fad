"""The short answer is found where the file gives it, and no heading is left with nothing under it for its sake."""

from __future__ import annotations

from pathlib import Path

import pytest

from home.importing.answering import HEADING_GONE, HEADING_LEFT, MISSING, take_first_list
from home.importing.arranging import arrange
from home.importing.outline import Outline, Paragraph, Section, Subheading
from home.importing.reading import read_source
from tests.home.word_files import bold, item, p, word

TITLE = p("Snöröjning", style="Rubrik")
BEFORE = p("Syfte", style="Rubrik1") + p("Gångbanorna är sandade klockan sju.")
AFTER = p("Mer att läsa", style="Rubrik1") + p("Läs planen.")
STEPS = item("Ring vakten.") + item("Sanda.")


def read(body: str) -> Outline:
    return arrange(read_source(Path("sno.docx"), word(TITLE + body)))


def headings(outline: Outline) -> list[str]:
    inside = [block.text for block in outline.blocks() if isinstance(block, Subheading)]
    return [*(section.heading for section in outline.sections), *inside]


def titles(outline: Outline) -> list[str]:
    return [step.title for step in outline.answer]


def messages(outline: Outline) -> list[str]:
    return [note.message for note in outline.notes]


@pytest.mark.parametrize(
    "heading",
    [
        "Det här gör du",
        "Det här gör du:",
        "DET HÄR GÖR DU",
        "2. Det här gör du",
        "2.1 Så här gör du",
        "Så här gör du:",
    ],
)
@pytest.mark.parametrize(
    "written", [bold, lambda text: p(text, style="Rubrik2"), lambda text: p(text, style="Rubrik1")]
)
def test_a_heading_that_says_so_over_a_list_gives_the_answer_and_does_not_stay(heading, written):
    outline = read(BEFORE + written(heading) + STEPS + AFTER)
    assert titles(outline) == ["Ring vakten.", "Sanda."]
    assert headings(outline) == ["Syfte", "Mer att läsa"]
    assert MISSING not in messages(outline)


def test_a_list_of_bullets_directly_under_it_is_the_answer_too():
    outline = read(
        BEFORE + bold("Det här gör du") + item("Hämta nyckeln.", 2) + item("Skriv under.", 2) + AFTER
    )
    assert titles(outline) == ["Hämta nyckeln.", "Skriv under."]
    assert headings(outline) == ["Syfte", "Mer att läsa"]


def test_the_very_heading_comes_before_one_that_says_the_same():
    outline = read(
        BEFORE + bold("Så här gör du") + item("Annat.", 2) + item("Mer.", 2)
        + p("Läs vidare.") + bold("Det här gör du") + STEPS + AFTER
    )  # fmt: skip
    assert titles(outline) == ["Ring vakten.", "Sanda."]
    assert headings(outline) == ["Syfte", "Mer att läsa", "Så här gör du"]


def test_what_else_stands_under_the_heading_keeps_it():
    outline = read(BEFORE + bold("Så här gör du") + STEPS + p("Ring igen om det snöar.") + AFTER)
    assert titles(outline) == ["Ring vakten.", "Sanda."]
    assert headings(outline) == ["Syfte", "Mer att läsa", "Så här gör du"]


def test_a_text_between_heading_and_list_makes_it_no_answer_but_the_first_to_be_offered():
    body = (
        BEFORE + item("Annat.", 2) + item("Mer.", 2) + bold("Så här gör du") + p("I ordning:") + STEPS + AFTER
    )
    outline = read(body)
    assert not outline.answer
    take_first_list(outline)
    assert titles(outline) == ["Ring vakten.", "Sanda."]
    assert Paragraph("I ordning:") in outline.blocks()


@pytest.mark.parametrize("written", [bold, lambda text: p(text, style="Rubrik1")])
def test_a_heading_with_words_of_its_own_over_a_list_that_is_taken_is_kept_and_told_of(written):
    outline = read(BEFORE + written("På gården") + STEPS + AFTER)
    assert not outline.answer
    take_first_list(outline)
    assert titles(outline) == ["Ring vakten.", "Sanda."]
    assert "På gården" in headings(outline)
    assert HEADING_LEFT.format("På gården") in messages(outline)


@pytest.mark.parametrize("written", [bold, lambda text: p(text, style="Rubrik1")])
def test_a_heading_that_says_no_more_than_the_answers_goes_with_the_list_that_is_taken(written):
    outline = read(BEFORE + written("Gör så här") + STEPS + AFTER)
    take_first_list(outline)
    assert headings(outline) == ["Syfte", "Mer att läsa"]
    assert HEADING_GONE.format("Gör så här") in messages(outline)


def test_no_section_without_words_is_left():
    outline = read(bold("Det här gör du") + STEPS)
    assert titles(outline) == ["Ring vakten.", "Sanda."]
    assert outline.sections == []
    assert Section() not in outline.sections
