"""What Google Docs hands out as Word files: everything in direct formatting, a list of its own for each list."""

from __future__ import annotations

from pathlib import Path

import pytest

from home.importing.outline import BulletList, Heading, Items, Notice, Paragraph, Picture, Step, Steps, Table
from home.importing.reading import read_source
from home.importing.source import Source
from tests.home.word_files import cell, drawing, p, png, run, table, word

NOISE = (
    '<w:b w:val="0"/><w:i w:val="0"/><w:smallCaps w:val="0"/><w:strike w:val="0"/><w:color w:val="000000"/>'
    '<w:sz w:val="22"/><w:szCs w:val="22"/><w:u w:val="none"/><w:vertAlign w:val="baseline"/><w:rtl w:val="0"/>'
)
STYLES = """<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial"/><w:sz w:val="22"/></w:rPr></w:rPrDefault>
</w:docDefaults><w:style w:type="paragraph" w:styleId="Normal" w:default="1"><w:name w:val="normal"/></w:style>
<w:style w:type="table" w:styleId="TableNormal" w:default="1"><w:name w:val="Table Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:rPr><w:sz w:val="40"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="table" w:styleId="Table1"><w:basedOn w:val="TableNormal"/></w:style>"""


def listed(key: int, kind: str, text: str, deeper: str) -> str:
    inside = "".join(
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/>'
        '<w:lvlJc w:val="left"/><w:rPr><w:u w:val="none"/></w:rPr></w:lvl>'
        for number, sign in enumerate((text, deeper))
    )
    number = f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="{key}">{inside}</w:abstractNum>{number}'


NUMBERING = (
    listed(1, "decimal", "%1.", "%2.") + listed(2, "bullet", "●", "○") + listed(3, "decimal", "%1.", "%2.")
    + listed(4, "bullet", "☐", "☐").replace('<w:u w:val="none"/>', '<w:rFonts w:ascii="Noto Sans Symbols"/>')
)  # fmt: skip


def line(*inside: str, style: str = "", properties: str = "") -> str:
    runs = (part if part.startswith("<") else run(part, NOISE) for part in inside)
    return p(*runs, style=style, properties=f"{properties}<w:rPr>{NOISE}</w:rPr>")


def item(text: str, num: int, level: int = 0) -> str:
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    return line(text, properties=f'{number}<w:ind w:left="{720 * (level + 1)}" w:hanging="360"/>')


def tagged(inside: str, number: int = 0) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="{number}"/><w:tag w:val="goog_rdk_{number}"/></w:sdtPr>'
        f"<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )


def read(body: str, **parts) -> Source:
    return read_source(Path("rutin.docx"), word(body, styles=STYLES, numbering=NUMBERING, **parts))


def blocks(body: str, **parts) -> list:
    return read(body, **parts).blocks


def notes(source: Source) -> str:
    return "\n".join(note.message for note in source.notes)


EMPTY = line()


def test_headings_with_noise_and_empty_paragraphs_between():
    mark = '<w:bookmarkStart w:id="0" w:name="_heading=h.abc"/><w:bookmarkEnd w:id="0"/>'
    source = read(
        line("Nycklar", style="Title") + EMPTY + line(mark, "Hämta", style="Heading1") + EMPTY + line("Gå dit.")
        + EMPTY + EMPTY + line("Del", style="Heading2") + line("Mer.") + line(style="Heading1") + EMPTY
    )  # fmt: skip
    assert source.written["title"] == "Nycklar"
    assert source.blocks == [Heading(1, "Hämta"), Paragraph("Gå dit."), Heading(2, "Del"), Paragraph("Mer.")]
    assert not notes(source)


def test_each_list_has_a_numbering_of_its_own():
    body = item("a", 1) + item("b", 1) + EMPTY + line("Sedan:") + item("c", 3) + item("d", 3)
    assert blocks(body) == [
        Steps((Step("a"), Step("b"))), Paragraph("Sedan:"), Steps((Step("c"), Step("d"))),
    ]  # fmt: skip
    assert blocks(item("En", 2) + item("Inre", 2, 1) + item("Två", 2)) == [
        BulletList(("En<ul><li>Inre</li></ul>", "Två"))
    ]
    assert isinstance(blocks(item("Ring", 4) + item("Vänta", 4))[0], Items)


