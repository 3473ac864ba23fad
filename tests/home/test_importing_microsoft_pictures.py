"""What Word draws: pictures with and without words of their own, shapes, diagrams and files inside the file."""

from __future__ import annotations

from home.importing.outline import (
    Paragraph,
    Picture,
)
from tests.home.test_importing_microsoft import blocks, notes, read, texts  # noqa: F401
from tests.home.word_files import (
    drawing,
    p,
    png,
)


def test_a_description_that_a_program_wrote_is_marked():
    alt = "En nyckel&#10;&#10;Automatiskt genererad beskrivning"
    source = read(
        p(drawing("b", alt)), relations={"b": ("image", "media/a.png")}, files={"word/media/a.png": png()}
    )
    assert source.blocks == [Picture("bild:a.png", "En nyckel")]
    assert "skriven av ett program" in notes(source)


def shape(inside: str = "") -> str:
    box = f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>" if inside else ""
    return f"<wps:wsp>{box}</wps:wsp>"


def test_figures_of_shapes_are_named_and_their_words_kept():
    group = f"<w:r><w:drawing><wp:anchor>{shape(p('Start'))}{shape()}{shape(p('Slut'))}</wp:anchor></w:drawing></w:r>"
    source = read(p("Text.", group))
    assert source.blocks == [Paragraph("Text."), Paragraph("Start"), Paragraph("Slut")]
    assert "En figur av former" in notes(source)
    line = '<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>'
    assert "figur av former" not in notes(read(p("Text.", line)))
    art = '<w:r><w:pict><v:shape><v:textpath string="Välkommen hit"/></v:shape></w:pict></w:r>'
    assert texts(p("Text.", art)) == ["Text.", "Välkommen hit"]


def test_diagrams_embedded_files_and_pictures_that_are_gone_are_named():
    chart = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/'
        'chart"/></a:graphic></wp:inline></w:drawing></w:r>'
    )
    embedded = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    source = read(p("Text.", chart, embedded, drawing("finns-inte", "Karta")) + '<w:altChunk r:id="a"/>')
    for words in (
        "Ett diagram kunde inte",
        "inbäddat objekt (Excel)",
        "Karta är skadad eller saknas",
        "En annan fil",
    ):
        assert words in notes(source)
