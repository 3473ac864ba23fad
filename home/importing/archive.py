"""A zip of XML parts, opened with care because anybody may have made it."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from io import BytesIO
from typing import Any

from lxml import etree

from home.importing.source import UnreadableTextError

Element = Any  # lxml ships no types

MAX_PARTS = 5_000
MAX_UNPACKED = 300 * 1024 * 1024  # bytes, all parts together
MAX_XML = 40 * 1024 * 1024  # bytes of one XML part
MAX_PART = 60 * 1024 * 1024  # bytes of one picture
TOO_LARGE = "Filen är för stor uppackad. Dela den eller gör bilderna mindre."
LOCKED = "Filen är låst med lösenord. Ta bort lösenordet och spara om filen."
# Signs that no XML may hold, which some programs write all the same; the one for a new line in a paragraph is kept.
_FORBIDDEN = bytes(sign for sign in range(0x20) if sign not in b"\t\n\r")
_BY_NUMBER = re.compile(rb"&#(?:x0*([0-9a-f]{1,2})|0*([0-9]{1,2}));", re.IGNORECASE)
_NEW_LINE = "\u2028".encode()
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")  # two bytes a sign: left as it is


class Archive:
    """Raises UnreadableTextError, with `broken` as its message, for what is no such file, and for one that unpacks
    to too much. Sizes are counted as the parts are unpacked: what the directory of a zip says of them may be a lie.
    """

    broken = "Filen är skadad. Öppna den i programmet som den är gjord i och spara om den."

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise UnreadableTextError(self.broken) from error
        if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
            raise UnreadableTextError(TOO_LARGE)
        self._parts = {plain(info.filename): info for info in infos}
        self._left = MAX_UNPACKED

    def __contains__(self, name: str) -> bool:
        return plain(name) in self._parts

    def bytes_of(self, name: str, most: int = MAX_PART) -> bytes:
        """A part's bytes. Raises UnreadableTextError if it is missing, broken or too large."""
        try:
            with self._zip.open(self._parts[plain(name)]) as part:
                limit = min(most, self._left)
                data = part.read(limit + 1)
        except (
            *(KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError),
        ) as error:
            raise UnreadableTextError(self.broken) from error
        except RuntimeError as error:  # what zipfile says of an encrypted part
            raise UnreadableTextError(LOCKED) from error
        if len(data) > limit:
            raise UnreadableTextError(TOO_LARGE)
        self._left -= len(data)
        return data

    def xml(self, name: str) -> Element:
        """The root of an XML part. No entity is ever resolved and no address asked."""
        data = self.prepared(_without_forbidden(self.bytes_of(name, MAX_XML)))
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise UnreadableTextError(self.broken)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableTextError(self.broken) from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableTextError(self.broken)
        return root

    def optional_xml(self, name: str) -> Element | None:
        """A part that a text can do without: None if it is missing or cannot be read."""
        if not name or name not in self:
            return None
        try:
            return self.xml(name)
        except UnreadableTextError:
            return None

    def prepared(self, data: bytes) -> bytes:
        """An XML part as the rest of a reader knows it."""
        return data


def plain(name: str) -> str:
    """A part's name as everybody writes it: some programs begin with a stroke or turn it the other way."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower() if name else name


def _without_forbidden(data: bytes) -> bytes:
    if data.startswith(_WIDE):
        return data
    data = _BY_NUMBER.sub(_allowed, data)
    if not any(sign in data for sign in _FORBIDDEN):
        return data
    return data.replace(b"\x0b", _NEW_LINE).translate(None, _FORBIDDEN)


def _allowed(found: re.Match[bytes]) -> bytes:
    number = int(found.group(1), 16) if found.group(1) else int(found.group(2))
    if number == 0x0B:
        return _NEW_LINE
    return b"" if number in _FORBIDDEN else found.group(0)
