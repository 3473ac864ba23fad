"""Word's own ways of writing lists, changes, notes, fields and links come out as what a reader of the file sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from home.importing.arranging import arrange
from home.importing.outline import (
    BulletList,
    Heading,
    Items,
    Notice,
    Paragraph,
    Step,
    Steps,
    Subheading,
    Table,
)
from home.importing.reading import read_source
from home.importing.source import Source
from tests.home.word_files import (
    bold,
    cell,
    field,
    item,
    p,
    run,
    table,
    word,
)

H1 = p("Avsnitt", style="Rubrik1")


def read(body: str, **parts) -> Source:
    return read_source(Path("rutin.docx"), word(body, **parts))


def blocks(body: str, **parts) -> list:
    return read(body, **parts).blocks


def texts(body: str, **parts) -> list[str]:
    return [block.html for block in blocks(body, **parts) if isinstance(block, Paragraph)]


def notes(source: Source) -> str:
    return "\n".join(note.message for note in source.notes)


@pytest.mark.parametrize("style", ["Rubrik1", "Egen", "Heading1", "berschrift1"])
def test_headings_are_known_by_style_whatever_its_language(style):
    assert blocks(p("Avsnitt", style=style) + p("Text"))[0] == Heading(1, "Avsnitt")


def test_the_outline_level_of_a_paragraph_says_more_than_its_style():
    level = '<w:outlineLvl w:val="{}"/>'
    assert blocks(p("Del", properties=level.format(1)))[0] == Heading(2, "Del")
    assert blocks(p("Text", style="Rubrik1", properties=level.format(9))) == [Paragraph("<b>Text</b>")]


def test_a_bold_line_before_text_is_a_heading_and_unsure():
    source = read(
        bold("Nycklar", 40) + bold("Hämta", 28) + p("Gå dit.") + bold("Lämna", 28) + p("Gå dit igen.")
    )
    assert source.written["title"] == "Nycklar"
    assert [block for block in source.blocks if isinstance(block, Heading)] == [
        Heading(2, "Hämta"),
        Heading(2, "Lämna"),
    ]
    assert [told.remark for told in source.told if told.kind.startswith("Rubrik")] == [
        "Fet rad tolkad som rubrik."
    ] * 2
    assert "Fet rad tolkad som rubrik: ”Hämta”." in notes(source)


@pytest.mark.parametrize(
    "line",
    ["Det här är en hel mening.", "Tänk på:", "x" * 120, "☐ Ring", "• punkt"],
)
def test_bold_text_is_no_heading(line):
    assert not any(isinstance(block, Heading) for block in blocks(H1 + p("A") + bold(line) + p("Text."))[1:])


def test_bold_text_at_the_end_is_no_heading():
    assert blocks(p("Text.") + bold("Slut"))[-1] == Paragraph("<b>Slut</b>")


def test_numbering_that_begins_again_is_another_list():
    listed = item("a") + item("b") + item("c", num=3) + item("d", num=3)
    assert blocks(listed) == [Steps((Step("a"), Step("b"))), Steps((Step("c"), Step("d")))]


def test_a_list_goes_on_after_a_paragraph_between_two_numbers():
    source = read(item("Ring.") + p("Säg vem du är.") + item("Vänta."))
    assert source.blocks == [Steps((Step("Ring.", "Säg vem du är."), Step("Vänta.")))]
    assert "lades till punkten före" in notes(source)


def test_lists_inside_lists():
    assert blocks(item("En", 2) + item("Inre", 2, 1) + item("Två", 2)) == [
        BulletList(("En<ul><li>Inre</li></ul>", "Två"))
    ]
    assert blocks(item("Packa.") + item("nyckel", level=1) + item("karta", level=1) + item("Gå.")) == [
        Steps((Step("Packa.", below='<ol type="a"><li>nyckel</li><li>karta</li></ol>'), Step("Gå.")))
    ]


def test_bullets_of_their_own_between_two_numbers_belong_to_the_first():
    assert blocks(item("Packa.") + item("nyckel", 2) + item("karta", 2) + item("Gå.")) == [
        Steps((Step("Packa.", below="<ul><li>nyckel</li><li>karta</li></ul>"), Step("Gå.")))
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1. Ring", "2. Vänta"], Steps((Step("Ring"), Step("Vänta")))),
        (["1)\tRing", "2)\tVänta"], Steps((Step("Ring"), Step("Vänta")))),
        (["a) Ring", "b) Vänta"], Steps((Step("Ring"), Step("Vänta")))),
        (["• Ring", "• Vänta"], BulletList(("Ring", "Vänta"))),
        (["- Ring", "- Vänta"], BulletList(("Ring", "Vänta"))),
        (["– Ring", "– Vänta"], BulletList(("Ring", "Vänta"))),
    ],
)
def test_lists_that_were_typed_are_lists_and_unsure(lines, expected):
    source = read("".join(p(line) for line in lines))
    assert source.blocks == [expected]
    assert "skriven för hand" in notes(source)
    broken = p(run(lines[0]) + "<w:r><w:br/></w:r>" + run(lines[1]))
    assert blocks(broken) == [expected]


def test_a_number_at_the_start_of_a_sentence_is_no_list():
    assert texts(p("3. maj är en fredag") + p("2026) text")) == ["3. maj är en fredag", "2026) text"]


def test_tracked_changes_are_read_as_accepted():
    body = p(
        run("Ring "),
        f"<w:ins>{run('din ')}</w:ins>",
        "<w:del><w:r><w:delText>bort </w:delText></w:r></w:del>",
        f"<w:moveTo>{run('chef')}</w:moveTo>",
        f"<w:moveFrom>{run('gammalt')}</w:moveFrom>",
        "<w:r><w:rPr><w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>.</w:t></w:r>",
    )
    source = read(body)
    assert source.blocks == [Paragraph("Ring din chef.")]
    assert "spårade ändringar" in notes(source)


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    marked = p("Ring ", properties="<w:rPr><w:del/></w:rPr>")
    assert texts(marked + p("din chef.") + p("Slut.")) == ["Ring din chef.", "Slut."]
    gone = p("<w:del><w:r><w:delText>Bort</w:delText></w:r></w:del>", properties="<w:rPr><w:del/></w:rPr>")
    assert blocks(H1 + gone + p("Kvar.")) == [Heading(1, "Avsnitt"), Paragraph("Kvar.")]
    assert blocks(gone + p("Rubriken", style="Rubrik1") + p("T")) == [Heading(1, "Rubriken"), Paragraph("T")]


def test_deleted_rows_of_a_table_are_gone():
    rows = [
        cell("A") + cell("B"),
        cell("1") + cell("2"),
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('x')}{cell('y')}</w:tr>",
    ]
    assert blocks(table(*rows)) == [Table(("A", "B"), (("1", "2"),))]


def test_comments_are_left_out():
    source = read(p('<w:commentRangeStart w:id="0"/>', "Text", '<w:commentRangeEnd w:id="0"/>',
                    '<w:r><w:commentReference w:id="0"/></w:r>'))  # fmt: skip
    assert source.blocks == [Paragraph("Text")]
    assert "Kommentarer togs inte med" in notes(source)


def test_notes_stand_at_the_end_of_their_section():
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    source = blocks(
        H1 + p("Ring", reference, " nu.") + p("Mer.", end) + p("Nästa", style="Rubrik1") + p("Text."),
        relations={"f": ("footnotes", "footnotes.xml"), "e": ("endnotes", "endnotes.xml")},
        parts={
            "footnotes": f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", " Dagtid.")}</w:footnote>',
            "endnotes": f'<w:endnote w:id="2">{p("Slutnot.")}</w:endnote>',
        },
    )
    assert source == [
        Heading(1, "Avsnitt"),
        Paragraph("Ring [1] nu."),
        Paragraph("Mer. [2]"),
        Paragraph("[1] Dagtid."),
        Paragraph("[2] Slutnot."),
        Heading(1, "Nästa"),
        Paragraph("Text."),
    ]


def test_content_controls():
    block = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Block.')}</w:sdtContent></w:sdt>"
    inline = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('inne')}</w:sdtContent></w:sdt>"
    empty = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    placeholder = empty.format(run("Klicka här"))
    assert texts(block + p("Text ", inline, placeholder)) == ["Block.", "Text inne"]


def test_boxes_to_tick():
    control = (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run('☐')}</w:sdtContent></w:sdt>"
    )
    form = field("FORMCHECKBOX", "")
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
    for box in (control, form, symbol):
        (items,) = blocks(p(box, " Beställ dator"))
        assert isinstance(items, Items)
        assert items.items[0].text == "Beställ dator"


def test_a_text_box_is_read_once():
    choice = f"<wps:wsp><wps:txbx><w:txbxContent>{p('I rutan.')}</w:txbxContent></wps:txbx></wps:wsp>"
    shape = "<w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>"
    fallback = shape.format(p("I rutan."))
    both = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f"{choice}</wp:anchor></w:drawing></mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    source = read(p("Text.", both))
    assert source.blocks == [Paragraph("Text."), Paragraph("I rutan.")]
    assert "stod i en textruta" in notes(source)
    assert texts(p(f"<w:r>{fallback}</w:r>")) == ["I rutan."]


def test_links_and_references():
    relations = {"r9": ("hyperlink", "https://kompasskoping.example/")}
    link = f'<w:hyperlink r:id="r9">{run("web")}{run("ben", "<w:b/>")}</w:hyperlink>'
    assert texts(p("Se ", link), relations=relations) == [
        'Se <a href="https://kompasskoping.example/">web<b>ben</b></a>'
    ]
    complex_field = field(' HYPERLINK "https://kompasskoping.example/a" ', "sidan")
    assert texts(p(complex_field)) == ['<a href="https://kompasskoping.example/a">sidan</a>']
    simple = f'<w:fldSimple w:instr="HYPERLINK &quot;https://kompasskoping.example/b&quot;">{run("sidan")}</w:fldSimple>'
    assert texts(p(simple)) == ['<a href="https://kompasskoping.example/b">sidan</a>']


def test_links_within_the_text_lead_to_the_section():
    body = (
        p("Rutin", style="Rubrik")
        + p(
            "Se ",
            f'<w:hyperlink w:anchor="b1">{run("Hjälp")}</w:hyperlink>',
            " och ",
            field("REF b2 \\h", "här"),
        )
        + p('<w:bookmarkStart w:id="1" w:name="b1"/>', "Mer hjälp", style="Rubrik1")
        + p('<w:bookmarkStart w:id="2" w:name="b2"/>', "Text.")
    )
    assert texts(body)[0] == 'Se <a href="#mer-hjalp">Hjälp</a> och <a href="#mer-hjalp">här</a>'


def test_a_table_of_contents_and_page_numbers_are_left_out():
    contents = p("Innehåll", style="Rubrik1") + p(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "Ett 3", style="Innehll1",
    ) + p("Två 4", '<w:r><w:fldChar w:fldCharType="end"/></w:r>', style="Innehll1")  # fmt: skip
    source = read(contents + H1 + p("Sida ", field("PAGE", "7"), "slut"))
    assert source.blocks == [Heading(1, "Avsnitt"), Paragraph("Sida slut")]
    assert "Innehållsförteckningen" in notes(source)
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('Ett 3')}</w:sdtContent></w:sdt>"
    )
    assert blocks(control + p("Text")) == [Paragraph("Text")]


def test_a_field_that_never_ends_swallows_nothing():
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    assert texts(p(broken, "Text.") + p("Mer.")) == ["Text.", "Mer."]


def test_signs():
    body = p(
        run("m"), run("2", '<w:vertAlign w:val="superscript"/>'), "<w:r><w:tab/></w:r>", run("CO"),
        run("2", '<w:vertAlign w:val="subscript"/>'), run("\u00a0brand\u00adlarm"), "<w:r><w:softHyphen/></w:r>",
        run(" covid"), "<w:r><w:noBreakHyphen/></w:r>", run("19 "),
        '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', "<w:r><w:br/></w:r>", run("ny rad"),
        '<w:r><w:br w:type="page"/></w:r>', run("VERSAL", "<w:caps/>"),
    )  # fmt: skip
    assert texts(body) == ["m² CO₂ brandlarm covid-19 →<br/>ny rad<br/>VERSAL"]


def test_hidden_text_is_left_out():
    source = read(p("Synlig", run(" dold", "<w:vanish/>"), run(" också", '<w:rStyle w:val="Dold"/>'),
                    run(" kvar", '<w:vanish w:val="0"/>')))  # fmt: skip
    assert source.blocks == [Paragraph("Synlig kvar")]
    assert "Dold text togs inte med" in notes(source)


def test_a_formula_is_kept_as_text():
    formula = (
        "<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
        "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )
    source = read(p("Räkna ", formula))
    assert source.blocks == [Paragraph("Räkna (a+b)/2x^2")]
    assert "formel" in notes(source)


def test_the_strict_form_of_the_standard_is_read_alike():
    assert blocks(H1 + item("Ring"), strict=True) == [Heading(1, "Avsnitt"), Steps((Step("Ring"),))]


def test_runs_that_look_alike_are_one():
    source = blocks(
        p(run("Häm", "<w:b/>"), run("ta ", "<w:b/>"), run("nyckeln", '<w:b w:val="1"/>'), run(" nu."))
    )
    assert source == [Paragraph("<b>Hämta nyckeln</b> nu.")]


def test_what_a_page_header_says_is_offered_as_fields():
    header = table(
        cell("Dokumentansvarig") + cell("Gäller från") + cell("Dnr"),
        cell("Ekonomichef") + cell("1 mars 2026") + cell("2026/12"),
    )
    source = read(
        H1 + p("Text"),
        relations={"h": ("header", "header1.xml")},
        parts={"header1": header + p("Sida ", field("PAGE", "1"))},
    )
    assert source.written["valid_from"] == "2026-03-01"
    assert source.blocks == [Heading(1, "Avsnitt"), Paragraph("Text")]
    assert "Filen säger: Dokumentansvarig: Ekonomichef." in notes(source)


def test_the_title_may_come_from_the_files_name():
    outline = arrange(read(p("Text.")))
    assert (outline.title, outline.problems) == ("rutin", [])
    assert "filens namn" in "".join(note.message for note in outline.notes)


def test_subheadings_and_notices_are_understood_as_in_other_formats():
    source = blocks(H1 + p("Del", style="Rubrik2") + p(run("Tänk på:", "<w:b/>"), run(" Lås dörren.")))
    assert source == [Heading(1, "Avsnitt"), Heading(2, "Del"), Notice("notice", "Lås dörren.")]
    outline = arrange(read(p("T", style="Rubrik") + H1 + p("Del", style="Rubrik2") + p("Text")))
    assert outline.sections[0].blocks == [Subheading("Del"), Paragraph("Text")]


@pytest.mark.parametrize(
    ("font", "sign"),
    [("Wingdings", "\uf0a8"), ("Wingdings", "\uf06f"), ("Wingdings", "q"), ("Noto Sans Symbols", "☐")],
)
def test_a_list_whose_bullets_are_boxes_is_one_to_tick(font, sign):
    bullets = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="{sign}"/><w:rPr><w:rFonts w:ascii="{font}"/></w:rPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    )
    (items,) = blocks(item("Ring", 7) + item("Vänta", 7), numbering=bullets)
    assert [one.text for one in items.items] == ["Ring", "Vänta"]
    letters = bullets.replace(sign, "o").replace(font, "Courier New")
    assert blocks(item("Ring", 7), numbering=letters) == [BulletList(("Ring",))]


def test_a_title_in_a_table_that_only_places_text_is_the_title():
    frame = table(cell("Logotyp") + cell(p("Nycklar", style="Rubrik")), properties="")
    source = read(frame + H1 + p("Text."))
    assert source.written["title"] == "Nycklar"
    assert Heading(1, "Avsnitt") in source.blocks


def test_bold_tells_nothing_where_all_is_bold():
    long = "En lång rad som fortsätter och fortsätter. " * 4
    assert blocks(bold("Kort rad") + bold(long) + bold("Kort igen") + bold(long))[0] == Paragraph(
        "<b>Kort rad</b>"
    )


def test_words_own_list_styles_for_lists_in_lists():
    from io import BytesIO

    from docx import Document

    document = Document()
    for text, style in (("En", "List Bullet"), ("Inre", "List Bullet 2"), ("Två", "List Bullet")):
        document.add_paragraph(text, style=style)
    stream = BytesIO()
    document.save(stream)
    source = read_source(Path("rutin.docx"), stream.getvalue())
    assert source.blocks == [BulletList(("En<ul><li>Inre</li></ul>", "Två"))]
