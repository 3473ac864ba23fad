"""The ZIP files that office formats are: looked through before anything is unpacked, parts read as a stream."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

from lxml import etree

from intranet.files.detect import BROKEN_ZIP
from intranet.files.extract.places import Problem

MOST_ENTRIES = 20_000
LARGEST_PART = 256 * 1024 * 1024
"""Bytes of one XML part, unpacked, by its own word: the standard library stops reading there."""
LARGEST_PARTS = 512 * 1024 * 1024
"""Bytes of all XML parts together."""
MOST_ELEMENTS = 12_000_000
"""Elements read of all parts together: some ten thousand pages of Word's XML, half a minute of reading."""
CHUNK = 1024 * 1024
PEEK = 1024
"""Unpacked bytes at the beginning of a part by which it is known whether it can be read as XML."""
HIGHEST_RATIO = 300
"""Unpacked ÷ packed of a part of more than a megabyte. Real ones stay below 60, bombs begin at 1,000."""
BOMB_FROM = 1024 * 1024

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


class Package:
    """An opened archive. Raises Problem (damaged, encrypted, bomb, too_large) instead of unpacking what it should not.

    Embedded files, archives among them, are never opened.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except BROKEN_ZIP as broken:
            raise Problem("damaged") from broken
        self._entries = {info.filename: info for info in self._zip.infolist()}
        self._elements = 0
        try:
            self._look_through()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def names(self) -> list[str]:
        return list(self._entries)

    def _look_through(self) -> None:
        if len(self._entries) > MOST_ENTRIES:
            raise Problem("bomb")
        total = 0
        for info in self._entries.values():
            if info.flag_bits & 1:
                raise Problem("encrypted")
            if not self._can_be_xml(info):
                continue
            total += info.file_size
            high = info.file_size > BOMB_FROM and info.file_size > HIGHEST_RATIO * max(info.compress_size, 1)
            if high:
                raise Problem("bomb")
            if info.file_size > LARGEST_PART:
                raise Problem("too_large")
        if total > LARGEST_PARTS:
            raise Problem("too_large")

    def _can_be_xml(self, info: zipfile.ZipInfo) -> bool:
        """By its name or, since a relationship may lead to any part, by how it begins. A picture does not count:
        an empty one may be packed to nothing."""
        if info.filename.lower().endswith((".xml", ".rels", "mimetype")):
            return True
        if not info.file_size:
            return False
        try:
            with self._zip.open(info) as part:
                head = part.read(PEEK)
        except BROKEN_ZIP:
            return False  # nor can any reader of ours
        # Whatever its encoding (two bytes a character, a byte order mark): nothing but space before the first tag.
        begins = head.lstrip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe")
        return not begins or begins.startswith(b"<")

    def tags(self) -> int:
        """How many tags all parts that can be XML have together, at most: for readers that we can't stop half-way."""
        count = 0
        for info in self._entries.values():
            if info.file_size and self._can_be_xml(info):
                with self.open(info.filename) as part:
                    try:
                        while piece := part.read(CHUNK):
                            count += piece.count(b"<")
                    except BROKEN_ZIP:
                        continue
        return count

    def open(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(self._entries[name])
        except BROKEN_ZIP as broken:
            raise Problem("damaged") from broken

    def elements(
        self, name: str, *, events: tuple[str, ...] = ("end",)
    ) -> Iterator[tuple[str, etree._Element]]:
        """The elements of a part as they end (or start). The reader clears what it has seen."""
        with self.open(name) as part:
            told = etree.iterparse(
                part,
                events=events,
                resolve_entities=False,
                load_dtd=False,
                no_network=True,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            try:
                for one in told:
                    self._elements += 1
                    if self._elements > MOST_ELEMENTS * len(events):
                        raise Problem("too_long")
                    yield one
            except (MemoryError, Problem):
                raise
            except (etree.LxmlError, *BROKEN_ZIP) as broken:
                raise Problem("damaged") from broken

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part refers to inside the package: id → (last word of the kind, name of the part)."""
        folder, file = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", f"{file}.rels")
        if listing not in self:
            return {}
        found = {}
        for _, element in self.elements(listing):
            if local(element) == "Relationship" and element.get("TargetMode") != "External":
                kind = (element.get("Type") or "").rpartition("/")[2]
                target = element.get("Target") or ""
                whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                found[element.get("Id") or ""] = (kind, posixpath.normpath(whole))
        return found

    def main_part(self, otherwise: str) -> str:
        """The part that the package is about, by its own relationships."""
        for kind, name in self.related("").values():
            if kind == "officeDocument" and name in self:
                return name
        if otherwise not in self:
            raise Problem("damaged")
        return otherwise


def local(element: etree._Element) -> str:
    """The element's name without its namespace: the transitional and the strict format differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without namespace, for the same reason."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
