"""PowerPoint files (PPTX), slide by slide: title, text, tables, diagrams, then the speaker's notes.

Read part by part: films and pictures, which fill such files, are never unpacked.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from intranet.files.extract.package import Package, attribute, local
from intranet.files.extract.places import LONGEST_PAGE, SLIDE, Place, Problem, label, tidy

TITLES = ("title", "ctrTitle")
NOT_SAID = ("sldNum", "dt", "ftr", "hdr", "sldImg")  # what is on every slide


def places(path: Path) -> Iterator[Place]:
    """Each slide in the order they are shown, without text too. Raises Problem."""
    with Package(path) as package:
        main = package.main_part("ppt/presentation.xml")
        related = package.related(main)
        anything = False
        for number, reference in enumerate(_slides(package, main), start=1):
            _, part = related.get(reference, ("", ""))
            if part not in package:
                raise Problem("damaged")
            title, text = _slide(package, part)
            anything = anything or bool(text)
            yield Place(number, SLIDE, title, text)
    if not anything:
        raise Problem("no_text")


def _slides(package: Package, main: str) -> list[str]:
    """References to the slides, in order."""
    found = []
    for _, element in package.elements(main):
        if local(element) == "sldId":
            # It has a number of its own named id, too: the reference is the one with a namespace.
            found += [str(value) for key, value in element.attrib.items() if str(key).endswith("}id")]
    return found


def _slide(package: Package, part: str) -> tuple[str, str]:
    title, lines = "", []
    for kind, text in _lines(package, part):
        if kind in TITLES and not title:
            title = label(text)
        lines.append(text)
    for kind, other in package.related(part).values():
        if kind in ("notesSlide", "diagramData") and other in package:
            lines += [text for _, text in _lines(package, other)]
    return title, tidy("\n".join(lines))[:LONGEST_PAGE]


def _lines(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """(kind of the placeholder, text) of each paragraph."""
    placeholder = ""
    for event, element in package.elements(part, events=("start", "end")):
        name = local(element)
        if event == "start":
            if name == "sp":
                placeholder = ""
            elif name == "ph":
                placeholder = attribute(element, "type")
        elif name == "p" and placeholder not in NOT_SAID:
            text = "".join(_text(element)).strip()
            if text and not any(local(above) == "Fallback" for above in element.iterancestors()):
                yield placeholder, text
            element.clear()


def _text(paragraph: etree._Element) -> Iterator[str]:
    for child in paragraph.iter():
        if local(child) == "t":
            yield child.text or ""
        elif local(child) == "br":
            yield "\n"
