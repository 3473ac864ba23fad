"""Tables, pictures and what else is drawn in a Word file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as PillowImage

from home.importing.arranging import arrange
from home.importing.outline import (
    Attachment,
    BulletList,
    Heading,
    Notice,
    Paragraph,
    Picture,
    Step,
    Steps,
    Table,
)
from home.importing.reading import read_source
from home.importing.source import Source
from tests.home.word_files import NAMESPACES, bold, cell, drawing, item, p, png, run, table, word

SPAN = '<w:gridSpan w:val="2"/>'
FIRST, MORE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
NO_LOOK = '<w:tblStyle w:val="Tabellrutnt"/><w:tblLook w:val="0600"/>'


def read(body: str, **parts) -> Source:
    return read_source(Path("rutin.docx"), word(body, **parts))


def blocks(body: str, **parts) -> list:
    return read(body, **parts).blocks


def notes(source: Source) -> str:
    return "\n".join(note.message for note in source.notes)


def test_merged_cells_say_their_words_once_in_their_first_place():
    source = read(
        table(
            cell("Dag") + cell("Tid") + cell("Var"),
            cell("Måndag", properties=FIRST) + cell("8", properties=SPAN),
            cell("", properties=MORE) + cell("9") + cell("Salen"),
        )
    )
    assert source.blocks == [Table(("Dag", "Tid", "Var"), (("Måndag", "8", ""), ("", "9", "Salen")))]
    assert "Sammanslagna celler" in notes(source)


def test_two_rows_of_headers_are_one():
    head = "<w:tr><w:trPr><w:tblHeader/></w:trPr>{}</w:tr>"
    source = blocks(
        table(
            head.format(cell("Enhet", properties=FIRST) + cell("Antal", properties=SPAN)),
            head.format(cell("", properties=MORE) + cell("Vår") + cell("Höst")),
            cell("A") + cell("1") + cell("2"),
        )
    )
    assert source == [Table(("Enhet", "Antal – Vår", "Antal – Höst"), (("A", "1", "2"),))]


def test_a_table_without_a_row_of_headers_has_none():
    rows = cell("A") + cell("1"), cell("B") + cell("2")
    assert blocks(table(*rows, properties=NO_LOOK)) == [Table(("", ""), (("A", "1"), ("B", "2")))]
    strong = cell(bold("Namn")) + cell(bold("Antal"))
    assert blocks(table(strong, *rows, properties=NO_LOOK))[0].header == ("Namn", "Antal")


def test_a_table_that_only_places_text_becomes_the_text():
    source = read(
        table(
            cell(p("Vänster", style="Rubrik1"), "Text.")
            + cell(p("Höger", style="Rubrik1"), item("Ring.") + ""),
            properties="",
        )
    )
    assert source.blocks == [
        Heading(1, "Vänster"), Paragraph("Text."), Heading(1, "Höger"), Steps((Step("Ring."),)),
    ]  # fmt: skip
    assert "placerade text" in notes(source)


def test_a_single_cell_is_a_box():
    assert blocks(table(cell("Ring alltid 112 först."))) == [Notice("info", "Ring alltid 112 först.")]
    assert blocks(table(cell(p(run("Varning:", "<w:b/>"), run(" Hett."))))) == [Notice("warning", "Hett.")]


def test_a_table_in_a_table_comes_in_reading_order():
    inner = table(cell("A") + cell("B"), cell("1") + cell("2"))
    assert blocks(table(cell("Före") + cell(inner, "Efter"))) == [
        Paragraph("Före"), Table(("A", "B"), (("1", "2"),)), Paragraph("Efter"),
    ]  # fmt: skip


def test_lists_in_cells_stay_in_the_table():
    rows = cell("Vad") + cell("Hur"), cell("Packa") + f"<w:tc>{item('nyckel', 2)}{item('karta', 2)}</w:tc>"
    assert blocks(table(*rows)) == [Table(("Vad", "Hur"), (("Packa", "– nyckel – karta"),))]


def test_captions_belong_to_what_they_stand_beside():
    picture = {"relations": {"b": ("image", "media/a.png")}, "files": {"word/media/a.png": png()}}
    caption = p("Figur 1 Nyckeln", style="Beskrivning")
    assert blocks(p(drawing("b", "En nyckel")) + caption, **picture) == [
        Picture("bild:a.png", "En nyckel", "Figur 1 Nyckeln")
    ]
    rows = cell("A") + cell("B"), cell("1") + cell("2")
    assert blocks(p("Tabell 1", style="Beskrivning") + table(*rows))[0].caption == "Tabell 1"


def painted(kind: str = "PNG") -> bytes:
    """The left half is red, the right one blue."""
    picture = PillowImage.new("RGB", (40, 20), "#ff0000")
    picture.paste("#0000ff", (20, 0, 40, 20))
    stream = BytesIO()
    picture.save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_has_been_cut_away_of_a_picture_is_not_taken_along(kind):
    whole = drawing("b", "Röd")
    cut = whole.replace("</pic:blipFill>", '<a:srcRect r="50000"/></pic:blipFill>')
    older = (
        '<w:r><w:pict><v:shape alt="Röd"><v:imagedata r:id="b" cropright="32768f"/></v:shape></w:pict></w:r>'
    )
    for seen in (cut, older):
        source = read(
            p(seen), relations={"b": ("image", "media/a.png")}, files={"word/media/a.png": painted(kind)}
        )
        assert source.blocks == [Picture("bild:a-0-0-500-0.png", "Röd")]
        ((name, data),) = source.pictures.items()
        with PillowImage.open(BytesIO(data)) as image:
            assert (name, image.size, image.format) == ("bild:a-0-0-500-0.png", (20, 20), kind)
            pixel = image.convert("RGB").getpixel((10, 10))
        assert isinstance(pixel, tuple)
        assert pixel[0] > 200
        assert pixel[2] < 60


def test_a_picture_that_cannot_be_cut_is_unsure():
    impossible = drawing("b", "x").replace(
        "</pic:blipFill>", '<a:srcRect l="60000" r="60000"/></pic:blipFill>'
    )
    source = read(
        p(impossible), relations={"b": ("image", "media/a.png")}, files={"word/media/a.png": painted()}
    )
    assert "här visas hela" in notes(source)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_pictures_that_browsers_show_are_pictures(kind):
    source = read(
        p(drawing("b", "En nyckel")),
        relations={"b": ("image", "media/a.x")},
        files={"word/media/a.x": png(kind=kind)},
    )
    assert source.blocks == [Picture("bild:a.x", "En nyckel")]
    assert source.pictures["bild:a.x"] == png(kind=kind)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.emf", b"\x01\x00\x00\x00EMF"),
        ("a.tiff", png(kind="TIFF")),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.png", b"\x89PNG\r\n\x1a\nbroken"),
    ],
)
def test_pictures_that_browsers_do_not_show_come_along_as_attachments(name, data):
    source = read(
        p(drawing("b", "Ritning")),
        relations={"b": ("image", f"media/{name}")},
        files={f"word/media/{name}": data},
    )
    assert source.blocks == [Attachment(f"bilaga:{name}", "Ritning")]
    assert source.pictures == {f"bilaga:{name}": data}
    assert f"Bilden {name} har ett format som webbläsare inte visar. Den följer med som bilaga." in notes(
        source
    )


def test_a_picture_outside_the_file_is_never_fetched():
    source = read(
        p("Text.", drawing("b", "x").replace("r:embed", "r:link")),
        relations={"b": ("image", "http://127.0.0.1:9/a.png")},
    )
    assert source.blocks == [Paragraph("Text.")]
    assert "utanför filen" in notes(source)


def test_a_picture_in_the_middle_of_a_list_comes_after_it():
    picture = {"relations": {"b": ("image", "media/a.png")}, "files": {"word/media/a.png": png()}}
    source = read(item("Ring.") + p(drawing("b", "En ritning")) + item("Gå."), **picture)
    assert source.blocks == [
        Steps((Step("Ring."), Step("Gå."))), Picture("bild:a.png", "En ritning", "Till steg 1"),
    ]  # fmt: skip
    assert "flyttades till efter den" in notes(source)


def test_a_picture_drawn_the_old_way():
    shape = '<w:r><w:pict><v:shape alt="En nyckel"><v:imagedata r:id="b"/></v:shape></w:pict></w:r>'
    source = blocks(p(shape), relations={"b": ("image", "media/a.png")}, files={"word/media/a.png": png()})
    assert source == [Picture("bild:a.png", "En nyckel")]


def test_what_cannot_come_along_is_told():
    frame = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x"/><a:graphic><a:graphicData uri="{}">{}</a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
    chart = frame.format("http://schemas.openxmlformats.org/drawingml/2006/chart", "")
    smart = frame.format(NAMESPACES["dgm"], '<dgm:relIds r:dm="d"/>')
    data = (
        f'<dgm:dataModel xmlns:dgm="{NAMESPACES["dgm"]}" xmlns:a="{NAMESPACES["a"]}"><dgm:pt><dgm:t><a:p><a:r>'
        "<a:t>Planera</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>"
    )
    ole = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    source = read(
        p("A", chart) + p("B", smart) + p("C", ole),
        relations={"d": ("diagramData", "diagrams/data1.xml")},
        files={"word/diagrams/data1.xml": data.encode()},
    )
    assert BulletList(("Planera",)) in source.blocks
    for words in ("Ett diagram kunde inte läsas in", "SmartArt", "Ett inbäddat objekt (Excel)"):
        assert words in notes(source)


def test_a_picture_without_words_for_it_is_told_of_but_decoration_is_not():
    picture = {"relations": {"b": ("image", "media/a.png")}, "files": {"word/media/a.png": png()}}
    (wordless,) = arrange(read(p("Text.", drawing("b")), **picture)).wordless()
    assert wordless.file == "a.png"
    decoration = read(p("Text.", drawing("b", "", '<adec:decorative val="1"/>')), **picture)
    assert decoration.blocks == [Paragraph("Text.")]
    assert "utsmyckning" in notes(decoration)
