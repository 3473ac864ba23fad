"""What a file holds besides what its pages show: names of who wrote it, comments, tracked changes.

Called in the confined child, so it knows no Django and stands in its own module. It tells numbers, never
what is written.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from extranet.summons.findings import AUTHORS, CHANGES, COMMENTS
from intranet.files import types
from intranet.files.detect import media_type
from intranet.files.extract.package import Package, local
from intranet.files.extract.pdf import BROKEN
from intranet.files.extract.places import Problem

REMARKS = frozenset(
    {"/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Ink", "/Stamp"}
)
"""Annotations that somebody has made; links and form fields are the document's own."""
TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo", "changed-region"})
NAMES = frozenset({"creator", "lastModifiedBy", "initial-creator"})
"""Elements of the properties of office formats (Open XML and OpenDocument) that hold somebody's name."""


def look(path: str) -> dict[str, int]:
    """How many of each there are. A file that cannot be read has none that can be found: its text says what it is."""
    found = {AUTHORS: 0, COMMENTS: 0, CHANGES: 0}
    with Path(path).open("rb") as file:
        kind = media_type(file)
    reader = READERS.get(kind)
    if reader is None:
        return found
    try:
        found.update(reader(Path(path)))
    except (Problem, *BROKEN):
        return found
    return found


def _pdf(path: Path) -> dict[str, int]:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it quotes what it stumbles over
    with path.open("rb") as file:
        reader = PdfReader(file)
        if reader.is_encrypted:
            reader.decrypt("")
        information = reader.metadata
        named = bool(information and str(information.get("/Author") or "").strip())
        comments = 0
        for page in reader.pages:
            for each in page.get("/Annots") or ():
                comments += _is_remark(each)
        return {AUTHORS: int(named), COMMENTS: comments}


def _is_remark(annotation: Any) -> bool:
    try:
        return annotation.get_object().get("/Subtype") in REMARKS
    except BROKEN:
        return False


def _open_xml(path: Path) -> dict[str, int]:
    """Word, Excel and PowerPoint."""
    with Package(path) as package:
        found = {AUTHORS: 0, COMMENTS: 0, CHANGES: 0}
        for name in package.names():
            low = name.lower()
            if low == "docprops/core.xml":
                found[AUTHORS] = _count(package, name, NAMES, filled=True)
            elif "comment" in low and low.endswith(".xml") and "extended" not in low and "ids" not in low:
                found[COMMENTS] += _count(package, name, frozenset({"comment", "cm", "threadedComment"}))
            elif low.startswith("word/") and low.endswith(".xml") and low.count("/") == 1:
                found[CHANGES] += _count(package, name, TRACKED)
        return found


def _open_document(path: Path) -> dict[str, int]:
    with Package(path) as package:
        names = set(package.names())
        found = {AUTHORS: 0, COMMENTS: 0, CHANGES: 0}
        if "meta.xml" in names:
            found[AUTHORS] = _count(package, "meta.xml", NAMES, filled=True)
        if "content.xml" in names:
            found[COMMENTS] = _count(package, "content.xml", frozenset({"annotation"}))
            found[CHANGES] = _count(package, "content.xml", frozenset({"changed-region"}))
        return found


def _count(package: Package, name: str, wanted: frozenset[str], *, filled: bool = False) -> int:
    count = 0
    for _event, element in package.elements(name):
        if local(element) in wanted and (not filled or (element.text or "").strip()):
            count += 1
        element.clear()
    return count


READERS: dict[str, Callable[[Path], dict[str, int]]] = {
    types.PDF: _pdf,
    types.DOCX: _open_xml,
    types.XLSX: _open_xml,
    types.PPTX: _open_xml,
    types.ODT: _open_document,
}
