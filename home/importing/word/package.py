"""The file itself: a zip of parts, with relations that say what each is for."""

from __future__ import annotations

import posixpath
from functools import cached_property

from home.importing.archive import Archive, plain
from home.importing.source import UnreadableTextError
from home.importing.word.names import PACKAGE_REL, strict_to_transitional

_WORD_PARTS = ("word/document.xml", "word/document2.xml")


class Related:
    """One relation of a part: what it leads to, and whether that lies outside the file."""

    def __init__(self, kind: str, target: str, external: bool) -> None:
        self.kind = kind
        self.target = target
        self.external = external


class Package(Archive):
    """Raises UnreadableTextError for what is no Word file."""

    broken = "Filen är skadad eller ingen Word-fil. Öppna den i Word och spara om den."

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._related: dict[str, dict[str, Related]] = {}

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
        return self.broken

    def prepared(self, data: bytes) -> bytes:
        return strict_to_transitional(data)

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
                target = plain(target if target.startswith(("/", "\\")) else posixpath.join(folder, target))
            found[entry.get("Id") or ""] = Related(
                (entry.get("Type") or "").rpartition("/")[2], target, external
            )
        return found
