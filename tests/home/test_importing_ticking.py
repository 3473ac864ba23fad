"""A checklist that was made to be printed becomes one to tick: its lists, its tables, and the text between."""

from __future__ import annotations

from pathlib import Path

import pytest

from home.importing.arranging import arrange
from home.importing.outline import Item, Items, Outline, Paragraph, Section
from home.importing.reading import read_source
from tests.home.word_files import cell, item, p, table, word

HEAD = table(cell("Dokumenttyp") + cell("Checklista"), cell("Version") + cell("2"))
H1 = p("Före start", style="Rubrik1")


def read(body: str) -> Outline:
    return arrange(read_source(Path("lista.docx"), word(HEAD + p("Ny kollega", style="Rubrik") + body)))


def notes(outline: Outline) -> str:
    return "\n".join(note.message for note in outline.notes)


def test_a_table_of_things_to_do_is_a_list_to_tick():
    rows = (
        cell("Klart") + cell("Vad") + cell("Vem") + cell("Datum"),
        cell("☐") + cell("Beställ dator") + cell("Chef") + cell(""),
        cell("") + cell("Visa brandväg <A>".replace("<", "&lt;")) + cell("Fadder") + cell(""),
        cell("") + cell("") + cell("") + cell(""),
    )
    outline = read(H1 + table(*rows))
    assert outline.problems == []
    assert outline.sections == [
        Section(
            "Före start",
            [Items((Item("Beställ dator", "Vem: Chef"), Item("Visa brandväg <A>", "Vem: Fadder")))],
        )
    ]
    assert "En tabell blev punkter att bocka av" in notes(outline)


def test_numbers_of_rows_are_no_items():
    rows = cell("Nr") + cell("Vad"), cell("1") + cell("Ring"), cell("2") + cell("Vänta")
    ((items,),) = (section.blocks for section in read(H1 + table(*rows)).sections)
    assert items == Items((Item("Ring", "Nr: 1"), Item("Vänta", "Nr: 2")))


def test_text_between_the_items_finds_room():
    body = (
        H1 + p("Gör det i god tid.") + item("Beställ dator.", 2) + item("skärm", 2, 1) + item("Ring.", 2)
        + p("Numret står på dörren.") + p("Bra att veta", style="Rubrik1") + p("Allt finns i källaren.")
    )  # fmt: skip
    outline = read(body)
    assert outline.problems == []
    assert outline.sections == [
        Section("", [Paragraph("<b>Före start:</b> Gör det i god tid."),
                     Paragraph("<b>Bra att veta:</b> Allt finns i källaren.")]),
        Section("Före start", [Items((Item("Beställ dator.", "– skärm"), Item("Ring.", "Numret står på dörren.")))]),
    ]  # fmt: skip
    assert "flyttades till inledningen: ”Gör det i god tid.”" in notes(outline)
    assert "hjälptext: ”Numret står på dörren.”" in notes(outline)


def test_subheadings_divide():
    body = (
        H1 + p("Dag ett", style="Rubrik2") + item("Ring.", 2) + p("Sedan", style="Rubrik1") + item("Gå.", 2)
    )
    assert [section.heading for section in read(body).sections] == ["Dag ett", "Sedan"]


@pytest.mark.parametrize("text", ["ord " * 200 + "slut", "x" * 300 + " slut"])
def test_a_long_item_goes_on_in_its_help(text):
    outline = read(H1 + item(text, 2) + item("Ring.", 2))
    assert outline.problems == []
    first = outline.sections[0].blocks[0].items[0]
    assert len(first.text) <= 250
    assert f"{first.text}{first.html}".replace(" …… ", " " if "ord" in text else "") == text
    assert "för lång" in notes(outline)


def test_a_head_that_is_understood_is_not_missed():
    assert notes(read(H1 + item("Ring.", 2))) == "Filen säger: Version: 2."