def test_what_stands_in_between_goes_on_in_its_item():
    more = line("Säg vem du är.", properties='<w:ind w:left="720"/>')
    assert blocks(item("Ring.", 1) + more + item("Vänta.", 1)) == [
        Steps((Step("Ring.", "Säg vem du är."), Step("Vänta.")))
    ]


def test_chips_and_suggestions_in_tagged_controls():
    suggestion = f'<w:ins w:author="A" w:id="1">{run("genast", NOISE)}</w:ins>'
    gone = '<w:del w:author="A" w:id="2"><w:r><w:delText>aldrig</w:delText></w:r></w:del>'
    comment = '<w:commentRangeStart w:id="0"/>'
    body = tagged(line("Ring ", tagged(suggestion), tagged(gone, 1), tagged(comment, 2), " chefen."), 3)
    body += line("Den ", tagged(run("1 mars 2026", NOISE), 4), ".")
    source = read(body)
    assert source.blocks == [Paragraph("Ring genast chefen."), Paragraph("Den 1 mars 2026.")]
    assert "spårade ändringar" in notes(source)


def test_a_placeholder_chip_is_named():
    empty = (
        '<w:sdt><w:sdtPr><w:tag w:val="goog_rdk_9"/><w:showingPlcHdr/></w:sdtPr>'
        f"<w:sdtContent>{run('Välj datum')}</w:sdtContent></w:sdt>"
    )
    assert "Välj datum" in notes(read(line("Den ", empty)))


@pytest.mark.parametrize(
    ("href", "direct"),
    [
        ("https://www.google.com/url?q=https://kompasskoping.example/a?b%3D1&amp;sa=D&amp;usg=x",
         "https://kompasskoping.example/a?b=1"),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fkompasskoping.example%2Fa&amp;data=x",
         "https://kompasskoping.example/a"),
        ("https://www.google.com/url?q=javascript:alert(1)",
         "https://www.google.com/url?q=javascript:alert(1)"),
        ("https://www.google.com/search?q=https://kompasskoping.example/",
         "https://www.google.com/search?q=https://kompasskoping.example/"),
    ],
)  # fmt: skip
def test_links_lead_where_they_lead_without_a_detour(href, direct):
    relations = {"r9": ("hyperlink", href)}
    link = f'<w:hyperlink r:id="r9">{run("webben", NOISE)}</w:hyperlink>'
    assert blocks(line("Se ", link), relations=relations) == [Paragraph(f'Se <a href="{direct}">webben</a>')]


def test_line_breaks_of_every_kind():
    breaks = '<w:r><w:br w:type="textWrapping"/></w:r>'
    assert blocks(line("rad ett", breaks, "rad två\x0brad tre\u2028rad fyra")) == [
        Paragraph("rad ett<br/>rad två<br/>rad tre<br/>rad fyra")
    ]


def test_tables_with_fixed_widths():
    borders = (
        '<w:tblStyle w:val="Table1"/><w:tblW w:w="9000.0" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblBorders><w:top w:val="single"/></w:tblBorders><w:tblLook w:val="0600"/>'
    )
    wide = '<w:tcW w:w="4500.5"/>'
    rows = (cell("Dag", properties=wide) + cell("Tid"), cell("Måndag") + cell("8", ""))
    source = read(table(*rows, properties=borders))
    assert source.blocks == [Table(("", ""), (("Dag", "Tid"), ("Måndag", "8")))]
    assert "ingen rubrikrad" in notes(source)
    assert blocks(table(cell("Ring alltid 112."), properties=borders)) == [Notice("info", "Ring alltid 112.")]


def test_pictures_and_rules():
    rule = '<w:r><w:pict><v:rect style="width:0" o:hralign="center" o:hrstd="t" o:hr="t"/></w:pict></w:r>'
    source = read(
        line("Före.") + line(rule) + line(drawing("b", "")),
        relations={"b": ("image", "media/image1.png")},
        files={"word/media/image1.png": png()},
    )
    assert source.blocks == [Paragraph("Före."), Picture("bild:image1.png", "")]
    assert "former" not in notes(source)
