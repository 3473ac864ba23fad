"""Word files (DOCX), by heading. Read as a stream: pictures are never unpacked, memory does not grow with length.

What is accepted counts: insertions are read, what was deleted or moved away is not; comments are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from intranet.files.extract.package import Package, attribute, local
from intranet.files.extract.places import HEADING, WHOLE, Place, Sections

# Deleted and moved text, the second telling of a drawing, instructions of fields, and what has its own turn.
PASSED_OVER = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "p"})
LEVELS = frozenset("012345678")  # 9 is body text
DEEPEST_STYLE = 9
LONGEST_BOLD_HEADING = 100


def places(path: Path) -> Iterator[Place]:
    """What comes before the first heading, then each heading with what follows it. Raises Problem."""
    with Package(path) as package:
        main = package.main_part("word/document.xml")
        related = list(package.related(main).values())
        headings = _heading_styles(package, [name for kind, name in related if kind == "styles"])
        notes = [name for kind, name in related if kind in ("footnotes", "endnotes") and name in package]
        sections = Sections(WHOLE)
        yield from sections.all_of(_body(package, main, sections, headings))
        for part in notes:
            yield from sections.all_of(_body(package, part, sections, frozenset()))


def _body(package: Package, part: str, sections: Sections, headings: frozenset[str]) -> Iterator[Place]:
    for _, element in package.elements(part):
        if local(element) != "p":
            continue
        if not _is_told_twice(element):
            text = "".join(_text(element)).strip()
            if text and _is_heading(element, text, headings):
                yield from sections.begin(HEADING, text)
            elif text:
                yield from sections.add(text)
        _forget(element)


def _text(element: etree._Element) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name in PASSED_OVER:
            continue
        if name == "t":
            yield child.text or ""
        elif name in ("tab", "br", "cr", "ptab"):
            yield "\t" if name in ("tab", "ptab") else "\n"
        elif name == "noBreakHyphen":
            yield "-"
        else:
            yield from _text(child)


def _is_told_twice(paragraph: etree._Element) -> bool:
    return any(local(above) == "Fallback" for above in paragraph.iterancestors())


def _is_heading(paragraph: etree._Element, text: str, styles: frozenset[str]) -> bool:
    properties = next((child for child in paragraph if local(child) == "pPr"), None)
    if properties is not None:
        for child in properties:
            if local(child) == "pStyle" and attribute(child, "val") in styles:
                return True
            if local(child) == "outlineLvl" and attribute(child, "val") in LEVELS:
                return True
    return _is_bold_line(paragraph, text)


def _is_bold_line(paragraph: etree._Element, text: str) -> bool:
    """A short line wholly in bold, as many write their headings; not in a table, whose head is bold too."""
    if len(text) > LONGEST_BOLD_HEADING or text.endswith((".", ":", ",", ";")):
        return False
    runs = [child for child in paragraph if local(child) == "r" and "".join(_text(child)).strip()]
    if not runs or not all(_is_bold(run) for run in runs):
        return False
    return not any(local(above) == "tc" for above in paragraph.iterancestors())


def _is_bold(run: etree._Element) -> bool:
    for properties in run:
        if local(properties) == "rPr":
            for child in properties:
                if local(child) == "b":
                    return attribute(child, "val") not in ("0", "false", "off")
    return False


def _heading_styles(package: Package, parts: list[str]) -> frozenset[str]:
    """Ids of the styles that make a heading: by name (in any language they keep the English one), or by level."""
    found: set[str] = set()
    based: dict[str, str] = {}
    for part in parts:
        if part not in package:
            continue
        for _, element in package.elements(part):
            if local(element) != "style":
                continue
            style = attribute(element, "styleId")
            for child in element.iter():
                value = attribute(child, "val")
                if local(child) == "name":
                    heading = value.lower().startswith(("heading ", "title"))
                else:
                    heading = local(child) == "outlineLvl" and value in LEVELS
                if heading:
                    found.add(style)
                elif local(child) == "basedOn":
                    based[style] = value
    for style in based:
        above, steps = style, 0
        while above in based and above not in found and steps < DEEPEST_STYLE:
            above, steps = based[above], steps + 1
        if above in found:
            found.add(style)
    return frozenset(found)


def _forget(element: etree._Element) -> None:
    """Let go of it and of what stands before it."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]
