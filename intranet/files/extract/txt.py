"""Plain text, in paragraphs."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from intranet.files.extract.places import WHOLE, Place, Sections

SAMPLE = 1024 * 1024
PIECE = 64 * 1024


def places(path: Path) -> Iterator[Place]:
    sections = Sections(WHOLE)
    with path.open(encoding=_encoding(path), errors="replace", newline=None) as file:
        while piece := file.read(PIECE) + file.readline(PIECE):
            for line in piece.splitlines():
                yield from sections.add(line or " ")
    yield from sections.end()


def _encoding(path: Path) -> str:
    """By its first bytes; what is neither Unicode nor marked is as Windows in western Europe wrote it."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
        cut = bool(file.read(1))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if not (cut and error.start > len(head) - 4):
            return "cp1252"
    return "utf-8-sig"
