"""What is drawn in a text: pictures, text boxes, shapes, formulas, and objects from other programs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from home.importing.archive import Element
from home.importing.formats import is_shown
from home.importing.opendocument.names import DRAW, EXTENSION, OFFICE, TEXT, qn
from home.importing.prose import remarks
from home.importing.prose.parts import Line, Part, Shown, Span, lines_of
from home.importing.source import UnreadableTextError

if TYPE_CHECKING:
    from home.importing.opendocument.reader import Story

PICTURE, ATTACHED = "bild:", "bilaga:"
_ANNOTATION = qn("math:annotation")


def drawn(story: Story, node: Element, line: Line) -> Iterator[Part]:
    """The pictures and text boxes of a drawing, in order."""
    name = node.tag.removeprefix(DRAW)
    if name == "frame":
        yield from _frame(story, node, line)
    elif name == "a":
        for inner in node:
            yield from drawn(story, inner, line)
    elif name == "g":
        yield from (
            part for inner in node if inner.tag.startswith(DRAW) for part in drawn(story, inner, line)
        )
    elif name == "control":
        _control(story, node, line)
    elif node.find(f"{TEXT}p") is not None or node.find(f"{TEXT}list") is not None:
        story.document.lost(remarks.SHAPES)
        yield from _box(story, node)
    else:
        story.document.lost(remarks.SHAPES)


def _frame(story: Story, node: Element, line: Line) -> Iterator[Part]:
    box = node.find(f"{DRAW}text-box")
    table = node.find(qn("table:table"))
    if box is not None or table is not None:
        yield from _box(story, box if box is not None else node)
        return
    if node.get(f"{EXTENSION}decorative") == "true":
        story.document.lost(remarks.DECORATIVE)
        return
    thing = node.find(f"{DRAW}object")
    other = node.find(f"{DRAW}object-ole")
    if thing is not None and _is_formula(story, thing, line):
        return
    if thing is not None or other is not None:
        message = remarks.CHART if thing is not None and _holds_chart(story, thing) else remarks.EMBEDDED
        line.doubts.append(message)
        story.document.lost(message)
    for odd in ("plugin", "applet", "floating-frame"):
        if node.find(f"{DRAW}{odd}") is not None:
            story.document.lost(remarks.MEDIA)
    yield from _picture(story, node, line, only_shown=thing is not None or other is not None)


def _box(story: Story, box: Element) -> Iterator[Part]:
    """What stands in a text box, as part of the text."""
    parts = story.parts(box)
    for one in lines_of(parts):
        if not one.caption:
            one.doubts.append(remarks.BOX)
    yield from parts


def _picture(story: Story, frame: Element, line: Line, *, only_shown: bool) -> Iterator[Shown]:
    """Of the forms that a picture has in its frame, the first that browsers show."""
    found: list[tuple[str, bytes]] = []
    for image in frame.findall(f"{DRAW}image"):
        href = (image.get(qn("xlink:href")) or "").strip()
        if image.find(f"{OFFICE}binary-data") is not None or not href:
            story.document.lost("En bild som ligger i texten själv lästes inte in")
            continue
        name = posixpath.normpath(unquote(href.removeprefix("./")))
        if "://" in href or name.startswith(("..", "/")):
            line.doubts.append(remarks.OUTSIDE)
            story.document.lost(remarks.OUTSIDE)
            continue
        try:
            found.append((name.rpartition("/")[2], story.document.package.bytes_of(name)))
        except UnreadableTextError:
            if not only_shown:
                story.document.lost(remarks.broken_picture(name.rpartition("/")[2]))
    shown = next(((file, data) for file, data in found if is_shown(data)), None)
    if shown is None and (only_shown or not found):
        return
    file, data = shown or found[0]
    attached = shown is None
    name = f"{ATTACHED if attached else PICTURE}{file}"
    story.document.pictures[name] = data
    if attached:
        story.document.lost(remarks.attached_picture(file))
    # By lengths on paper, which say nothing sure of the picture's own.
    cut = story.styles.is_cut(frame.get(f"{DRAW}style-name") or "")
    yield Shown(
        name, _alt(frame) or ("" if not attached else file), attached, (remarks.UNCUT,) if cut else ()
    )


def _alt(frame: Element) -> str:
    for name in ("svg:title", "svg:desc"):
        node = frame.find(qn(name))
        text = " ".join("".join(node.itertext()).split()) if node is not None else ""
        if text:
            return text
    return ""


def _object(story: Story, node: Element) -> Element | None:
    """The root of an object that lies in the file."""
    inside = node.find(qn("math:math"))
    if inside is not None:
        return inside
    name = unquote((node.get(qn("xlink:href")) or "").removeprefix("./"))
    return story.document.package.optional_xml(f"{name}/content.xml") if name else None


def _is_formula(story: Story, node: Element, line: Line) -> bool:
    """Say a formula as text, if it is one."""
    root = _object(story, node)
    if root is None or root.tag != qn("math:math"):
        return False
    typed = next((note.text for note in root.iter(_ANNOTATION) if note.text), None)
    # As somebody typed it, which is what people read; else the signs of it in a row.
    text = typed or "".join(
        part for one in root.iter() if one.tag != _ANNOTATION and (part := (one.text or "").strip())
    )
    line.spans.append(Span(f" {' '.join(text.split())} "))
    line.doubts.append(remarks.FORMULA)
    return True


def _holds_chart(story: Story, node: Element) -> bool:
    root = _object(story, node)
    return root is not None and next(root.iter(qn("chart:chart")), None) is not None


def _control(story: Story, node: Element, line: Line) -> None:
    """A box to tick or another field of a form."""
    control = story.document.controls.get(node.get(f"{DRAW}control") or "")
    label = (control.get(qn("form:label")) or "").strip() if control is not None else ""
    if control is not None and control.tag == qn("form:checkbox"):
        ticked = control.get(qn("form:current-state")) == "checked"
        line.spans.append(Span(f"{'☒' if ticked else '☐'} {label}"))
        return
    value = (control.get(qn("form:current-value")) or "") if control is not None else ""
    story.document.lost("Ett fält i ett formulär togs inte med", f"{label} {value}".strip())
