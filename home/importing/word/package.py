"""The file itself: a zip of XML parts, opened with care because anybody may have made it."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from functools import cached_property
from io import BytesIO

from lxml import etree

from home.importing.source import UnreadableTextError
from home.importing.word.names import PACKAGE_REL, strict_to_transitional
from home.importing.word.tree import Element

MAX_PARTS = 5_000
MAX_UNPACKED = 300 * 1024 * 1024  # bytes, all parts together
MAX_XML = 40 * 1024 * 1024  # bytes of one XML part
MAX_PART = 60 * 1024 * 1024  # bytes of one picture
BROKEN = "Filen är skadad eller ingen Word-fil. Öppna den i Word och spara om den."
TOO_LARGE = "Filen är för stor uppackad. Dela den eller gör bilderna mindre."
_WORD_PARTS = ("word/document.xml", "word/document2.xml")


class Related:
    """One relation of a part: what it leads to, and whether that lies outside the file."""

    def __init__(self, kind: str, target: str, external: bool) -> None:
        self.kind = kind
        self.target = target
        self.external = external


class Package:
    """Raises UnreadableTextError for what is no Word file, and for one that unpacks to too much.

    Sizes are counted as the parts are unpacked: what the directory of a zip says of them may be a lie.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise UnreadableTextError(BROKEN) from error
        if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
            raise UnreadableTextError(TOO_LARGE)
        self._parts = {_plain(info.filename): info for info in infos}
        self._left = MAX_UNPACKED
        self._related: dict[str, dict[str, Related]] = {}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    @cached_property
    def main(self) -> str:
        """The name of the part that holds the text."""
        for related in self.related("").values():
            if related.kind == "officeDocument" and related.target in self:
                return related.target
        for name in _WORD_PARTS:
            if name in self:
                return name
        raise UnreadableTextError(self._what_else())

    def _what_else(self) -> str:
        if "xl/workbook.xml" in self:
            return "Filen är ett kalkylblad. Lägg upp den under Dokument."
        if "ppt/presentation.xml" in self:
            return "Filen är en presentation. Lägg upp den under Dokument."
        if "mimetype" in self and self.bytes_of("mimetype").startswith(b"application/vnd.oasis"):
            return (
                "Filen är i OpenDocument-format. Öppna den i Word eller LibreOffice och spara den som .docx."
            )
        return BROKEN

    def bytes_of(self, name: str, most: int = MAX_PART) -> bytes:
        """A part's bytes. Raises UnreadableTextError if it is missing, broken or too large."""
        name = _plain(name)
        try:
            with self._zip.open(self._parts[name]) as part:
                limit = min(most, self._left)
                data = part.read(limit + 1)
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
        ) as error:
            raise UnreadableTextError(BROKEN) from error
        except RuntimeError as error:  # what zipfile says of an encrypted part
            raise UnreadableTextError(
                "Filen är låst med lösenord. Ta bort lösenordet och spara om filen."
            ) from error
        if len(data) > limit:
            raise UnreadableTextError(TOO_LARGE)
        self._left -= len(data)
        return data

    def xml(self, name: str) -> Element:
        """The root of an XML part. No entity is ever resolved and no address asked."""
        data = strict_to_transitional(self.bytes_of(name, MAX_XML))
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise UnreadableTextError(BROKEN)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableTextError(BROKEN) from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableTextError(BROKEN)
        return root

    def optional_xml(self, name: str) -> Element | None:
        """A part that a text can do without: None if it is missing or cannot be read."""
        if not name or name not in self:
            return None
        try:
            return self.xml(name)
        except UnreadableTextError:
            return None

    def related(self, part: str) -> dict[str, Related]:
        """The relations of a part by their ids; of the package itself for ""."""
        if part not in self._related:
            self._related[part] = self._relations(part)
        return self._related[part]

    def related_part(self, part: str, kind: str) -> str:
        """The name of the part that `part` has for something ("styles"); empty if it has none."""
        for related in self.related(part).values():
            if related.kind == kind and not related.external:
                return related.target
        return ""

    def _relations(self, part: str) -> dict[str, Related]:
        folder, _, name = part.rpartition("/")
        root = self.optional_xml(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        found = {}
        for entry in root.iter(PACKAGE_REL) if root is not None else ():
            external = entry.get("TargetMode") == "External"
            target = entry.get("Target") or ""
            if not external:
                target = _plain(target if target.startswith(("/", "\\")) else posixpath.join(folder, target))
            found[entry.get("Id") or ""] = Related(
                (entry.get("Type") or "").rpartition("/")[2], target, external
            )
        return found


def _plain(name: str) -> str:
    """A part's name as everybody writes it: some programs begin with a stroke or turn it the other way."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower() if name else name
