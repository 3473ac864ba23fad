"""Files that are made to do harm: none is unpacked, expanded or followed, and the reader is alone with them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from intranet.files.confined import run
from intranet.files.extract import places as limits
from tests.intranet import file_samples as samples

ROOT = Path(__file__).resolve().parents[2]


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
        "heavy = ('pypdf', 'pikepdf', 'typst');"
        "print(*(n for n in sys.modules if n in heavy or n.startswith('intranet.files.extract.')))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "intranet.settings.test"}
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["intranet.files.extract.places"]
