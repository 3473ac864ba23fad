"""What a file is, by its content; its name can say anything.

Reads the first and last of it and, of a ZIP file, its list of names: little enough for a request.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import PurePath
from typing import IO, Protocol, cast

import filetype

from intranet.files.types import (
    DOC,
    DOCX,
    ENCRYPTED_OFFICE,
    EXTENSIONS,
    FIRST_BYTES,
    HTML,
    ODT,
    OLE,
    PDF,
    PPT,
    PPTX,
    READ,
    SHOWN,
    SVG,
    TXT,
    UNKNOWN,
    XLS,
    XLSX,
    XML,
    ZIP,
)

SAMPLE = 64 * 1024
PDF_WITHIN = 1024  # bytes of something else that readers of PDF accept before its beginning
ZIP_NAMES = 20_000
ZIP_DIRECTORY = 4 * 1024 * 1024  # bytes; a list of names that is longer is nothing that a person made
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_DIRECTORY = 64 * 1024
BROKEN_ZIP = (
    *(zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError, EOFError),
    *(struct.error, zlib.error, KeyError, IndexError, UnicodeError),
)
"""What the standard library raises on archives that are not in order."""


class Seekable(Protocol):
    """An open file of bytes: Python's, Django's or a storage's."""

    def read(self, size: int = ..., /) -> bytes: ...

    def seek(self, offset: int, whence: int = ..., /) -> int: ...


def shown_type(name: str) -> str | None:
    """The media type of a stored file that a browser may show; None for one to download. Reads its first bytes."""
    from django.core.files.storage import default_storage  # the confined child asks the rest, without Django

    with default_storage.open(name) as file:
        kind = filetype.guess(file.read(FIRST_BYTES))
    return kind.mime if kind is not None and kind.mime in SHOWN else None


def media_type(file: Seekable) -> str:
    """What it is: a media type, UNKNOWN if nothing fits. An empty file is text/plain. Never raises on content.

    `file` is open for reading and seekable; its position is moved.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(SAMPLE)
    if head.startswith(b"PK"):
        return _zipped(file, head, size)
    if head.startswith(OLE_SIGNATURE):
        return _ole(file, head)
    if b"%PDF-" in head[:PDF_WITHIN]:
        return PDF
    guessed = filetype.guess(head)
    if guessed is not None:
        return guessed.mime
    return _text(head, whole=size <= SAMPLE)


def disagrees(filename: str, media_type: str) -> bool:
    """Whether the name's extension, if it is a known one, promises something else than the content is."""
    promised = EXTENSIONS.get(PurePath(filename).suffix.lower())
    return promised is not None and media_type not in promised


def _zipped(file: Seekable, head: bytes, size: int) -> str:
    if not _has_short_directory(file, size):
        return _cut_off(head)
    try:
        with zipfile.ZipFile(cast(IO[bytes], file)) as package:
            names = package.namelist()
            if names and names[0] == "mimetype":
                with package.open("mimetype") as declared:
                    return ODT if declared.read(100).strip() == ODT.encode() else ZIP
    except BROKEN_ZIP:
        return _cut_off(head)
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)):
            if any(name.startswith(folder) for name in names):
                return kind
    return ZIP


def _cut_off(head: bytes) -> str:
    """What it was meant to be, by the first names in it; its list of names is missing."""
    guessed = filetype.guess(head)
    return guessed.mime if guessed is not None and guessed.mime in READ else ZIP


def _has_short_directory(file: Seekable, size: int) -> bool:
    """Whether the list of names at the end is there and of a size that may be read into memory."""
    tail = min(size, SAMPLE + 22)
    file.seek(size - tail)
    end = file.read(tail)
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) < at + 22:
        return False
    names, length = struct.unpack("<HI", end[at + 10 : at + 16])
    # The highest values refer to a longer record that only giants need.
    return names <= ZIP_NAMES and length <= ZIP_DIRECTORY and names != 0xFFFF and length != 0xFFFFFFFF


def _ole(file: Seekable, head: bytes) -> str:
    """Which of the old binary formats it is; new ones with a password lie in such a file too."""
    if len(head) < 512:
        return OLE
    (shift,) = struct.unpack("<H", head[30:32])
    (sector,) = struct.unpack("<I", head[48:52])
    if shift not in (9, 12):
        return OLE
    try:
        file.seek((sector + 1) << shift)
        directory = file.read(OLE_DIRECTORY)
    except (OSError, OverflowError, ValueError):
        return OLE
    for name, kind in (
        ("EncryptedPackage", ENCRYPTED_OFFICE),
        ("WordDocument", DOC),
        ("Workbook", XLS),
        ("PowerPoint Document", PPT),
    ):
        if name.encode("utf-16-le") in directory:
            return kind
    return OLE


def _text(head: bytes, *, whole: bool) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return TXT
    if any(byte < 9 or 13 < byte < 27 for byte in head):
        return UNKNOWN
    # A character may be cut by the sample's end.
    last = len(head) if whole else len(head) - 3
    try:
        text = head[:last].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if whole or error.start < last - 3:
            text = head.decode("cp1252", "replace")
        else:
            text = head[: error.start].decode("utf-8-sig", "replace")
    start = text.lstrip()[:1000].lower()
    if start.startswith(("<!doctype html", "<html")):
        return HTML
    if start.startswith(("<?xml", "<svg", "<!doctype svg")):
        return SVG if "<svg" in start else XML
    return TXT
