"""OpenDocument texts (ODT), by heading, read as a stream.

Deleted text, comments and tables of contents are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from intranet.files.extract.package import Package, attribute, local
from intranet.files.extract.places import HEADING, WHOLE, Place, Problem, Sections

LEFT_OUT = frozenset(
    {"tracked-changes", "annotation", "table-of-content", "alphabetical-index", "bibliography"}
)
MOST_SPACES = 100


def places(path: Path) -> Iterator[Place]:
    """What comes before the first heading, then each heading with what follows it. Raises Problem."""
    with Package(path) as package:
        if "content.xml" not in package:
            raise Problem("damaged")
        if _is_locked(package):
            raise Problem("encrypted")
        sections = Sections(WHOLE)
        yield from sections.all_of(_body(package, sections))


def _body(package: Package, sections: Sections) -> Iterator[Place]:
    outside = 0  # how many elements that are left out we are inside of
    depth = 0  # how many paragraphs: one in a frame stands inside another
    for event, element in package.elements("content.xml", events=("start", "end")):
        name = local(element)
        step = 1 if event == "start" else -1
        outside += step * (name in LEFT_OUT)
        if name not in ("p", "h"):
            continue
        depth += step
        if event == "start":
            continue
        text = "".join(_text(element)).strip()
        if text and not outside:
            yield from sections.begin(HEADING, text) if name == "h" else sections.add(text)
        if not depth:
            _forget(element)


def _text(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name == "s":
            count = attribute(child, "c")
            yield " " * (min(int(count), MOST_SPACES) if count.isdecimal() else 1)
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name not in ("p", "h", "note-citation") and name not in LEFT_OUT:
            yield from _text(child)
        yield child.tail or ""


def _is_locked(package: Package) -> bool:
    if "META-INF/manifest.xml" not in package:
        return False
    return any(
        local(element) == "encryption-data" for _, element in package.elements("META-INF/manifest.xml")
    )


def _forget(element: etree._Element) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]
