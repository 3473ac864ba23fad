"""What Microsoft Word writes, above all in Swedish: the page says what a reader of the file sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from home.importing.arranging import arrange
from home.importing.outline import (
    BulletList,
    Heading,
    Items,
    Paragraph,
    Step,
    Steps,
    Table,
)
from home.importing.reading import read_source
from home.importing.source import Source
from tests.home.word_files import (
    bold,
    cell,
    field,
    item,
    level,
    p,
    run,
    table,
    word,
)

SWEDISH = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{base}{more}</w:style>'
    for key, name, base, more in (
        ("Normal", "Normal", "", ""),
        ("Rubrik1", "heading 1", '<w:basedOn w:val="Normal"/>', ""),
        ("Rubrik1utannr", "Rubrik 1 (utan nummer)", '<w:basedOn w:val="Normal"/>', ""),
        ("KommunRubrik", "Kommunrubrik", '<w:basedOn w:val="Rubrik2"/>', ""),
        ("Rubrik2", "heading 2", '<w:basedOn w:val="Normal"/>', ""),
        (
            "Brdtext",
            "Body Text",
            '<w:basedOn w:val="Normal"/>',
            '<w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/></w:rPr>',
        ),
        ("Liststycke", "List Paragraph", "", ""),
        ("Punktlista", "List Bullet", "", ""),
        ("Numreradlista", "List Number", "", ""),
        ("Sidhuvud", "header", "", ""),
    )
)


def read(body: str, **parts) -> Source:
    return read_source(Path("rutin.docx"), word(body, **parts))


def blocks(body: str, **parts) -> list:
    return read(body, **parts).blocks


def texts(body: str, **parts) -> list[str]:
    return [block.html for block in blocks(body, **parts) if isinstance(block, Paragraph)]


def notes(source: Source) -> str:
    return "\n".join(note.message for note in source.notes)


def test_swedish_styles_by_id_name_and_kin():
    body = (
        p("Ett", style="Rubrik1") + p("Text.", style="Brdtext") + p("Två", style="Rubrik1utannr")
        + p("Ring.", style="Numreradlista") + p("Vänta.", style="Numreradlista")
        + p("Tre", style="KommunRubrik") + p("nyckel", style="Punktlista") + p("karta", style="Punktlista")
    )  # fmt: skip
    assert blocks(body, styles=SWEDISH) == [
        Heading(1, "Ett"), Paragraph("Text."), Heading(1, "Två"), Steps((Step("Ring."), Step("Vänta."))),
        Heading(2, "Tre"), BulletList(("nyckel", "karta")),
    ]  # fmt: skip


def test_styles_that_the_file_names_but_does_not_have():
    body = p("Ett", style="Rubrik1") + p("a", style="Numreradlista") + p("b", style="Numreradlista")
    bullets = p("En", style="Punktlista") + p("Inre", style="Punktlista2") + p("Två", style="ListBullet")
    assert blocks(body + bullets, styles="") == [
        Heading(1, "Ett"), Steps((Step("a"), Step("b"))), BulletList(("En<ul><li>Inre</li></ul>", "Två")),
    ]  # fmt: skip


def test_moved_text_stands_where_it_was_moved_to_and_inserted_marks_divide():
    moved = p(
        '<w:moveFromRangeStart w:id="1" w:name="m"/>', f"<w:moveFrom>{run('Flyttad.')}</w:moveFrom>",
        '<w:moveFromRangeEnd w:id="1"/>', properties="<w:rPr><w:moveFrom/></w:rPr>",
    )  # fmt: skip
    there = p(f"<w:moveTo>{run('Flyttad.')}</w:moveTo>", properties="<w:rPr><w:moveTo/></w:rPr>")
    new = p(f"<w:ins>{run('Ny rad.')}</w:ins>", properties="<w:rPr><w:ins/></w:rPr>")
    source = read(moved + p("Först.") + there + new + p("Sist."))
    assert source.blocks == [
        Paragraph("Först."),
        Paragraph("Flyttad."),
        Paragraph("Ny rad."),
        Paragraph("Sist."),
    ]
    assert "spårade ändringar" in notes(source)


def test_fields_show_their_results():
    simple = f'<w:fldSimple w:instr=" MERGEFIELD Namn ">{run("«Namn»")}</w:fldSimple>'
    body = p(
        "Hej ",
        simple,
        " den ",
        field(' DATE \\@ "d MMMM" ', "1 mars"),
        ", fråga ",
        field("SEQ Fråga", "3"),
        ".",
    )
    assert texts(body) == ["Hej «Namn» den 1 mars, fråga 3."]


def test_a_field_inside_a_field_shows_the_outer_one_once():
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    nested = (
        mark.format("begin") + "<w:r><w:instrText>IF </w:instrText></w:r>" + field("MERGEFIELD A", "1")
        + '<w:r><w:instrText> = 1 "ja" "nej"</w:instrText></w:r>' + mark.format("separate") + run("ja")
        + mark.format("end")
    )  # fmt: skip
    assert texts(p("Svar: ", nested, ".")) == ["Svar: ja."]


@pytest.mark.parametrize(
    ("instruction", "address"),
    [
        ('HYPERLINK "https://kompasskoping.example/a" \\o "Öppnar sidan"', "https://kompasskoping.example/a"),
        ('HYPERLINK "https://kompasskoping.example/a" \\t "_blank"', "https://kompasskoping.example/a"),
        ('HYPERLINK \\o "Tips" "https://kompasskoping.example/a"', "https://kompasskoping.example/a"),
        ('HYPERLINK  \\l "b1" \\o "Hjälp"', "#mer-hjalp"),
    ],
)
def test_a_link_with_a_tip_leads_where_it_leads(instruction, address):
    body = p("Rutin", style="Rubrik") + p(field(instruction, "här"))
    body += p('<w:bookmarkStart w:id="1" w:name="b1"/>', "Mer hjälp", style="Rubrik1") + p("Text.")
    assert texts(body)[0] == f'<a href="{address}">här</a>'


def test_references_to_pages_are_unsure_and_page_numbers_named():
    source = read(p("Se sida ", field("PAGEREF b \\h", "7"), ".") + p("Sida ", field("PAGE", "3"), " slut."))
    assert "sidnummer, som sidan inte har" in notes(source)
    assert "Sidnummer och filnamn i texten togs inte med." in notes(source)


def test_what_is_chosen_in_a_list_of_a_form_is_text():
    choice = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="Dag"/><w:listEntry w:val="Natt"/></w:ddList></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(p("Pass: ", choice)) == ["Pass: Natt"]


def test_buttons_signs_and_what_word_counts_itself():
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'

    def bare(instruction: str) -> str:
        return (
            f"{mark.format('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>{mark.format('end')}"
        )

    source = read(
        p(
            "A ",
            bare("MACROBUTTON Ingen [Skriv namn]"),
            bare('SYMBOL 168 \\f "Wingdings"'),
            bare("EQ \\f(1;2)"),
            " B",
        )
    )
    assert "[Skriv namn]" in notes(source)
    assert "EQ): ”\\f(1;2)" in notes(source)
    assert source.blocks == [Paragraph("A ☐ B")]


def test_small_signs_above_others_come_after_them():
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('kan')}</w:rt><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby></w:r>"
    assert texts(p("Tecknet ", ruby, ".")) == ["Tecknet 漢 (kan)."]


def test_letters_in_a_font_of_pictures_are_pictures():
    font = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    (items,) = blocks(p(run("o", font), run(" Beställ dator")))
    assert isinstance(items, Items)
    source = read(p("Text", '<w:r><w:sym w:font="Wingdings" w:char="F0FF"/></w:r>', run("\uf0ff", font)))
    assert source.blocks == [Paragraph("Text")]
    assert "särskilt teckensnitt" in notes(source)


def test_several_boxes_on_a_line_are_choices_and_no_item():
    assert blocks(p("☐ Ja ☐ Nej")) == [Paragraph("☐ Ja ☐ Nej")]


def test_formulas_keep_their_limits():
    formula = (
        '<m:oMath><m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub><m:r><m:t>i=1</m:t></m:r></m:sub>'
        "<m:sup><m:r><m:t>n</m:t></m:r></m:sup><m:e><m:r><m:t>x</m:t></m:r></m:e></m:nary>"
        '<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>'
        "<m:r><m:t>a</m:t></m:r></m:e></m:d></m:oMath>"
    )
    assert texts(p(formula)) == ["∑_(i=1)^n x[a]"]


def test_a_large_first_letter_is_part_of_its_word():
    initial = p("D", properties='<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert texts(initial + p("en som ringer.")) == ["Den som ringer."]


def test_a_text_frame_is_text():
    assert texts(p("I ramen.", properties='<w:framePr w:w="2000"/>') + p("Text.")) == ["I ramen.", "Text."]


def test_sections_columns_and_breaks_divide_and_no_words_run_together():
    section = p("Ett.", properties='<w:sectPr><w:cols w:num="2"/></w:sectPr>')
    column = p("två", '<w:r><w:br w:type="column"/></w:r>', "tre")
    heading = p('<w:r><w:br w:type="page"/></w:r>', "Del", style="Rubrik1")
    assert blocks(section + column + heading) == [
        Paragraph("Ett."), Paragraph("två<br/>tre"), Heading(1, "Del"),
    ]  # fmt: skip


def test_text_set_in_columns_with_tabs_is_unsure():
    tab = "<w:r><w:tab/></w:r>"
    source = read(p("Namn", tab, "Telefon") + p("Chef", tab, "123") + p("Annat.") + p("Ett", tab, "ensamt"))
    assert [told.text for told in source.told if "tabbar" in told.remark] == ["Namn Telefon"]


def test_hidden_text_is_named_with_its_words():
    source = read(p("Synlig.", run("Internt: koden", "<w:vanish/>")))
    assert source.blocks == [Paragraph("Synlig.")]
    assert "Dold text togs inte med: ”Internt: koden”." in notes(source)


@pytest.mark.parametrize(
    ("text", "words"),
    [("Steg %1:", ""), ("Fråga %1:", "Numret stod som ”Fråga 1:” i filen"), ("§ %1", "”§ 1” i filen")],
)
def test_numbers_with_words_of_their_own(text, words):
    own = f'<w:abstractNum w:abstractNumId="1">{level(0, text=text)}</w:abstractNum>'
    own += '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    source = read(item("Ring.") + item("Vänta."), numbering=own)
    assert source.blocks == [Steps((Step("Ring."), Step("Vänta.")))]
    assert words in notes(source)
    assert words or "Numret stod" not in notes(source)


def test_letters_become_figures_and_that_is_said():
    own = f'<w:abstractNum w:abstractNumId="1">{level(0, "lowerLetter")}</w:abstractNum>'
    own += '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    assert "Listan hade bokstäver" in notes(read(item("Ring.") + item("Vänta."), numbering=own))


def test_headings_that_word_numbers_lose_their_numbers_and_that_is_said():
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    source = read(p("Syfte", style="Rubrik1", properties=number) + p("Text, se avsnitt 1."))
    assert source.blocks == [Heading(1, "Syfte"), Paragraph("Text, se avsnitt 1.")]
    assert "Rubrikernas nummer togs inte med" in notes(source)


def numbered(text: str, depth: int = 0) -> str:
    number = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
    return p(run(text, "<w:b/>"), properties=number)


def test_bold_numbered_lines_are_headings_only_where_there_are_no_others():
    body = numbered("Syfte") + p("Varför.") + numbered("Ansvar") + p("Vem.") + numbered("Chef", 1) + p("Hur.")
    source = read(body)
    assert [block for block in source.blocks if isinstance(block, Heading)] == [
        Heading(1, "Syfte"), Heading(1, "Ansvar"), Heading(2, "Chef"),
    ]  # fmt: skip
    assert "Numrerad fet rad tolkad som rubrik" in notes(source)
    steps = blocks(
        p("Det här gör du", style="Rubrik1") + numbered("Ring") + p("Nu.") + numbered("Vänta") + p("Sen.")
    )
    assert steps[1:] == [Steps((Step("Ring", "Nu."), Step("Vänta"))), Paragraph("Sen.")]


def test_a_list_by_the_style_of_a_numbering():
    linked = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Kommunlista"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{level(0)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Kommunlista"><w:name w:val="Kommunlista"/>'
        '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    )
    assert blocks(item("Ring.") + item("Vänta."), numbering=linked, styles=styles) == [
        Steps((Step("Ring."), Step("Vänta.")))
    ]


def test_merged_cells_with_columns_before():
    rows = (
        cell("Enhet") + cell("Vår") + cell("Höst"),
        cell("A", properties='<w:vMerge w:val="restart"/>') + cell("1") + cell("2"),
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("3")}{cell("4")}</w:tr>',
        cell("Summa", properties='<w:gridSpan w:val="2"/>') + cell("10"),
    )
    assert blocks(table(*rows)) == [
        Table(("Enhet", "Vår", "Höst"), (("A", "1", "2"), ("", "3", "4"), ("Summa", "", "10")))
    ]


def test_a_table_whose_columns_are_headed_by_a_heading_style_is_a_table():
    head = cell(p("Dag", style="Rubrik2")) + cell(p("Tid", style="Rubrik2"))
    assert blocks(table(head, cell("Måndag") + cell("8"))) == [Table(("Dag", "Tid"), (("Måndag", "8"),))]


def test_a_note_of_the_title_and_a_table_in_a_note_are_kept():
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = p("Förr.") + table(cell("A") + cell("B"))
    source = read(
        p("Nycklar", reference, style="Rubrik") + p("Text."),
        relations={"f": ("footnotes", "footnotes.xml")},
        parts={"footnotes": f'<w:footnote w:id="2">{note}</w:footnote>'},
    )
    assert source.written["title"] == "Nycklar"
    assert source.blocks == [Paragraph("Text."), Paragraph("[1] Förr.<br/>A<br/>B")]


def test_what_a_page_header_says_is_named_if_it_is_nothing_else():
    source = read(
        p("Text.") + p("Som brev.", style="Sidhuvud"),
        styles=SWEDISH,
        relations={"h": ("header", "header1.xml")},
        parts={
            "header1": p("Gäller från: 2026-03-01") + p("Utkast, sprid inte") + p("Sida ", field("PAGE", "1"))
        },
    )
    assert "Utkast, sprid inte" in notes(source)
    assert "sidhuvudet eller sidfoten och togs inte med: ”Gäller" not in notes(source)
    assert source.blocks[-1] == Paragraph("Som brev.")
    assert "formatet för sidhuvud" in notes(source)


def test_what_no_reader_has_met_is_read_for_its_words():
    new = f"<w:nytt>{run('i raden')}</w:nytt>"
    source = read(p("Text ", new, ".") + f"<w:ny><w:ny2>{p('Ett stycke.')}</w:ny2></w:ny>")
    assert source.blocks == [Paragraph("Text i raden."), Paragraph("Ett stycke.")]


def test_signs_that_no_file_may_hold_do_not_stop_it():
    data = word(p("Rad ett\x0brad två\x01&#x1;."))
    assert read_source(Path("rutin.docx"), data).blocks == [Paragraph("Rad ett<br/>rad två.")]


def test_a_title_stays_the_title_when_bold_lines_follow():
    source = read(
        p("Nycklar", style="Rubrik") + bold("Hämta", 40) + p("Avsnitt", style="Rubrik1") + p("Text.")
    )
    assert source.written["title"] == "Nycklar"
    assert "Hämta" in [block.text for block in source.blocks if isinstance(block, Heading)]


def test_a_checklist_with_braces_is_no_error():
    head = table(cell("Dokumenttyp") + cell("Checklista"), cell("Version") + cell("2"))
    outline = arrange(read(head + item("Beställ {dator, telefon}", 2) + item("Ring.", 2)))
    assert outline.problems == []
    assert [item.text for item in outline.sections[0].blocks[0].items] == [
        "Beställ {dator, telefon}",
        "Ring.",
    ]
