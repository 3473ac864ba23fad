"""What a file that calls itself one of Word's or LibreOffice's really is, and what to do about it."""

from __future__ import annotations

import zipfile
from io import BytesIO

from home.importing.source import UnreadableTextError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what Word wrote before 2007, and what it wraps a locked file in
_ZIP = b"PK"
_LOCK_FILE = (
    "Filen är en låsfil som Word lägger bredvid ett öppet dokument. Stäng dokumentet och välj det i stället."
)
LOCKED = "Filen är låst med lösenord. Öppna den i Word, ta bort lösenordet och spara om den."
OLD = "Filen är i Words äldre format. Öppna den i Word och spara den som .docx."
_MARKED = (
    (b"%PDF", "Filen är en PDF. En PDF blir ett dokument, inte en sida. Lägg upp den under Dokument."),
    (b"{\\rtf", "Filen är i RTF-format. Öppna den i Word och spara den som .docx."),
    (b"\xff\xd8\xff", "Filen är en bild. Lägg in den i en text, eller lägg upp den under Bilder."),
    (b"\x89PNG", "Filen är en bild. Lägg in den i en text, eller lägg upp den under Bilder."),
)
_XML_WORD = (b"<pkg:package", b'progid="Word.Document"', b"schemas.microsoft.com/office/word/2003/wordml")


def check_office(data: bytes, name: str = "") -> None:
    """Raises UnreadableTextError, which says what to do, for what is surely no such file of today's."""
    if name.rpartition("/")[2].startswith("~$"):
        raise UnreadableTextError(_LOCK_FILE)
    if not data.strip(b"\x00 \r\n\t"):
        raise UnreadableTextError("Filen är tom.")
    if data.startswith(_OLE):
        raise UnreadableTextError(_of_ole(data, name))
    start = data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    for mark, advice in _MARKED:
        if start.startswith(mark):
            raise UnreadableTextError(advice)
    if data.startswith(_ZIP):
        return
    raise UnreadableTextError(_of_text(data, start, name))


def _of_text(data: bytes, start: bytes, name: str) -> str:
    """What to do with a file that is no zip."""
    head, low = data[:4096], start[:200].lower()
    if any(mark in head for mark in _XML_WORD):
        return "Filen är en Word-fil i XML-format. Öppna den i Word och spara den som .docx."
    if low.startswith((b"<!doctype html", b"<html")):
        return "Filen är en webbsida. Öppna den i Word och spara den som .docx."
    if low.startswith((b"mime-version", b"from:", b"content-type: multipart")):
        return "Filen är en sparad webbsida. Öppna den i Word och spara den som .docx."
    if b"office:document" in head:
        return "Filen är i platt OpenDocument-format. Öppna den i LibreOffice och spara den som .odt."
    if b'"doc_id"' in head:
        return "Filen är en genväg till Google Dokument. Öppna den där och hämta den som Word-fil."
    if name.lower().endswith((".odt", ".ott")):
        return "Filen är skadad. Öppna den i LibreOffice och spara om den."
    return "Filen är skadad eller ingen Word-fil. Öppna den i Word och spara om den."


def is_opendocument(data: bytes) -> bool:
    """Whether a zip holds an OpenDocument file, of whatever kind."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            return "mimetype" in names or ("content.xml" in names and "[Content_Types].xml" not in names)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return False


def _of_ole(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return LOCKED
    if "Workbook".encode("utf-16-le") in data:
        return "Filen är ett kalkylblad. Lägg upp den under Dokument."
    if "PowerPoint Document".encode("utf-16-le") in data:
        return "Filen är en presentation. Lägg upp den under Dokument."
    if "WordDocument".encode("utf-16-le") in data:
        return OLD
    return OLD if name.lower().endswith((".doc", ".dot")) else LOCKED
