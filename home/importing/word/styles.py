"""What a style means (a level of heading, a title, a list, bold, hidden): by its name, its kin or its own word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from home.importing.prose import naming
from home.importing.word.names import qn
from home.importing.word.tree import Element, child, number, toggle, val

_DEEPEST = 50  # styles that build on one another
ORDINARY_SIZE = 22  # half points


@dataclass
class Style:
    id: str
    name: str
    element: Element
    base: str = ""
    kind: str = "paragraph"


@dataclass
class Styles:
    styles: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    size: int = ORDINARY_SIZE  # of text that says nothing, in half points
    _known: dict[tuple[str | None, str], int] = field(default_factory=dict)  # asked for each run, told once

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        found = cls()
        if root is None:
            return found
        for element in root.findall(qn("w:style")):
            identity = element.get(qn("w:styleId")) or ""
            name = (val(element, "w:name") or identity).strip().lower()
            kind = element.get(qn("w:type")) or "paragraph"
            found.styles[identity] = Style(identity, name, element, val(element, "w:basedOn") or "", kind)
            if kind == "paragraph" and (element.get(qn("w:default")) or "0") in ("1", "true", "on"):
                found.default = identity
        said = val(child(root, "w:docDefaults/w:rPrDefault/w:rPr"), "w:sz")
        found.size = number(said, 20) or ORDINARY_SIZE
        found.size = found.size_of(found.default) or found.size
        return found

    def chain(self, identity: str | None) -> Iterator[Style]:
        """The style and those that it builds on, nearest first."""
        seen: set[str] = set()
        current = identity or self.default
        while current in self.styles and current not in seen and len(seen) < _DEEPEST:
            seen.add(current)
            yield self.styles[current]
            current = self.styles[current].base

    def heading(self, identity: str | None) -> int:
        """The level of heading that a style is, 1–9; 0 for none."""
        key = (identity, "heading")
        if key not in self._known:
            self._known[key] = self._heading(identity)
        return self._known[key]

    def _heading(self, identity: str | None) -> int:
        if naming.is_bare_heading(self.styles[identity].name if identity in self.styles else ""):
            return 1
        for style in self.chain(identity):
            said = val(style.element, "w:pPr/w:outlineLvl")
            if said is not None:
                level = number(said, 9)
                return level + 1 if 0 <= level < 9 else 0
            level = naming.heading(style.name)
            if level:
                return level
        return naming.heading(self._bare(identity))

    def _bare(self, identity: str | None) -> str:
        """The name that a paragraph gives for a style that the file does not have: all that is left of it."""
        return (identity or "").lower() if identity not in self.styles else ""

    def _is(self, identity: str | None, says: Callable[[str], bool]) -> bool:
        key = (identity, says.__name__)
        if key not in self._known:
            found = says(self._bare(identity)) or any(says(style.name) for style in self.chain(identity))
            self._known[key] = found
        return bool(self._known[key])

    def is_title(self, identity: str | None) -> bool:
        # Swedish Word gives its title style our word for heading as its id; older files have it as the name too.
        own = next(self.chain(identity), None)
        if own is not None and own.name == "rubrik":
            return True
        return self._is(identity, naming.is_title) or self._bare(identity) == "rubrik"

    def is_quote(self, identity: str | None) -> bool:
        return self._is(identity, naming.is_quote)

    def is_caption(self, identity: str | None) -> bool:
        return self._is(identity, naming.is_caption)

    def is_furniture(self, identity: str | None) -> bool:
        return self._is(identity, naming.is_furniture)

    def is_contents(self, identity: str | None) -> bool:
        """Whether it is a line, or the heading, of a table of contents."""
        own = next(self.chain(identity), None)
        return naming.is_contents(self._bare(identity) or (own.name if own is not None else ""))

    def list_name(self, identity: str | None) -> str:
        """`ol`, `ul` or nothing, by the style's name alone."""
        names = [self._bare(identity), *(style.name for style in self.chain(identity))]
        return next((kind for name in names if (kind := naming.list_kind(name))), "")

    def list_level(self, identity: str | None) -> int:
        """The level that Word's own list styles name: 1 of "List Bullet 2"; 0 for what names none."""
        names = [self._bare(identity), *(style.name for style in self.chain(identity))]
        return next((level for name in names if (level := naming.list_level(name))), 0)

    def is_list_text(self, identity: str | None) -> bool:
        """Whether it is meant to stand indented in a list."""
        return self._is(identity, naming.is_list_text)

    def numbering(self, identity: str | None) -> tuple[str, str | None, str] | None:
        """The number and level that a style gives, and the style that says so."""
        for style in self.chain(identity):
            properties = child(style.element, "w:pPr/w:numPr")
            if properties is not None and val(properties, "w:numId") is not None:
                return val(properties, "w:numId") or "", val(properties, "w:ilvl"), style.id
        return None

    def toggled(self, identity: str | None, name: str) -> bool:
        """Bold, italic, hidden … as the style has it."""
        key = (identity, name)
        if key not in self._known:
            said = (toggle(child(style.element, "w:rPr"), name) for style in self.chain(identity))
            self._known[key] = next((one for one in said if one is not None), False)
        return bool(self._known[key])

    def size_of(self, identity: str | None) -> int:
        """In half points; 0 if it says nothing."""
        key = (identity, "size")
        if key not in self._known:
            said = (val(style.element, "w:rPr/w:sz") for style in self.chain(identity))
            self._known[key] = next((number(one) for one in said if one is not None), 0)
        return self._known[key]
