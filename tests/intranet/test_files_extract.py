"""Text out of files, place by place, and a plain answer for each file that gives none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from intranet.files.confined import run
from intranet.files.extract import places as limits
from intranet.files.extract.reader import read
from tests.intranet import file_samples as samples

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def told(tmp_path):
    """[position, kind, label, text] of each place of a file with this content and name, and its end."""

    def tell(content: bytes, name: str, **options) -> tuple[list, dict]:
        path = tmp_path / "file"
        path.write_bytes(content)
        *found, end = read(str(path), name, **options)
        return found, end

    return tell


# PDF


def test_a_pdf_is_read_page_by_page(told):
    found, end = told(samples.pdf(["Första sidan", "", "Tredje: åäö"]), "plan.pdf")
    assert found == [[1, "page", "", "Första sidan"], [3, "page", "", "Tredje: åäö"]]
    assert end == {"media_type": "application/pdf", "places": 3, "problem": ""}


def test_pages_have_the_labels_that_the_file_gives_them(told):
    content = samples.pdf(["Förord", "Innehåll", "Kapitel 1"], labels="0 << /S /r >> 2 << /S /D >>")
    assert [place[2] for place in told(content, "a.pdf")[0]] == ["i", "ii", "1"]


def test_words_cut_at_the_end_of_a_line_are_whole(told):
    found, _ = told(samples.pdf(["En kommun-\nfullmäktige, sjuk-\noch friskanmälan, IT-\nenheten"]), "a.pdf")
    assert found[0][3] == "En kommunfullmäktige, sjuk-\noch friskanmälan, IT-\nenheten"


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_locked_only_against_changes_is_read(told, algorithm):
    found, end = told(samples.locked_pdf(["Öppen att läsa"], "", algorithm), "a.pdf")
    assert (found[0][3], end["problem"]) == ("Öppen att läsa", "")


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_with_a_password_says_so(told, algorithm):
    found, end = told(samples.locked_pdf(["Hemligt"], "lösen", algorithm), "a.pdf")
    assert (found, end["problem"]) == ([], "encrypted")


def test_a_scan_says_so(told):
    found, end = told(samples.pdf(["", ""], image=True), "a.pdf")
    assert (found, end["places"], end["problem"]) == ([], 2, "scanned")


def test_a_pdf_of_blank_pages_has_no_text(told):
    assert told(samples.pdf([""]), "a.pdf")[1]["problem"] == "no_text"


def test_a_broken_page_costs_only_itself(told):
    content = samples.pdf(["Ett", "Två", "Tre"])
    content = content.replace(b"/Contents 8 0 R", b"/Contents  /XX ").replace(b"(Tv\xe5)", b"<</] )")
    found, end = told(content, "a.pdf")
    assert [place[3] for place in found if place[0] != 2] == ["Ett", "Tre"]
    assert end["problem"] in ("", "pages_lost")


def test_a_pdf_after_some_other_bytes_is_one(told):
    found, _ = told(b"\r\n  junk\r\n" + samples.pdf(["Sidan"]), "a.pdf")
    assert found[0][3] == "Sidan"


def test_more_pages_than_are_read_is_told(told):
    found, end = told(samples.pdf(["a", "b", "c"]), "a.pdf", most_places=2)
    assert (len(found), end["problem"]) == (2, "too_many_places")


# Word


def test_a_word_file_is_read_by_heading(told):
    content = samples.word(
        [("", "Inledning"), ("Heading 1", "Ansvar"), ("", "Chefen."), ("", "Du."), ("Heading 2", "Undantag")]
    )
    found, end = told(content, "rutin.docx")
    assert found == [
        [1, "whole", "", "Inledning"],
        [2, "heading", "Ansvar", "Ansvar\nChefen.\nDu."],
        [3, "heading", "Undantag", "Undantag"],
    ]
    assert (end["places"], end["problem"]) == (3, "")


def test_a_style_based_on_a_heading_is_one_and_so_is_a_bold_line(told):
    styles = (
        '<w:style w:styleId="Rubrik1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Egen"><w:name w:val="Kommunens rubrik"/><w:basedOn w:val="Rubrik1"/></w:style>'
    )
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>Fet rad</w:t></w:r>"
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Egen"/></w:pPr><w:r><w:t>Egen rubrik</w:t></w:r></w:p>'
        f"<w:p>{bold}</w:p><w:p>{bold}<w:r><w:t> och mer</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{bold}</w:p></w:tc></w:tr></w:tbl>"
    )
    found, _ = told(samples.word_xml(body, styles=styles), "a.docx")
    assert [place[2] for place in found] == ["Egen rubrik", "Fet rad"]


def test_word_gives_the_accepted_text_once(told):
    body = (
        "<w:p><w:r><w:t>Kvar </w:t></w:r><w:ins><w:r><w:t>infogad </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>struken</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>flyttad bort</w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t>länk</w:t></w:r></w:hyperlink>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGEREF x</w:instrText></w:r></w:p>'
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>I en kontroll</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><mc:AlternateContent>"
        "<mc:Choice><w:txbxContent><w:p><w:r><w:t>Textruta</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>Textruta</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    notes = '<w:footnotes xmlns:w="w"><w:footnote><w:p><w:r><w:t>Fotnoten</w:t></w:r></w:p></w:footnote></w:footnotes>'
    found, _ = told(samples.word_xml(body, more={"word/footnotes.xml": notes}), "a.docx")
    text = "\n".join(place[3] for place in found)
    assert text == "Kvar infogad länk\nI en kontroll\nTextruta\nCell\nFotnoten"


def test_a_long_section_goes_on_under_the_same_name(told):
    line = "Ord och ord. " * 100
    parts = [("Heading 1", "Lång"), *[("", line)] * 40]
    found, _ = told(samples.word(parts), "a.docx")
    assert len(found) == 3
    assert {place[2] for place in found} == {"Lång"}
    assert [place[0] for place in found] == [1, 2, 3]
    assert max(len(place[3]) for place in found) <= limits.LONGEST_PIECE
    assert sum(place[3].count("Ord") for place in found) == 40 * 100


# OpenDocument


def test_an_odt_is_read_by_heading(told):
    body = (
        "<text:tracked-changes><text:changed-region><text:p>Struket</text:p></text:changed-region></text:tracked-changes>"
        "<text:p>Ingress<text:s text:c='2'/>här<text:line-break/>ny rad</text:p><text:h>Rubrik</text:h>"
        "<text:p>Före<office:annotation><text:p>Kommentar</text:p></office:annotation> efter</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Cell</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p>Not<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Notens text</text:p>"
        "</text:note-body></text:note>en</text:p>"
    )
    found, end = told(samples.odt(body), "a.odt")
    assert found == [
        [1, "whole", "", "Ingress här\nny rad"],
        [2, "heading", "Rubrik", "Rubrik\nFöre efter\nCell\nNotens text\nNoten"],
    ]
    assert end["problem"] == ""


def test_a_locked_odt_says_so(told):
    manifest = '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>'
    assert told(samples.odt("", manifest), "a.odt")[1]["problem"] == "encrypted"


# Excel


def test_a_book_is_read_sheet_by_sheet_without_the_hidden_ones(told):
    content = samples.book(
        {
            "Priser": [["Vara", "Pris"], ["Pärm", 12.5], [None, 3.0, True]],
            "Gömt": [["x"]],
            "Blad 2": [["Sist"]],
        },
        hidden=["Gömt"],
    )
    found, end = told(content, "a.xlsx")
    assert found == [
        [1, "sheet", "Priser", "Vara Pris\nPärm 12.5\n3"],
        [2, "sheet", "Blad 2", "Sist"],
    ]
    assert end["problem"] == ""


def test_formulas_are_not_text(told):
    found, _ = told(samples.book({"A": [["Summa", "=SUM(A1:A2)"]]}), "a.xlsx")
    assert found[0][3] == "Summa"


# PowerPoint


def test_a_presentation_is_read_slide_by_slide_with_its_notes(told):
    found, end = told(
        samples.slides([("Välkommen", "Till oss", ""), ("", "", ""), ("Budget", "Mer pengar", "Säg tack")]),
        "a.pptx",
    )
    assert found == [
        [1, "slide", "Välkommen", "Välkommen\nTill oss"],
        [3, "slide", "Budget", "Budget\nMer pengar\nSäg tack"],
    ]
    assert (end["places"], end["problem"]) == (3, "")


def test_tables_in_a_presentation_are_read(told):
    import pptx
    from pptx.util import Cm

    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    table = slide.shapes.add_table(1, 2, Cm(1), Cm(1), Cm(9), Cm(2)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "Vänster", "Höger"
    assert told(samples.written(presentation), "a.pptx")[0] == [[1, "slide", "", "Vänster\nHöger"]]


# Plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_in_every_usual_encoding(told, encoding):
    found, end = told("Räksmörgås – på\r\nbädden".encode(encoding), "a.txt")
    assert found == [[1, "whole", "", "Räksmörgås – på\nbädden"]]
    assert end == {"media_type": "text/plain", "places": 1, "problem": ""}


def test_a_text_of_one_endless_line_is_read_in_pieces(told):
    found, _ = told(b"ord " * 20_000, "a.txt")
    assert len(found) == 4
    assert sum(place[3].count("ord") for place in found) >= 20_000 - 3  # a word may be cut where pieces meet


def test_too_much_text_is_told(told, monkeypatch):
    monkeypatch.setattr("intranet.files.extract.reader.LONGEST_TEXT", 50_000)
    found, end = told(b"ord och ord\n" * 10_000, "a.txt")
    assert (len(found), end["problem"]) == (2, "too_long")


# What gives no text


DAMAGED = [
    (b"%PDF-1.7 and nothing", "a.pdf"),
    (samples.word([("", "x")])[:-50], "a.docx"),
    (b"PK\x03\x04 no more", "a.odt"),
    (b"\x00\x01\x02" * 100, "a.pdf"),
]


@pytest.mark.parametrize(("content", "name"), DAMAGED)
def test_a_damaged_file_says_so(told, content, name):
    found, end = told(content, name)
    assert (found, end["problem"]) == ([], "damaged")


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"", "a.pdf", "empty"),
        (b" \n ", "a.txt", "no_text"),
        (samples.word([]), "a.docx", "no_text"),
        (samples.book({"A": []}), "a.xlsx", "no_text"),
        (samples.slides([("", "", "")]), "a.pptx", "no_text"),
        (samples.old_office("EncryptedPackage"), "a.docx", "encrypted"),
        (samples.old_office("WordDocument"), "a.doc", "old_format"),
        (rb"{\rtf1 hej}", "a.rtf", "old_format"),
        (samples.picture(), "a.png", "not_text"),
        (samples.zipped({"a.txt": "hej"}), "a.zip", "not_text"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "not_text"),
        (b"MZ\x90\x00\x03" * 50, "a.exe", "not_text"),
    ],
)
def test_each_says_why_it_gives_no_text(told, content, name, problem):
    found, end = told(content, name)
    assert (found, end["problem"]) == ([], problem)


def test_a_name_that_promises_something_else_is_told_but_the_text_is_read(told):
    found, end = told(samples.pdf(["Egentligen en PDF"]), "rutin.docx")
    assert found[0][3] == "Egentligen en PDF"
    assert (end["media_type"], end["problem"]) == ("application/pdf", "other_name")


# What is made to do harm


def test_a_part_that_grows_a_thousandfold_is_not_unpacked(told):
    bomb = samples.word_xml("<w:p><w:r><w:t>" + "x" * 30_000_000 + "</w:t></w:r></w:p>")
    assert len(bomb) < 100_000
    found, end = told(bomb, "a.docx")
    assert (found, end["problem"]) == ([], "bomb")


def test_a_part_that_lies_about_its_size_gives_no_more_than_it_says(told):
    """Its own word is what was looked at; more than that is not unpacked."""
    honest = samples.word_xml("<w:p><w:r><w:t>" + "x" * 3_000_000 + "</w:t></w:r></w:p>")
    size = len(_part(honest, "word/document.xml"))
    lying = honest.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert lying != honest
    found, end = told(lying, "a.docx")
    assert (found, end["problem"]) == ([], "damaged")


def _part(content: bytes, name: str) -> bytes:
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(content)).read(name)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("make", [samples.word_xml, samples.odt])
def test_entities_are_never_expanded(told, make):
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
    tag = "text:p" if make is samples.odt else "w:p"
    inside = "Här: &l9;" if make is samples.odt else "<w:r><w:t>Här: &l9;</w:t></w:r>"
    found, end = told(make(f"<{tag}>{inside}</{tag}>", before=doctype), "a.odt")
    assert not any("haha" in place[3] for place in found)
    assert end["problem"] in ("", "damaged", "other_name")


@pytest.mark.parametrize("make", [samples.word_xml, samples.odt])
def test_no_other_file_is_read_through_an_entity(told, make, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hemligheten", encoding="utf-8")
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    tag = "text:p" if make is samples.odt else "w:p"
    inside = "Text &e;" if make is samples.odt else "<w:r><w:t>Text &e;</w:t></w:r>"
    found, _ = told(make(f"<{tag}>{inside}</{tag}>", before=doctype), "a")
    assert not any("hemligheten" in place[3] for place in found)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_in_a_book_are_refused(told, part, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hemligheten", encoding="utf-8")
    honest = samples.book({"A": [["Text"]]})
    text = _part(honest, part).decode()
    head, _, rest = text.partition("?>") if text.startswith("<?xml") else ("", "", text)
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    changed = (
        (head + "?>" if head else "") + doctype + rest.replace("Text", "Text &e;").replace('"A"', '"&e;"')
    )
    found, _ = told(samples.repacked(honest, {part: changed}), "a.xlsx")
    assert "hemligheten" not in str(found)


def test_deep_xml_is_damaged_and_not_a_crash(told):
    body = "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000
    _, end = told(samples.word_xml(body), "a.docx")
    assert end["problem"] in ("damaged", "bomb")


def test_a_package_of_too_many_parts_is_not_looked_at(told):
    parts = {f"word/{number}.bin": b"" for number in range(20_500)}
    _, end = told(samples.word_xml("", more=parts), "a.docx")
    assert end["problem"] in ("bomb", "damaged")


def test_archives_inside_are_left_alone(told):
    inner = samples.zipped({"a.xml": "x" * 10_000_000})
    for _ in range(5):
        inner = samples.zipped({"inner.zip": inner})
    content = samples.word_xml("<w:p><w:r><w:t>Text</w:t></w:r></w:p>", more={"word/embeddings/o.bin": inner})
    assert told(content, "a.docx")[0][0][3] == "Text"


def test_a_sheet_that_says_it_is_a_million_rows_wide_is_read_as_it_is(told):
    honest = samples.book({"A": [["Text"]]})
    sheet = _part(honest, "xl/worksheets/sheet1.xml").decode().replace('ref="A1"', 'ref="A1:XFD1048576"')
    found, end = told(samples.repacked(honest, {"xl/worksheets/sheet1.xml": sheet}), "a.xlsx")
    assert (found[0][3], end["problem"]) == ("Text", "")


def test_a_row_that_says_it_is_far_away_does_not_come_after_as_many_empty_ones(told):
    honest = samples.book({"A": [["Text"], ["Mer"]]})
    sheet = _part(honest, "xl/worksheets/sheet1.xml").decode().replace('r="2"', 'r="2147483647"')
    found, end = told(samples.repacked(honest, {"xl/worksheets/sheet1.xml": sheet}), "a.xlsx")
    assert (found[0][3], end["problem"]) == ("Text", "damaged")


def test_control_characters_and_half_characters_do_not_reach_the_database():
    assert limits.tidy("a\x00b\x0bc\ud800d\u0001\ufeff") == "abc?d"
    assert limits.tidy("ra\u0308ksmo\u0308rga\u030as") == "räksmörgås"


def test_only_the_reader_of_the_kind_is_imported(tmp_path):
    """Each costs memory and time."""
    path = tmp_path / "a.txt"
    path.write_text("Text", encoding="utf-8")
    loaded = run("tests.intranet.confined_victims.loaded_by_reading", str(path), seconds=20, megabytes=256)
    assert "intranet.files.extract.txt" in loaded
    assert not {"pypdf", "openpyxl", "lxml", "PIL", "django", "intranet.files.extract.pdf"} & set(loaded)


def test_the_site_itself_imports_no_reader():
    """Web and worker would carry it all day; only the confined child needs it."""
    code = (
        "import django, sys; django.setup(); import intranet.files.reading, intranet.urls;"
        "print(*(n for n in sys.modules if n == 'pypdf' or n.startswith('intranet.files.extract.')))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "intranet.settings.test"}
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["intranet.files.extract.places"]
