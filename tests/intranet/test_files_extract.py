"""Text out of files, place by place, and a plain answer for each file that gives none."""

from __future__ import annotations

from pathlib import Path

import pytest

from intranet.files.extract import places as limits
from tests.intranet import file_samples as samples

ROOT = Path(__file__).resolve().parents[2]


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
        [1, "sheet", "Priser", "Vara · Pris\nPärm · 12.5\n3"],
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
