"""What is drawn in a text: pictures, text boxes, diagrams, and objects from other programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from home.importing.formats import is_shown
from home.importing.prose import remarks
from home.importing.prose.cropping import Cut, cropped
from home.importing.prose.parts import Line, Part, Shown, Span
from home.importing.source import UnreadableTextError
from home.importing.word.names import A, V, W, qn
from home.importing.word.tree import Element, below, number

if TYPE_CHECKING:
    from home.importing.word.reader import Story

PICTURE, ATTACHED = "bild:", "bilaga:"
_BOX = f"{W}txbxContent"
_BLIP, _IMAGE = f"{A}blip", f"{V}imagedata"
_SHAPES = ("shape", "rect", "roundrect", "oval", "line", "polyline", "curve", "arc")
# What programs write after a description that they have made themselves.
_GENERATED = re.compile(
    r"\s*(?:Automatiskt genererad beskrivning|Beskrivning genererad automatiskt|Description automatically generated"
    r"|AI-genererat innehåll kan vara felaktigt|AI-generated content may be incorrect)\.?",
    re.IGNORECASE,
)
_NEAREST = frozenset((_BOX, _BLIP, _IMAGE))
_KINDS = {
    "chart": remarks.CHART,
    "chartex": remarks.CHART,
    "diagram": "En SmartArt-figur blev en punktlista",
    "ink": "En handritad markering lästes inte in",
}


def drawn(story: Story, node: Element, line: Line) -> Iterator[Part]:
    """The pictures and text boxes of a drawing, in order."""
    kind = _kind(node)
    if kind in _KINDS:
        line.doubts.append(_KINDS[kind])
        story.document.lost(_KINDS[kind])
    if kind == "diagram":
        yield from _diagram(story, node)
        return
    if node.tag == f"{W}object":
        what = next((o.get("ProgID") or "" for o in node.iter(qn("o:OLEObject"))), "")
        message = f"Ett inbäddat objekt ({what.split('.')[0] or 'okänt program'}) lästes inte in"
        line.doubts.append(message)
        story.document.lost(message)
    alt, decorative = _alt(node)
    nearest = list(below(node, _NEAREST))
    yield from _lettering(node)
    if _is_figure(node, nearest):
        line.doubts.append(remarks.SHAPES)
        story.document.lost(remarks.SHAPES)
    for inner in nearest:
        if inner.tag == _BOX:
            yield from _box(story, inner)
        elif decorative:
            story.document.lost(remarks.DECORATIVE)
        else:
            yield from _picture(story, inner, alt, line)


def _kind(node: Element) -> str:
    for data in node.iter(f"{A}graphicData"):
        return (data.get("uri") or "").rpartition("/")[2].lower()
    return ""


def _lettering(node: Element) -> Iterator[Line]:
    """Words that are drawn as a picture (WordArt), which stand in an attribute."""
    for path in node.iter(f"{V}textpath"):
        text = " ".join((path.get("string") or "").split())
        if text:
            yield Line([Span(text)], doubts=["Texten var ritad som WordArt"])


def _is_figure(node: Element, nearest: list[Element]) -> bool:
    """Whether shapes are drawn that say something together: more than one, or one without words that is no line."""
    if any(inner.tag != _BOX for inner in nearest) or next(node.iter(f"{V}textpath"), None) is not None:
        return False
    if any((rule.get(qn("o:hr")) or "") in ("t", "true", "1") for rule in node.iter(f"{V}rect")):
        return False
    shapes = list(node.iter(qn("wps:wsp"), *(f"{V}{name}" for name in _SHAPES)))
    return len(shapes) > max(len(nearest), 1) or (bool(shapes) and not nearest)


def _alt(node: Element) -> tuple[str, bool]:
    properties = next(node.iter(qn("wp:docPr")), None)
    if properties is not None:
        decorative = next(properties.iter(qn("adec:decorative")), None)
        is_decorative = decorative is not None and (decorative.get("val") or "0") in ("1", "true")
        return (properties.get("descr") or properties.get("title") or "").strip(), is_decorative
    shape = next((s for s in node.iter(f"{V}shape", f"{V}rect") if s.get("alt")), None)
    if shape is not None:
        return (shape.get("alt") or "").strip(), False
    image = next(node.iter(_IMAGE), None)
    return ((image.get(qn("o:title")) or "").strip() if image is not None else ""), False


def _box(story: Story, box: Element) -> Iterator[Part]:
    """What stands in a text box, as part of the text."""
    parts = story.parts(box)
    for part in parts:
        if isinstance(part, Line) and not part.caption:
            part.doubts.append(remarks.BOX)
    yield from parts


def _picture(story: Story, node: Element, alt: str, line: Line) -> Iterator[Shown]:
    identity = node.get(qn("r:embed")) or node.get(qn("r:id")) or ""
    related = story.related.get(identity) or story.related.get(node.get(qn("r:link")) or "")
    if related is None:
        story.document.lost(remarks.broken_picture(alt or "utan namn"))
        return
    if related.external:
        line.doubts.append(remarks.OUTSIDE)
        story.document.lost(remarks.OUTSIDE)
        return
    file = related.target.rpartition("/")[2]
    try:
        data = story.document.package.bytes_of(related.target)
    except UnreadableTextError:
        story.document.lost(remarks.broken_picture(file))
        return
    attached = not is_shown(data)
    doubts: tuple[str, ...] = ()
    cut = _cut(node)
    if cut.is_one:
        seen = None if attached else cropped(data, cut)
        doubts = () if seen else (remarks.UNCUT,)
        if seen:
            file = _cut_name(file, cut)
            data = seen
    name = f"{ATTACHED if attached else PICTURE}{file}"
    story.document.pictures[name] = data
    if attached:
        story.document.lost(remarks.attached_picture(file))
    own = " ".join(_GENERATED.sub("", alt).split())
    if own != " ".join(alt.split()):
        doubts += (remarks.GENERATED_ALT,)
    yield Shown(name, own or ("" if not attached else file), attached, doubts)


def _cut(node: Element) -> Cut:
    """What of a picture is cut away: in thousandths of a hundredth, or (the older form) as parts of 65,536."""
    sides = ("l", "t", "r", "b")
    parent = node.getparent()
    if node.tag == _BLIP and parent is not None:
        said = parent.find(f"{A}srcRect")
        return Cut(*(number(said.get(side)) / 100_000 for side in sides)) if said is not None else Cut()
    return Cut(*(_part(node.get(f"crop{side}") or "") for side in ("left", "top", "right", "bottom")))


def _cut_name(file: str, cut: Cut) -> str:
    """Another name for each way in which a picture is cut: a text may show it more than once."""
    sides = "-".join(str(round(side * 1000)) for side in (cut.left, cut.top, cut.right, cut.bottom))
    stem, dot, suffix = file.rpartition(".")
    return f"{stem}-{sides}{dot}{suffix}" if dot else f"{file}-{sides}"


def _part(said: str) -> float:
    if said.endswith("f"):
        return number(said[:-1]) / 65_536
    try:
        part = float(said or 0)
    except ValueError:
        return 0
    return part if -1 <= part <= 1 else 0


def _diagram(story: Story, node: Element) -> Iterator[Line]:
    """The words of a SmartArt figure, which lie in a part of their own."""
    for relation in node.iter(qn("dgm:relIds")):
        related = story.related.get(relation.get(qn("r:dm")) or "")
        root = story.document.package.optional_xml(related.target) if related is not None else None
        for point in root.iter(qn("dgm:pt")) if root is not None else ():
            text = " ".join("".join(p.itertext()).strip() for p in point.iter(f"{A}p")).strip()
            if text:
                yield Line([Span(f"• {text}")], doubts=["Texten stod i en SmartArt-figur"])
