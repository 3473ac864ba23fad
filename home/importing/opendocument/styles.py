"""What a style means and how it looks: by its name, its kin or its own word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from home.importing.archive import Element
from home.importing.opendocument.names import STYLE, decoded, qn
from home.importing.prose import naming

_DEEPEST = 50  # styles that build on one another
ORDINARY_SIZE = 24  # half points
_LENGTH = re.compile(r"(-?[\d.]+)\s*(mm|cm|in|pt|pc|px)?")
_MILLIMETRES = {"mm": 1, "cm": 10, "in": 25.4, "pt": 0.353, "pc": 4.23, "px": 0.265}
_INDENTED = 3.5  # millimetres: an indent that somebody has meant
_BORDERS = tuple(qn(f"fo:border{side}") for side in ("", "-left", "-right", "-top", "-bottom"))
_TEXT_PROPERTIES, _PARAGRAPH_PROPERTIES = qn("style:text-properties"), qn("style:paragraph-properties")


@dataclass(frozen=True)
class Look:
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    struck: bool = False
    size: int = ORDINARY_SIZE  # half points
    font: str = ""
    align: str = ""  # superscript or subscript


@dataclass
class Style:
    name: str
    shown: str  # as people see it, in small letters
    element: Element
    base: str = ""
    outline: int = 0
    automatic: bool = False  # made by a program for what somebody has set by hand


@dataclass
class Styles:
    """The styles of the file, with those that one of its parts has for itself."""

    styles: dict[tuple[str, str], Style] = field(default_factory=dict)  # by family and name
    lists: dict[str, Element] = field(default_factory=dict)
    faces: dict[str, str] = field(default_factory=dict)  # the fonts' families by their names
    numbered: set[str] = field(default_factory=set)  # the levels of headings that show numbers
    ordinary: Look = Look()
    _said_before: dict[tuple[str, str], bool] = field(default_factory=dict)
    _looks: dict[tuple[str, str, Look], Look] = field(default_factory=dict)

    def take(self, holder: Element | None) -> None:
        """Add the styles of an element that holds such; later ones stand before earlier ones."""
        if holder is None:
            return
        for node in holder:
            if node.tag == qn("style:style"):
                style = _style(node, automatic=holder.tag == qn("office:automatic-styles"))
                self.styles[node.get(qn("style:family")) or "", style.name] = style
            elif node.tag == qn("text:list-style"):
                self.lists[node.get(qn("style:name")) or ""] = node
            elif node.tag == qn("text:outline-style"):
                self.numbered = {
                    level.get(qn("text:level")) or "" for level in node if level.get(qn("style:num-format"))
                }
            elif node.tag == qn("style:font-face"):
                family = (node.get(qn("svg:font-family")) or "").strip("'\"")
                self.faces[node.get(qn("style:name")) or ""] = family
            elif node.tag == qn("style:default-style") and node.get(qn("style:family")) == "paragraph":
                self.ordinary = self._over(self.ordinary, node.find(_TEXT_PROPERTIES))

    def chain(self, family: str, name: str) -> Iterator[Style]:
        """The style and those that it builds on, nearest first."""
        seen: set[str] = set()
        while (family, name) in self.styles and name not in seen and len(seen) < _DEEPEST:
            seen.add(name)
            yield self.styles[family, name]
            name = self.styles[family, name].base

    def _is(self, name: str, says: Callable[[str], bool]) -> bool:
        key = (name, says.__name__)
        if key not in self._said_before:
            self._said_before[key] = self._found(name, says)
        return self._said_before[key]

    def _found(self, name: str, says: Callable[[str], bool]) -> bool:
        if ("paragraph", name) not in self.styles and says(decoded(name).lower()):
            return True
        return any(says(style.shown) for style in self.chain("paragraph", name))

    def is_title(self, name: str) -> bool:
        # Swedish Word gives its title style our word for heading as its name.
        return self._is(name, naming.is_title) or self._chosen(name) == "rubrik"

    def _chosen(self, name: str) -> str:
        """The style that somebody has chosen for a paragraph, as people see its name."""
        return next((style.shown for style in self.chain("paragraph", name) if not style.automatic), "")

    def is_quote(self, name: str) -> bool:
        return self._is(name, naming.is_quote)

    def is_caption(self, name: str) -> bool:
        return self._is(name, naming.is_caption)

    def is_furniture(self, name: str) -> bool:
        return self._is(name, naming.is_furniture)

    def is_list_text(self, name: str) -> bool:
        return self._is(name, naming.is_list_text)

    def heading(self, name: str) -> int:
        """The level of heading that a paragraph's style is; 0 for none."""
        if naming.is_bare_heading(self._chosen(name)):
            return 1
        for style in self.chain("paragraph", name):
            if style.outline or (level := naming.heading(style.shown)):
                return style.outline or level
        return naming.heading(decoded(name)) if ("paragraph", name) not in self.styles else 0

    def list_of(self, name: str) -> str:
        """The style of list that a paragraph's style puts it in."""
        said = (style.element.get(qn("style:list-style-name")) for style in self.chain("paragraph", name))
        return next((one for one in said if one), "")

    def is_centred(self, name: str) -> bool:
        return self._said("paragraph", name, _PARAGRAPH_PROPERTIES, "fo:text-align") == "center"

    def is_indented(self, name: str) -> bool:
        found = _LENGTH.match(self._said("paragraph", name, _PARAGRAPH_PROPERTIES, "fo:margin-left"))
        if not found:
            return self.is_list_text(name)
        return _number(found.group(1)) * _MILLIMETRES[found.group(2) or "pt"] >= _INDENTED

    def is_hidden(self, family: str, name: str) -> bool:
        """Whether a section says by its style that it is not shown."""
        return self._said(family, name, _TEXT_PROPERTIES, "text:display") == "none"

    def is_cut(self, name: str) -> bool:
        """Whether a picture of this style is not seen whole."""
        for style in self.chain("graphic", name):
            properties = style.element.find(qn("style:graphic-properties"))
            clip = properties.get(qn("fo:clip")) if properties is not None else None
            if clip is not None:
                return any(_number(length) > 0 for length, _ in _LENGTH.findall(clip))
        return False

    def has_border(self, name: str) -> bool:
        """Whether a cell of this style has a line at any side."""
        for style in self.chain("table-cell", name):
            properties = style.element.find(qn("style:table-cell-properties"))
            said = [properties.get(side) for side in _BORDERS] if properties is not None else []
            if any(one is not None for one in said):
                return any(one and not one.startswith(("none", "hidden", "0")) for one in said)
        return False

    def _said(self, family: str, name: str, properties: str, attribute: str) -> str:
        for style in self.chain(family, name):
            found = style.element.find(properties)
            if found is not None and (said := found.get(qn(attribute))) is not None:
                return str(said)
        return ""

    def look(self, family: str, name: str, outside: Look | None = None) -> Look:
        """How text of a style looks inside text that looks like `outside`."""
        outside = outside or self.ordinary
        key = (family, name, outside)
        if key not in self._looks:
            found = outside
            for style in reversed(list(self.chain(family, name))):
                found = self._over(found, style.element.find(_TEXT_PROPERTIES))
            self._looks[key] = found
        return self._looks[key]

    def _over(self, look: Look, properties: Element | None) -> Look:
        if properties is None:
            return look
        said = properties.get
        changes: dict = {}
        if weight := said(qn("fo:font-weight")):
            changes["bold"] = weight == "bold" or (weight.isdecimal() and int(weight[:4]) >= 600)
        if slant := said(qn("fo:font-style")):
            changes["italic"] = slant in ("italic", "oblique")
        if shown := said(qn("text:display")):
            changes["hidden"] = shown == "none"
        if line := said(qn("style:text-line-through-style")) or said(qn("style:text-line-through-type")):
            changes["struck"] = line != "none"
        if font := said(qn("style:font-name")) or said(qn("fo:font-family")):
            changes["font"] = self.faces.get(font, font).strip("'\"")
        if position := said(qn("style:text-position")):
            changes["align"] = _align(position)
        if size := said(qn("fo:font-size")):
            changes["size"] = _size(size, look.size)
        return replace(look, **changes)


def _style(node: Element, *, automatic: bool) -> Style:
    name = node.get(qn("style:name")) or ""
    shown = (node.get(qn("style:display-name")) or decoded(name)).strip().lower()
    level = node.get(f"{STYLE}default-outline-level") or ""
    outline = int(level) if level.isdecimal() and len(level) < 3 else 0
    return Style(name, shown, node, node.get(qn("style:parent-style-name")) or "", outline, automatic)


def _align(position: str) -> str:
    first = position.split(maxsplit=1)[0] if position.split() else ""
    if first in ("super", "sub"):
        return f"{first}script"
    raised = _number(first.rstrip("%"))
    return "superscript" if raised > 0 else "subscript" if raised < 0 else ""


def _size(size: str, outside: int) -> int:
    if size.endswith("%"):
        return round(outside * min(_number(size[:-1]), 1_000) / 100)
    found = _LENGTH.match(size)
    if not found:
        return outside
    points = _number(found.group(1)) * _MILLIMETRES[found.group(2) or "pt"] / _MILLIMETRES["pt"]
    return round(2 * min(max(points, 0), 1_000))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0
