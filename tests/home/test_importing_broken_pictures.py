"""A broken picture makes no file unreadable: it is kept as an attachment and named in the report."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from home.importing.formats import is_shown, picture_format
from home.importing.outline import Attachment, Paragraph
from home.importing.reading import read_source
from tests.home.word_files import drawing, p, png, word

EMF = (
    struct.pack("<IIiiiiiiii", 1, 108, 0, 0, 9, 9, 0, 0, 0, 0) + b" EMF" + bytes(64)
)  # its frame has no width
DDS = (
    b"DDS "
    + struct.pack("<7I", 124, 0x1007, 8, 8, 0, 0, 0)
    + bytes(44)
    + struct.pack("<8I", 32, 4, 0, 0, 0, 0, 0, 0)
    + bytes(64)
)
BROKEN = {
    "emf": EMF,
    "dds": DDS,
    "png": png()[:60],
    "gif": b"GIF89a" + b"\xff" * 7,
    "tif": b"II*\x00" + struct.pack("<I", 8) + b"\xff" * 40,
    "ico": b"\x00\x00\x01\x00\xff\xff" + bytes(30),
    "webp": b"RIFF\xff\xff\xff\x7fWEBPVP8X" + bytes(8),
    "jpg": b"\xff\xd8\xff\xe0\x00\x02",
    "psd": b"8BPS\x00\x01" + b"\xff" * 60,
}


@pytest.mark.parametrize("suffix", BROKEN)
def test_what_cannot_be_shown_is_told_apart_without_a_fall(suffix):
    assert picture_format(BROKEN[suffix]) in ("", "GIF", "JPEG", "PNG", "WEBP")
    is_shown(BROKEN[suffix])


@pytest.mark.parametrize("suffix", ["emf", "dds", "png", "tif", "ico", "psd"])
def test_the_file_is_read_and_the_picture_named(suffix):
    name = f"image1.{suffix}"
    data = word(
        p("Text.") + p(drawing("b1", "En ritning")),
        relations={"b1": ("image", f"media/{name}")},
        files={f"word/media/{name}": BROKEN[suffix]},
    )
    source = read_source(Path("rutin.docx"), data)
    assert source.blocks[0] == Paragraph("Text.")
    assert [block.label for block in source.blocks if isinstance(block, Attachment)] == ["En ritning"]
    said = " ".join([*(note.message for note in source.notes), *(told.remark for told in source.told)])
    assert "ilaga" in said or "ilagor" in said


def test_pictures_that_browsers_show_are_shown():
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        assert picture_format(png(kind=kind)) == kind
        assert is_shown(png(kind=kind))
    assert not is_shown(png(kind="TIFF"))
