"""Whether a file may be uploaded, by what it is and not by what it is called, and a name that can do no harm."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.utils.text import get_valid_filename

from intranet.files.detect import media_type
from intranet.files.kinds import KINDS, SAID
from intranet.files.types import DOCX, PPTX, PROGRAM, PROGRAMS, TXT, XLSX

LONGEST_NAME = 100
LONGEST_ENDING = 8

# fmt: off
_RUN_BY_NAME = frozenset({
    "exe", "com", "bat", "cmd", "scr", "pif", "msi", "js", "jse", "vbs", "vbe", "wsf", "hta", "ps1", "sh", "jar",
    "lnk", "url", "reg", "html", "htm", "xhtml", "svg", "xml",
})
# fmt: on
"""Endings by which a computer runs or shows what is only text inside."""
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def checked(file: BinaryIO, name: str) -> str:
    """The media type of a file that somebody uploads, read from its content.

    Raises ValidationError in words that say what to do. The file's position is at its beginning again.
    """
    try:
        file.seek(0)
        head = file.read(16)
        if not head:
            raise ValidationError("Filen är tom. Kontrollera att du valde rätt fil.")
        found = media_type(file)
        ending = _ending(name)
        if head.startswith(PROGRAMS) or (found == TXT and ending in _RUN_BY_NAME):
            raise ValidationError(PROGRAM)
        if found in (DOCX, XLSX, PPTX) and _has_macros(file):
            raise ValidationError(
                "Filen innehåller makron. Spara den utan makron, till exempel som .docx eller .xlsx."
            )
        if found not in KINDS:
            raise ValidationError(f"Den här sortens fil går inte att lägga in. Spara den som {SAID}.")
        return found
    finally:
        file.seek(0)


def safe_name(name: str, found: str = "") -> str:
    """A file name without path, control or direction characters, ending as its content says. Never empty."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = _UNSEEN.sub("", name).strip(" .")
    stem, ending = PurePosixPath(name).stem, _ending(name)
    kind = KINDS.get(found)
    if kind and ending not in kind.endings:
        known = any(ending in other.endings for other in KINDS.values()) or ending in _RUN_BY_NAME
        stem, ending = (stem if known else name), kind.endings[0]
    try:
        stem = get_valid_filename(stem.replace(".", "_"))
    except SuspiciousFileOperation:  # nothing was left of it
        stem = "dokument"
    ending = get_valid_filename(ending)[:LONGEST_ENDING] if re.search(r"\w", ending) else ""
    return f"{stem[: LONGEST_NAME - LONGEST_ENDING - 1]}.{ending}" if ending else stem[:LONGEST_NAME]


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lstrip(".").lower()


def _has_macros(file: BinaryIO) -> bool:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            return any(name.lower().endswith("vbaproject.bin") for name in package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
