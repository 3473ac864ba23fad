"""OpenDocument files that are refused, say what they are not, or were damaged: each in words, none with a crash."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from home.importing.arranging import arrange
from home.importing.outline import (
    Paragraph,
)
from home.importing.reading import read_source
from home.importing.source import UnreadableTextError
from home.importing.wire import from_wire, to_wire
from tests.home.odt_files import (
    COVERED,
    cell,
    image,
    item,
    listing,
    odt,
    p,
    row,
    span,
    table,
)
from tests.home.test_importing_odt import H1, region
from tests.home.word_files import png


def test_templates_and_wrong_endings_are_read_by_their_content():
    template = odt(p("Text."), mimetype="application/vnd.oasis.opendocument.text-template")
    for name, data in (("a.ott", template), ("a.docx", odt(p("Text."))), ("a.doc", odt(p("Text.")))):
        assert read_source(Path(name), data).blocks == [Paragraph("Text.")]


LOCK = (
    '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("last.odt", odt(p("x"), manifest=LOCK), "låst med lösenord. Ta bort lösenordet"),
        ("last.odt", odt(p("x"), files={"encrypted-package": b"x"}), "låst med lösenord"),
        ("bruten.odt", odt(p("Text"))[:-200], "skadad"),
        ("bruten.odt", odt("<text:p>"), "skadad"),
        ("skräp.odt", b"abc" * 100, "skadad. Öppna den i LibreOffice"),
        ("tom.odt", b"", "Filen är tom"),
        ("ark.odt", odt("", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "kalkylblad"),
        ("bilder.odt", odt("", mimetype="application/vnd.oasis.opendocument.presentation"), "presentation"),
        ("platt.fodt", b"<office:document/>", "platt OpenDocument"),
        ("gammal.sxw", b"PK", "äldre format"),
        ("genvag.gdoc", b'{"doc_id": "x"}', "genväg till Google Dokument"),
        ("genvag.docx", b'{"doc_id": "x"}', "genväg till Google Dokument"),
        ("ole.odt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "låst med lösenord"),
    ],
)
def test_it_says_what_the_file_is_and_what_to_do(name, data, words):
    with pytest.raises(UnreadableTextError, match=words):
        read_source(Path(name), data)


def test_entities_are_never_resolved():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    with pytest.raises(UnreadableTextError):
        read_source(Path("x.odt"), odt(p("&b;"), prolog=laughs))


# Generated.

RICH = odt(
    f"<text:tracked-changes>{region('c1', 'deletion', p('bort'))}</text:tracked-changes>"
    + p("Nycklar", style="Title") + H1
    + listing(item("Ring."), item("Vänta.", listing(item("inne"), style="")), more=' xml:id="k1"')
    + p('Se <text:change text:change-id="c1"/>', '<text:a xlink:href="https://kompasskoping.example/">webben</text:a>')
    + table(row(cell("A", columns=2), COVERED), row(cell("1", rows=2), cell("2")), row(COVERED, cell("3")))
    + listing(item("Gå."), more=' text:continue-list="k1"')
    + p(span("Fet")) + p("Text.", image("Pictures/a.png", "En bild"))
    + p("Not<text:note><text:note-body><text:p>Not.</text:p></text:note-body></text:note>."),
    files={"Pictures/a.png": png()},
    master=f"<style:header>{p('Gäller från: 2026-03-01')}</style:header>",
)  # fmt: skip


@pytest.mark.parametrize("hundred", range(3))
def test_a_hundred_mutated_files_are_each_read_or_refused(hundred):
    from tests.home.worn_files import worn

    read_, refused = 0, []
    for seed in range(hundred * 100, hundred * 100 + 100):
        began = time.process_time()
        try:
            source = read_source(Path("rutin.odt"), worn(RICH, seed))
        except UnreadableTextError as error:
            refused.append(str(error))
        else:
            assert arrange(source).title
            assert from_wire(to_wire(source)).blocks == source.blocks
            read_ += 1
        assert time.process_time() - began < 10, seed
    assert read_ > 5
    assert len(refused) > 5
    assert all(len(words) > 10 for words in refused)
