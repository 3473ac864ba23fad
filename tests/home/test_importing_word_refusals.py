"""What is no Word file, or a dangerous one, is refused with what to do; nothing crashes, hangs or is fetched."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from home.importing import archive as opened
from home.importing.arranging import arrange
from home.importing.fields import KINDS
from home.importing.reading import read_source
from home.importing.source import UnreadableTextError
from home.importing.wire import from_wire, to_wire
from home.knowledge.base import KnowledgePage
from tests.home.word_files import bold, cell, drawing, field, item, p, png, table, word
from tests.home.worn_files import worn

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512
OLD, LOCKED = OLE + "WordDocument".encode("utf-16-le"), OLE + "EncryptedPackage".encode("utf-16-le")


def zipped(**files: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("gammal.doc", OLD, "Words äldre format. Öppna den i Word och spara den som .docx"),
        ("gammal.docx", OLD, "Words äldre format. Öppna den i Word och spara den som .docx"),
        ("last.docx", LOCKED, "låst med lösenord. Öppna den i Word, ta bort lösenordet och spara om den"),
        ("last.doc", LOCKED, "låst med lösenord"),
        ("text.docx", rb"{\rtf1 hej}", "RTF-format"),
        ("rapport.docx", b"%PDF-1.7\n", "är en PDF"),
        ("sida.docx", b"<html><body>hej", "är en webbsida"),
        ("arkiv.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "är en sparad webbsida"),
        ("bild.docx", png(), "är en bild"),
        ("tom.docx", b"", "Filen är tom"),
        ("nollor.docx", b"\x00" * 100, "Filen är tom"),
        ("~$rutin.docx", b"\x05Anna" + b"\x00" * 150, "låsfil"),
        ("skräp.docx", b"abc" * 100, "skadad eller ingen Word-fil"),
        ("bruten.docx", word(p("Text"))[:-200], "skadad eller ingen Word-fil"),
        ("annan.docx", zipped(a_DOT_txt=b"hej"), "skadad eller ingen Word-fil"),
        ("ark.docx", zipped(xl__workbook_DOT_xml=b"<x/>"), "kalkylblad"),
        ("bilder.docx", zipped(ppt__presentation_DOT_xml=b"<x/>"), "presentation"),
        (
            "odt.docx",
            zipped(mimetype=b"application/vnd.oasis.opendocument.text"),
            "skadad. Öppna den i LibreOffice",
        ),
    ],
)
def test_it_says_what_the_file_is_and_what_to_do(name, data, words):
    with pytest.raises(UnreadableTextError, match=words):
        read_source(Path(name), data)


@pytest.mark.parametrize("suffix", [".docx", ".docm", ".dotx", ".dotm", ".doc"])
def test_templates_macros_and_wrong_endings_are_read_by_their_content(suffix):
    assert read_source(Path(f"rutin{suffix}"), word(p("Text."))).blocks


def test_a_zip_bomb_is_refused_by_what_it_unpacks_to(monkeypatch):
    monkeypatch.setattr(opened, "MAX_XML", 100_000)
    with pytest.raises(UnreadableTextError, match="för stor uppackad"):
        read_source(Path("bomb.docx"), word(p("a" * 200_000)))
    monkeypatch.setattr(opened, "MAX_UNPACKED", 50_000)
    with pytest.raises(UnreadableTextError, match="för stor uppackad"):
        read_source(Path("bomb.docx"), word(p("a"), files={"word/media/a.png": b"\x00" * 100_000}))


def test_a_directory_that_lies_about_sizes_does_not_help(monkeypatch):
    monkeypatch.setattr(opened, "MAX_XML", 20_000)
    honest = word(p("a" * 100_000))
    with zipfile.ZipFile(BytesIO(honest)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying = honest.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(UnreadableTextError):
        read_source(Path("bomb.docx"), lying)


def test_entities_are_never_resolved(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("zqhemligt")
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for prolog in (outside, laughs):
        with pytest.raises(UnreadableTextError):
            read_source(Path("x.docx"), word(p("&a;"), prolog=prolog))


def test_elements_nested_without_end_are_refused():
    deep = "<w:sdt><w:sdtContent>" * 2_000 + p("Text") + "</w:sdtContent></w:sdt>" * 2_000
    with pytest.raises(UnreadableTextError):
        read_source(Path("x.docx"), word(deep))


def test_styles_that_build_on_one_another_in_a_ring_end():
    ring = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>'
    )
    assert read_source(Path("x.docx"), word(p("Text", style="A"), styles=ring)).blocks


def test_parts_that_are_missing_or_broken_are_done_without():
    body = p("Avsnitt", style="Heading1") + item("Ring.") + p("Text.")
    assert read_source(Path("x.docx"), word(body, styles="<broken", numbering="</w:x>")).blocks
    with pytest.raises(UnreadableTextError):
        read_source(Path("x.docx"), word("<w:p><w:r>"))


def test_the_kinds_are_those_of_the_model():
    assert tuple(KnowledgePage.Kind.values) == KINDS


# Generated.

RICH = word(
    p("Nycklar", style="Rubrik")
    + p("Avsnitt", style="Rubrik1")
    + item("Ring.")
    + item("inne", level=1)
    + p(
        "Se ",
        field('HYPERLINK "https://kompasskoping.example/"', "webben"),
        "<w:ins><w:r><w:t>ny</w:t></w:r></w:ins>",
    )
    + table(cell("A", properties='<w:gridSpan w:val="2"/>'), cell("1") + cell("2", properties="<w:vMerge/>"))
    + bold("Fet")
    + p("Text.", '<w:r><w:footnoteReference w:id="1"/></w:r>', drawing("b", "En bild"))
    + p("gone", properties="<w:rPr><w:del/></w:rPr>")
    + p("Slut."),
    relations={
        "b": ("image", "media/a.png"),
        "f": ("footnotes", "footnotes.xml"),
        "h": ("header", "header1.xml"),
    },
    files={"word/media/a.png": png()},
    parts={
        "footnotes": f'<w:footnote w:id="1">{p("Not.")}</w:footnote>',
        "header1": p("Gäller från: 2026-03-01"),
    },
)


@pytest.mark.parametrize("hundred", range(3))
def test_a_hundred_mutated_files_are_each_read_or_refused(hundred):
    read, refused = 0, []
    for seed in range(hundred * 100, hundred * 100 + 100):
        began = time.process_time()
        try:
            source = read_source(Path("rutin.docx"), worn(RICH, seed))
        except UnreadableTextError as error:
            refused.append(str(error))
        else:
            outline = arrange(source)
            assert outline.title
            assert from_wire(to_wire(source)).blocks == source.blocks
            read += 1
        assert time.process_time() - began < 10, seed
    assert read > 5
    assert len(refused) > 5
    assert all(len(words) > 10 for words in refused)
