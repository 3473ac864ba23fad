"""What a file that calls itself a Word file really is, and what to do about it."""

from __future__ import annotations

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


def check_word(data: bytes, name: str = "") -> None:
    """Raises UnreadableTextError, which says what to do, for what is surely no Word file of today's."""
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
    if any(mark in data[:4096] for mark in _XML_WORD):
        raise UnreadableTextError(
            "Filen är en Word-fil i XML-format. Öppna den i Word och spara den som .docx."
        )
    if start[:200].lower().startswith((b"<!doctype html", b"<html")):
        raise UnreadableTextError("Filen är en webbsida. Öppna den i Word och spara den som .docx.")
    raise UnreadableTextError("Filen är skadad eller ingen Word-fil. Öppna den i Word och spara om den.")


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
