"""What LibreOffice writes as Word files: its own names of styles, lists, frames and marks."""

from __future__ import annotations

from pathlib import Path

from home.importing.outline import BulletList, Heading, Items, Notice, Paragraph, Picture, Step, Steps, Table
from home.importing.reading import read_source
from home.importing.source import Source
from tests.home.word_files import cell, drawing, field, item, p, png, run, table, word

STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>'
    f"{f'<w:basedOn w:val={chr(34)}{base}{chr(34)}/>' if base else ''}{more}</w:style>"
    for kind, key, name, base, more in (
        ("paragraph", "Normal", "Normal", "", '<w:pPr><w:widowControl/></w:pPr><w:rPr><w:sz w:val="24"/></w:rPr>'),
        ("paragraph", "Heading", "Heading", "Normal", '<w:pPr><w:keepNext/></w:pPr><w:rPr><w:sz w:val="28"/></w:rPr>'),
        ("paragraph", "Heading1", "heading 1", "Heading",
         '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("paragraph", "Heading2", "heading 2", "Heading",
         '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("paragraph", "Title", "Title", "Heading", '<w:pPr><w:jc w:val="center"/></w:pPr>'),
        ("paragraph", "TextBody", "Body Text", "Normal", ""),
        ("paragraph", "ListStycke", "List", "TextBody", ""),
        ("paragraph", "Caption", "caption", "Normal", ""),
        ("paragraph", "Figur", "Figur", "Caption", ""),
        ("paragraph", "FrameContents", "Frame Contents", "Normal", ""),
        ("paragraph", "TableContents", "Table Contents", "Normal", ""),
        ("paragraph", "TableHeading", "Table Heading", "TableContents", "<w:rPr><w:b/></w:rPr>"),
        ("paragraph", "Quotations", "Quotations", "Normal", ""),
        ("paragraph", "Contents1", "toc 1", "Index", ""),
        ("paragraph", "Numrerad", "Numrerad lista i kommunen", "TextBody",
         '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr>'),
        ("character", "InternetLink", "Hyperlink", "", '<w:rPr><w:u w:val="single"/></w:rPr>'),
    )
)  # fmt: skip


def levels(*inside: str) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/>{one}<w:lvlJc w:val="left"/></w:lvl>'
        for number, one in enumerate(inside)
    )


NOTHING = '<w:numFmt w:val="none"/><w:suff w:val="nothing"/><w:lvlText w:val=""/>'
BULLET = (
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="{}"/><w:rPr><w:rFonts w:ascii="{}" w:hAnsi="{}"/></w:rPr>'
)
FIGURE = '<w:numFmt w:val="decimal"/><w:lvlText w:val="%{}."/>'
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{key}">{inside}</w:abstractNum>'
    for key, inside in (
        (1, levels(NOTHING, NOTHING)),
        (
            2,
            levels(
                BULLET.format("\uf0b7", "Symbol", "Symbol"), BULLET.format("◦", "OpenSymbol", "OpenSymbol")
            ),
        ),
        (3, levels(FIGURE.format(1), FIGURE.format(2))),
    )
) + "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in (1, 2, 3))


def read(body: str, **parts) -> Source:
    return read_source(Path("rutin.docx"), word(body, styles=STYLES, numbering=NUMBERING, **parts))


def blocks(body: str, **parts) -> list:
    return read(body, **parts).blocks


def notes(source: Source) -> str:
    return "\n".join(note.message for note in source.notes)


def test_headings_without_numbers_of_the_outline_are_headings():
    mark = '<w:bookmarkStart w:id="0" w:name="__RefHeading___Toc123"/>'
    source = read(
        p("Nycklar", style="Title")
        + p(mark, '<w:r><w:lastRenderedPageBreak/></w:r><w:bookmarkEnd w:id="0"/>', "Ett", style="Heading1")
        + p("Text.", style="TextBody") + p("Del", style="Heading2") + p("Mer.", style="TextBody")
    )  # fmt: skip
    assert source.written["title"] == "Nycklar"
    assert source.blocks == [Heading(1, "Ett"), Paragraph("Text."), Heading(2, "Del"), Paragraph("Mer.")]
    assert "Rubrikernas nummer" not in notes(source)


def test_a_line_in_the_base_of_all_headings_is_one_by_its_size():
    assert blocks(p("Hämta", style="Heading") + p("Text.", style="TextBody"))[0] == Heading(1, "Hämta")


def test_lists_by_numbers_and_by_style():
    assert blocks(item("En", 2) + item("Inre", 2, 1) + item("Två", 2)) == [
        BulletList(("En<ul><li>Inre</li></ul>", "Två"))
    ]
    assert blocks(p("Ring.", style="Numrerad") + p("Vänta.", style="Numrerad")) == [
        Steps((Step("Ring."), Step("Vänta.")))
    ]
    # Taken out of the list that its style puts it in.
    off = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    between = (
        p("Ring.", style="Numrerad")
        + p("Säg.", style="Numrerad", properties=off)
        + p("Vänta.", style="Numrerad")
    )
    assert blocks(between) == [Steps((Step("Ring.", "Säg."), Step("Vänta.")))]


def test_a_frame_with_a_picture_and_its_caption():
    inside = p(
        drawing("b", "En nyckel"), "Figur ", field("SEQ Figur \\* ARABIC", "1"), ": Nyckeln", style="Figur"
    )
    frame = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        f"</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect><v:textbox><w:txbxContent>{inside}"
        "</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    picture = {"relations": {"b": ("image", "media/a.png")}, "files": {"word/media/a.png": png()}}
    assert blocks(p("Text.", frame), **picture) == [
        Paragraph("Text."), Picture("bild:a.png", "En nyckel", "Figur 1: Nyckeln"),
    ]  # fmt: skip


def test_direct_formatting_makes_no_headings_of_what_is_none():
    source = blocks(
        p(run("Viktigt", "<w:b/><w:bCs/>"), run(" ring först.", '<w:b w:val="false"/>'), style="TextBody")
    )
    assert source == [Paragraph("<b>Viktigt</b> ring först.")]


def test_tables_with_its_own_header_style():
    rows = (
        cell(p("Dag", style="TableHeading")) + cell(p("Tid", style="TableHeading")),
        cell("Måndag") + cell("8"),
    )
    borders = "<w:tblBorders><w:top w:val='single'/></w:tblBorders>"
    assert blocks(table(*rows, properties=borders)) == [Table(("Dag", "Tid"), (("Måndag", "8"),))]


def test_references_to_headings_lead_there():
    body = p("Rutin", style="Title") + p(
        "Se ", field("REF __RefHeading___1 \\h", "Mer hjälp"), style="TextBody"
    )
    body += p('<w:bookmarkStart w:id="1" w:name="__RefHeading___1"/>', "Mer hjälp", style="Heading1") + p(
        "Text."
    )
    assert blocks(body)[0] == Paragraph('Se <a href="#mer-hjalp">Mer hjälp</a>')


def test_contents_quotations_and_boxes_to_tick():
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('Innehåll', style='Contents1')}{p('Ett 3', style='Contents1')}</w:sdtContent></w:sdt>"
    )
    box = (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run('☐')}</w:sdtContent></w:sdt>"
    )
    found = blocks(
        contents + p("Ring alltid 112.", style="Quotations") + p(box, " Beställ dator", style="TextBody")
    )
    assert found[0] == Notice("info", "Ring alltid 112.")
    assert isinstance(found[1], Items)
    assert len(found) == 2
