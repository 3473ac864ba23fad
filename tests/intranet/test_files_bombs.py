"""Parts that grow, whatever they are called, and parts with more in them than anybody wrote: stopped early."""

from __future__ import annotations

import time

import pytest

from intranet.files import reading, tasks
from intranet.files.extract import package, reader, xlsx
from intranet.files.models import DocumentVersion
from tests.intranet import file_samples as samples
from tests.intranet.test_files_rule import a_document

MAIN = "officeDocument"
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def led_to(name: str, content: bytes) -> bytes:
    """A Word file whose relationships lead to a main part of that name."""
    return samples.repacked(
        samples.word_xml("<w:p><w:r><w:t>Lockbete</w:t></w:r></w:p>"),
        {"_rels/.rels": samples.relations({"rId1": (MAIN, name)}), name: content},
    )


def repeated(encoding: str = "utf-8", head: bytes = b"") -> bytes:
    return head + f"<w:document {NAMES}><w:body>{'<w:p/>' * 2_000_000}</w:body></w:document>".encode(encoding)


@pytest.mark.parametrize(
    "content",
    [
        repeated(),
        repeated(head=b"\xef\xbb\xbf"),
        repeated(head=b" \n" * 4000),
        repeated("utf-16"),
        repeated("utf-16-be"),
    ],
    ids=["plain", "byte order mark", "space before", "two bytes", "two bytes without a mark"],
)
@pytest.mark.parametrize("name", ["word/doc.bin", "word/media/image1.png"])
def test_a_main_part_of_any_name_is_counted(told, content, name):
    began = time.process_time()
    found, end = told(led_to(name, content), "a.docx")
    assert (found, end["problem"]) == ([], "bomb")
    assert time.process_time() - began < 5


def test_parts_of_any_name_are_counted_together(told, monkeypatch):
    monkeypatch.setattr(package, "LARGEST_PARTS", 3_000_000)
    # Each beneath what looks like a bomb.
    parts = {f"word/part{number}.bin": b"<a>" + b"x" * 900_000 for number in range(4)}
    assert told(samples.word_xml("<w:p/>", more=parts), "a.docx")[1]["problem"] == "too_large"


def test_an_empty_picture_that_packs_to_nothing_is_no_bomb(told):
    blank = b"BM" + b"\x00" * 20_000_000
    content = samples.word_xml("<w:p><w:r><w:t>Text</w:t></w:r></w:p>", more={"word/media/image1.bmp": blank})
    found, end = told(content, "a.docx")
    assert (found[0][3], end["problem"]) == ("Text", "")


@pytest.mark.parametrize("make", [samples.word_xml, samples.odt])
def test_more_elements_than_anybody_wrote_end_the_reading_with_what_was_read(told, monkeypatch, make):
    monkeypatch.setattr(package, "MOST_ELEMENTS", 500)
    one = "<text:p>Rad</text:p>" if make is samples.odt else "<w:p><w:r><w:t>Rad</w:t></w:r></w:p>"
    found, end = told(make(one * 2000), "a.odt" if make is samples.odt else "a.docx")
    assert end["problem"] == "too_long"
    assert "Rad" in found[0][3]


def test_the_elements_of_all_parts_are_counted_together(told, monkeypatch):
    monkeypatch.setattr(package, "MOST_ELEMENTS", 500)
    styles = "<w:style/>" * 300
    assert told(samples.word_xml("<w:p/>" * 300, styles=styles), "a.docx")[1]["problem"] == "too_long"
    assert told(samples.word_xml("<w:p/>" * 300), "a.docx")[1]["problem"] == "no_text"


def test_a_book_with_more_cells_than_anybody_filled_in_ends_too(told, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_CELLS", 50)
    found, end = told(samples.book({"A": [["x"] * 10] * 3, "B": [["y"] * 10] * 9}), "a.xlsx")
    assert end["problem"] == "too_long"
    assert [place[2] for place in found] == ["A", "B"]


def test_a_book_that_would_be_read_as_one_piece_is_stopped_before(told, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_TAGS", 1000)
    assert told(samples.book({"A": [["x"] * 900]}), "a.xlsx")[1]["problem"] == "too_large"


# What a reader did not foresee


def test_what_nobody_foresaw_is_logged_by_class_and_place_and_without_a_word_of_the_file(told, monkeypatch):
    def broken(*args):
        raise LookupError("hemligheten")
        yield

    monkeypatch.setattr(reader, "_reader", lambda kind, filename: broken)
    _, end = told(b"Text", "a.txt")
    assert end["problem"] == "damaged"
    assert end["unforeseen"].startswith("LookupError at ")
    assert "test_files_bombs.py:" in end["unforeseen"]
    assert "hemligheten" not in str(end)


@pytest.mark.django_db
def test_the_log_tells_of_it_by_the_number_of_the_version(monkeypatch, caplog):
    document = a_document("Hemlig plan")
    end = {
        "media_type": "application/pdf",
        "places": 0,
        "problem": "damaged",
        "unforeseen": "KeyError at pdf.py:7",
    }
    monkeypatch.setattr(reading, "stream", lambda *args, **limits: (one for one in [end]))
    assert reading.read_next()
    version = document.versions.get()
    assert version.text_problem == "damaged"
    assert f"version {version.pk} met what was not foreseen: KeyError at pdf.py:7" in caplog.text
    assert "plan" not in caplog.text


# Whose turn it is


@pytest.mark.django_db
@pytest.mark.database
def test_the_turn_is_worked_out_once_for_many(monkeypatch):
    for number in range(5):
        a_document(f"Plan {number}")
    asked = []
    turn = reading.next_ones

    def noted(now):
        asked.append(now)
        return turn(now)

    monkeypatch.setattr(reading, "next_ones", noted)
    monkeypatch.setattr(reading, "_read_confined", lambda version: ("no_text", {}))
    assert tasks.read_waiting.func() == 5
    assert len(asked) == 2  # and once to see that nothing is left
    assert not DocumentVersion.objects.filter(text_state=DocumentVersion.Text.WAITING).exists()


@pytest.mark.django_db
def test_after_one_long_file_whatever_else_waits_has_its_turn(monkeypatch):
    for number in range(3):
        a_document(f"Plan {number}")
    clock = iter(range(0, 10_000, 100))
    monkeypatch.setattr(tasks.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(reading, "_read_confined", lambda version: ("time", {}))
    woken = []
    monkeypatch.setattr(tasks, "wake", lambda: woken.append(1))
    assert tasks.read_waiting.func() == 1
    assert woken == [1]
