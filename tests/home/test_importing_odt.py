"""OpenDocument texts come out as what a reader of the file sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from home.importing.arranging import arrange
from home.importing.outline import (
    Attachment,
    BulletList,
    Heading,
    Items,
    Notice,
    Paragraph,
    Picture,
    Step,
    Steps,
    Table,
)
from home.importing.reading import read_source
from home.importing.source import Source
from tests.home.odt_files import (
    AUTOMATIC,
    COVERED,
    STYLES,
    cell,
    frame,
    h,
    image,
    item,
    listing,
    odt,
    p,
    row,
    span,
    table,
)
from tests.home.word_files import png

H1 = h("Avsnitt")


def read(body: str, **parts) -> Source:
    return read_source(Path("rutin.odt"), odt(body, **parts))


def blocks(body: str, **parts) -> list:
    return read(body, **parts).blocks


def notes(source: Source) -> str:
    return "\n".join(note.message for note in source.notes)


def test_headings_by_level_and_by_style_and_a_title():
    source = read(
        p("Nycklar", style="Title")
        + H1
        + p("Ett.")
        + h("Del", 2)
        + p("Två.")
        + p("Tre", style="P1")
        + p("T.")
    )
    assert source.written["title"] == "Nycklar"
    assert [b for b in source.blocks if isinstance(b, Heading)] == [
        Heading(1, "Avsnitt"), Heading(2, "Del"), Heading(1, "Tre"),
    ]  # fmt: skip


def test_what_is_set_by_hand_is_what_its_style_is():
    automatic = (
        AUTOMATIC + '<style:style style:name="P9" style:family="paragraph" style:parent-style-name="{}"/>'
    )
    assert blocks(p("Hämta", style="P9") + p("Text."), automatic=automatic.format("Heading"))[0] == Heading(
        1, "Hämta"
    )
    assert (
        read(p("Nycklar", style="P9") + p("T."), automatic=automatic.format("Title")).written["title"]
        == "Nycklar"
    )
    quoted = blocks(p("Ring 112.", style="P9"), automatic=automatic.format("Quotations"))
    assert quoted == [Notice("info", "Ring 112.")]


def test_a_bold_line_is_a_heading_and_unsure():
    source = read(p("Hämta", style="P2") + p("Gå dit.") + p(span("Lämna")) + p("Gå dit igen."))
    assert [told.text for told in source.told if told.remark == "Fet rad tolkad som rubrik."] == [
        "Hämta",
        "Lämna",
    ]


def test_lists_number_restart_and_go_on():
    listed = listing(item("a"), item("b"), more=' xml:id="k1"')
    assert blocks(listed + listing(item("c"), item("d"))) == [
        Steps((Step("a"), Step("b"))), Steps((Step("c"), Step("d"))),
    ]  # fmt: skip
    for more in (' text:continue-numbering="true"', ' text:continue-list="k1"'):
        source = read(listed + p("Mellan.") + listing(item("c"), more=more))
        assert source.blocks == [Steps((Step("a"), Step("b", "Mellan."), Step("c")))]
    again = listed + listing(item("c", start="1"), item("d"), more=' text:continue-list="k1"')
    assert blocks(again) == [Steps((Step("a"), Step("b"))), Steps((Step("c"), Step("d")))]


def test_lists_in_lists_and_more_paragraphs_of_an_item():
    inner = listing(item("Inre"), style="")
    assert blocks(listing(item("En", inner), item("Två"), style="L2")) == [
        BulletList(("En<ul><li>Inre</li></ul>", "Två"))
    ]
    assert blocks(listing(item("Ring.", "Säg vem du är."), item("Vänta."))) == [
        Steps((Step("Ring.", "Säg vem du är."), Step("Vänta.")))
    ]
    # As LibreOffice goes on with a list on its second level.
    deeper = listing(f"<text:list-item>{listing(item('Inre'), style='')}</text:list-item>", style="L2",
                     more=' text:continue-numbering="true"')  # fmt: skip
    assert blocks(listing(item("En"), style="L2") + deeper) == [BulletList(("En<ul><li>Inre</li></ul>",))]


def test_a_list_without_signs_is_text_and_one_of_boxes_is_to_tick():
    assert blocks(listing(item("Text."), style="L4")) == [Paragraph("Text.")]
    (items,) = blocks(listing(item("Ring"), item("Vänta"), style="L3"))
    assert isinstance(items, Items)
    assert [one.text for one in items.items] == ["Ring", "Vänta"]


def test_numbered_paragraphs_and_numbered_headings():
    numbered = '<text:numbered-paragraph text:list-id="n" text:style-name="L1">{}</text:numbered-paragraph>'
    assert blocks(numbered.format(p("a")) + numbered.format(p("b"))) == [Steps((Step("a"), Step("b")))]
    assert blocks(listing(item(h("Del ett"))) + p("Text.")) == [Heading(1, "Del ett"), Paragraph("Text.")]


def test_a_list_by_the_style_of_its_paragraphs():
    by_style = '<style:style style:name="P9" style:family="paragraph" style:list-style-name="L1"/>'
    body = listing(item(p("Ring.", style="P9")), item(p("Vänta.", style="P9")), style="")
    assert blocks(body, automatic=AUTOMATIC + by_style) == [Steps((Step("Ring."), Step("Vänta.")))]


def test_as_word_writes_a_list_of_its_own_for_each_item():
    more = ' text:continue-numbering="true"'
    deeper = f"<text:list-item>{listing(item('inne'), style='')}</text:list-item>"
    lists = listing(item("a"), more=more) + listing(deeper, more=more) + listing(item("b"), more=more)
    assert blocks(lists) == [Steps((Step("a", below='<ol type="a"><li>inne</li></ol>'), Step("b")))]


def test_headings_that_are_numbered_lose_their_numbers_and_that_is_said():
    level = '<text:outline-level-style text:level="1" style:num-format="{}"/>'
    outline = f"<text:outline-style>{level}</text:outline-style>"
    for said, words in (("1", True), ("", False)):
        source = read(H1 + p("Text."), styles=STYLES + outline.format(said))
        assert source.blocks == [Heading(1, "Avsnitt"), Paragraph("Text.")]
        assert ("Rubrikernas nummer togs inte med" in notes(source)) == words


def test_tables_with_merged_cells_and_header_rows():
    source = read(
        table(
            f"<table:table-header-rows>{row(cell('Dag'), cell('Tid'), cell('Var'))}</table:table-header-rows>",
            row(cell("Måndag", rows=2), cell("8", columns=2), COVERED),
            row(COVERED, cell("9"), cell("Salen")),
        )
    )
    assert source.blocks == [Table(("Dag", "Tid", "Var"), (("Måndag", "8", ""), ("", "9", "Salen")))]
    assert "Sammanslagna celler" in notes(source)


def test_a_table_that_only_places_text_and_a_single_cell():
    assert blocks(table(row(cell(h("Vänster"), "Text.", style="x"), cell(h("Höger"), "Mer.", style="x")))) == [
        Heading(1, "Vänster"), Paragraph("Text."), Heading(1, "Höger"), Paragraph("Mer."),
    ]  # fmt: skip
    assert blocks(table(row(cell("Ring alltid 112 först.")))) == [Notice("info", "Ring alltid 112 först.")]


def test_a_table_that_says_that_it_is_endless_is_not():
    endless = '<table:table-row table:number-rows-repeated="1048576">{}</table:table-row>'.format(
        '<table:table-cell table:number-columns-repeated="16384"/>'
    )
    (found,) = blocks(table(row(cell("A"), cell("B")), row(cell("1"), cell("2")), endless))
    assert found.rows[0][:2] == ("1", "2")
    assert len(found.rows) == 1


def test_links_bookmarks_and_references():
    link = '<text:a xlink:href="https://kompasskoping.example/">webben</text:a>'
    body = (
        p("Rutin", style="Title") + p("Se ", link, ", ", '<text:a xlink:href="#1.Mer%20hjälp|outline">här</text:a>',
        " och ", '<text:bookmark-ref text:ref-name="b2">där</text:bookmark-ref>') + h("Mer hjälp")
        + p('<text:bookmark text:name="b2"/>', "Text.")
    )  # fmt: skip
    assert blocks(body)[0] == Paragraph(
        'Se <a href="https://kompasskoping.example/">webben</a>, <a href="#mer-hjalp">här</a> och '
        '<a href="#mer-hjalp">där</a>'
    )


def test_notes_stand_at_the_end_of_their_section():
    note = (
        '<text:note text:note-class="{}"><text:note-citation>1</text:note-citation>'
        "<text:note-body>{}</text:note-body></text:note>"
    )
    body = (
        H1
        + p("Ring", note.format("footnote", p("Dagtid.")), " nu.")
        + p("Mer.", note.format("endnote", p("Slut.")))
    )
    assert blocks(body + h("Nästa") + p("Text.")) == [
        Heading(1, "Avsnitt"), Paragraph("Ring [1] nu."), Paragraph("Mer. [2]"), Paragraph("[1] Dagtid."),
        Paragraph("[2] Slut."), Heading(1, "Nästa"), Paragraph("Text."),
    ]  # fmt: skip


def test_a_note_of_the_title_is_not_lost():
    note = f"<text:note><text:note-body>{p('Förr Lås.')}</text:note-body></text:note>"
    source = read(p("Nycklar", note, style="Title") + p("Text."))
    assert source.written["title"] == "Nycklar"
    assert source.blocks == [Paragraph("Text."), Paragraph("[1] Förr Lås.")]


def region(identity: str, kind: str, inside: str = "") -> str:
    return (
        f'<text:changed-region xml:id="{identity}"><text:{kind}>{inside}</text:{kind}></text:changed-region>'
    )


def test_tracked_changes_are_read_as_accepted():
    changes = (
        f"<text:tracked-changes>{region('c1', 'deletion', p('bort'))}{region('c2', 'insertion')}"
        f"{region('c3', 'deletion')}</text:tracked-changes>"
    )
    body = changes + p(
        'Ring <text:change text:change-id="c1"/>', '<text:change-start text:change-id="c2"/>din ',
        '<text:change-end text:change-id="c2"/>', "chef",
        '<text:change-start text:change-id="c3"/> kvarglömt<text:change-end text:change-id="c3"/>.',
    )  # fmt: skip
    source = read(body)
    assert source.blocks == [Paragraph("Ring din chef.")]
    assert "spårade ändringar" in notes(source)


def test_comments_contents_and_page_numbers_are_left_out_and_named():
    contents = (
        f"<text:table-of-content><text:index-body>{p('Ett 3')}</text:index-body></text:table-of-content>"
    )
    comment = "<office:annotation><dc:creator>A</dc:creator><text:p>Stämmer det?</text:p></office:annotation>"
    source = read(contents + p("Text", comment, " sida <text:page-number>7</text:page-number>."))
    assert source.blocks == [Paragraph("Text sida .")]
    for words in ("Innehållsförteckningen", "Kommentarer togs inte med", "Sidnummer"):
        assert words in notes(source)


def test_hidden_text_is_named_and_left_out():
    hidden = f'<text:section text:display="none">{p("Gömt avsnitt")}</text:section>'
    source = read(p("Synlig", span(" dold", "T2")) + hidden)
    assert source.blocks == [Paragraph("Synlig")]
    assert "Dold text togs inte med: ”dold”." in notes(source)
    assert "Gömt avsnitt" in notes(source)


def test_signs_spaces_and_lines():
    body = p("m", span("2", "T3"), " rad<text:line-break/>ny\n   rad", '<text:s text:c="4"/>', "slut<text:tab/>här",
             "<text:soft-page-break/>", " brand\u00adlarm")  # fmt: skip
    assert blocks(body) == [Paragraph("m² rad<br/>ny rad slut här brandlarm")]


def test_fields_show_what_they_show():
    body = p(
        'Den <text:date text:date-value="2026-03-01">1 mars</text:date> av ',
        "<text:author-name>Chefen</text:author-name>, ",
        '<text:drop-down text:name="a"><text:label text:value="Ja" text:current-selected="true"/>Ja</text:drop-down>',
        " <text:placeholder text:placeholder-type='text'>&lt;Skriv här&gt;</text:placeholder>",
        " <text:meta>märkt</text:meta><text:okänt>okänt</text:okänt>",
        "<text:ruby><text:ruby-base>bas</text:ruby-base><text:ruby-text>liten</text:ruby-text></text:ruby>",
    )
    source = read(body)
    assert source.blocks == [Paragraph("Den 1 mars av Chefen, Ja märktokäntbas (liten)")]
    assert "Skriv här" in notes(source)


def test_boxes_to_tick_of_forms():
    mark = (
        '<field:fieldmark field:type="vnd.oasis.opendocument.field.FORMCHECKBOX">'
        '<field:param field:name="Checkbox_Checked" field:value="false"/></field:fieldmark>'
    )
    form = '<office:forms><form:form><form:checkbox xml:id="k1" form:label="Beställ dator"/></form:form></office:forms>'
    control = '<draw:control draw:control="k1"/>'
    checkbox = '<loext:content-control loext:checkbox="true">☐</loext:content-control>'
    for body in (p(mark, "Beställ dator"), form + p(control), p(checkbox, " Beställ dator")):
        (items,) = blocks(body)
        assert items.items[0].text == "Beställ dator"


def test_pictures_text_boxes_and_captions():
    files = {"Pictures/a.png": png(), "Pictures/b.emf": b"\x01\x00 no picture"}
    source = read(
        p(image("Pictures/a.png", "En nyckel")) + p(image("Pictures/b.emf", "Ritning")), files=files
    )
    assert source.blocks == [Picture("bild:a.png", "En nyckel"), Attachment("bilaga:b.emf", "Ritning")]
    assert "webbläsare inte visar" in notes(source)
    box = frame(
        f"<draw:text-box>{p(image('Pictures/a.png', 'En nyckel'), 'Figur 1 Nyckeln', style='Figure')}</draw:text-box>"
    )
    assert blocks(p(box), files=files) == [Picture("bild:a.png", "En nyckel", "Figur 1 Nyckeln")]
    words = read(p("Text.", frame(f"<draw:text-box>{p('I rutan.')}</draw:text-box>")))
    assert words.blocks == [Paragraph("Text."), Paragraph("I rutan.")]
    assert "stod i en textruta" in notes(words)


def test_a_picture_that_is_not_seen_whole_is_unsure():
    style = '<style:style style:name="{}" style:family="graphic"><style:graphic-properties fo:clip="{}"/></style:style>'
    both = style.format("b1", "rect(0cm, 1.5cm, 0cm, 0cm)") + style.format("b2", "rect(0cm, 0cm, 0cm, 0cm)")
    for name, unsure in (("b1", True), ("b2", False)):
        picture = p(image("Pictures/a.png", "x", f' draw:style-name="{name}"'))
        source = read(picture, automatic=AUTOMATIC + both, files={"Pictures/a.png": png()})
        assert ("här visas hela" in notes(source)) == unsure


@pytest.mark.parametrize("name", ["https://utanfor.example/a.png", "../../etc/a.png", "file:///etc/passwd"])
def test_a_picture_outside_the_file_is_named_and_never_fetched(name):
    source = read(p("Text.", image(name)))
    assert source.blocks == [Paragraph("Text.")]
    assert "ligger utanför filen" in notes(source)


def test_formulas_diagrams_shapes_and_embedded_objects():
    def thing(root: str) -> bytes:
        return f'<x xmlns:math="http://www.w3.org/1998/Math/MathML">{root}</x>'.encode()

    formula = (
        b'<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>a</mi><annotation>a over b</annotation></math>'
    )
    chart = b'<c xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0"><chart:chart/></c>'
    source = read(
        p("Räkna", frame('<draw:object xlink:href="./Object 1"/>'), "nu.")
        + p(frame('<draw:object xlink:href="./Object 2"/>'))
        + p(f"<draw:custom-shape>{p('I pilen')}</draw:custom-shape>")
        + p(frame('<draw:object-ole xlink:href="./Object 3"/>')),
        files={"Object 1/content.xml": formula, "Object 2/content.xml": chart},
    )
    assert source.blocks == [Paragraph("Räkna a over b nu."), Paragraph("I pilen")]
    for words in ("formel", "diagram", "former", "inbäddat objekt"):
        assert words in notes(source)


def test_what_a_page_header_says_is_offered_or_named():
    master = f"<style:header>{p('Gäller från: 2026-03-01')}{p('Kompasköpings kommun')}</style:header>"
    source = read(p("Rutin", style="Title") + p("Text."), master=master)
    assert source.written["valid_from"] == "2026-03-01"
    assert "Kompasköpings kommun" in notes(source)
    assert "Gäller från" not in notes(source)


def test_the_title_of_the_properties():
    assert arrange(read(p("Text."), title="Nycklar")).title == "Nycklar"
    assert arrange(read(p("Text."))).title == "rutin"
