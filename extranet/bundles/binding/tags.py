"""The structure of bound papers (their tags), carried over into the whole.

Merging pages leaves the tree behind that says what is a heading, a list, a table: this brings it along, paper by
paper, each in a section of its own. Of a paper without tags each page becomes one paragraph, for a reader of a
tagged document passes over what no tag names. What is not carried over: names of elements that table cells refer
to (IDTree), and a paper's own names of tags where another paper has used the same for something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Pdf, String

MOST_NESTED = 6


class Tags:
    """Collects the structure of what is bound into `pdf`."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
        self._sections: list[pikepdf.Object] = []
        self._of_pages: list[Any] = []  # key, element(s), key, element(s) …
        self._next = 0
        self._roles = Dictionary()
        self._classes = Dictionary()

    def carry(self, source: Pdf, pages: Sequence[pikepdf.Page], title: str) -> bool:
        """Bring the structure of a source along whose pages are bound already; False if it has none of use."""
        root = source.Root.get("/StructTreeRoot")
        if not isinstance(root, Dictionary) or not isinstance(root.get("/ParentTree"), Dictionary):
            return False
        copied = self._pdf.copy_foreign(root if root.is_indirect else source.make_indirect(root))
        try:
            of_pages = [(int(key), value) for key, value in NumberTree(copied.ParentTree).items()]
        except (pikepdf.PdfError, ArithmeticError, TypeError, ValueError, RuntimeError):
            return False
        if not of_pages:
            return False
        section = self._section(title, source.Root.get("/Lang"))
        section.K = self._adopted(copied.get("/K"), section)
        shift, highest = self._next, 0
        for key, value in of_pages:
            self._of_pages += [shift + key, value]
            highest = max(highest, key)
        self._next = shift + highest + 1
        seen: set[tuple[int, int]] = set()
        for page in pages:
            _shift(page.obj, shift, seen)
        for name, into in (("/RoleMap", self._roles), ("/ClassMap", self._classes)):
            mapped = copied.get(name)
            if isinstance(mapped, Dictionary):
                for name_used in mapped.keys():  # noqa: SIM118  # not a mapping
                    if name_used not in into:
                        into[name_used] = mapped[name_used]
        return True

    def plain(self, pages: Sequence[pikepdf.Page], title: str) -> None:
        """Of pages without structure, each a paragraph: `Stamper.stamp` has made each one marked sequence."""
        section = self._section(title, None)
        kids = []
        for page in pages:
            paragraph = self._pdf.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name.P, P=section, Pg=page.obj, K=0)
            )
            kids.append(paragraph)
            page.obj.StructParents = self._next
            self._of_pages += [self._next, Array([paragraph])]
            self._next += 1
        section.K = Array(kids)

    def finish(self) -> None:
        """Hang the whole into the PDF's catalog."""
        root = self._pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self._document]),
                ParentTree=self._pdf.make_indirect(Dictionary(Nums=Array(self._of_pages))),
                ParentTreeNextKey=self._next,
                RoleMap=self._roles,
                ClassMap=self._classes,
            )
        )
        self._document.P = root
        self._document.K = Array(self._sections)
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _section(self, title: str, language: pikepdf.Object | None) -> pikepdf.Object:
        section = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Sect, P=self._document, T=String(title))
        )
        if isinstance(language, String):
            section.Lang = String(str(language))
        self._sections.append(section)
        return section

    def _adopted(self, kids: Any, section: pikepdf.Object) -> Array:
        """The elements that stood at the top of a source, now the section's."""
        listed = list(kids) if isinstance(kids, Array) else [kids]
        elements = [kid for kid in listed if isinstance(kid, Dictionary)]
        for element in elements:
            element.P = section
        return Array(elements)


def _shift(holder: pikepdf.Object, by: int, seen: set[tuple[int, int]], deep: int = 0) -> None:
    """Move a page's keys into the tree of parents, with those of what lies on it: annotations, drawings."""
    if isinstance(holder.get("/StructParents"), int):
        holder.StructParents = int(holder.StructParents) + by
    if isinstance(holder.get("/StructParent"), int):
        holder.StructParent = int(holder.StructParent) + by
    if not by and not deep:
        return
    notes = holder.get("/Annots")
    for each in notes if isinstance(notes, Array) else ():
        if isinstance(each, Dictionary) and isinstance(each.get("/StructParent"), int):
            each.StructParent = int(each.StructParent) + by
    resources = holder.get("/Resources")
    drawings = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    if not isinstance(drawings, Dictionary) or deep >= MOST_NESTED:
        return
    for name in drawings.keys():  # noqa: SIM118  # not a mapping
        drawing = drawings[name]
        if isinstance(drawing, pikepdf.Stream) and drawing.objgen not in seen:
            seen.add(drawing.objgen)
            _shift(drawing, by, seen, deep + 1)
