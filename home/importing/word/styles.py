"""What a style means (a level of heading, a title, a list, bold, hidden): by its name, its kin or its own word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from home.importing.word.names import qn
from home.importing.word.tree import Element, child, number, toggle, val

# Word writes the built-in names in English whatever its language; other programs and older files do not.
_HEADING = re.compile(
    r"(?:heading|head|rubrik|overskrift|otsikko|überschrift|berschrift|titre|kop|título|titolo|nagłówek|nadpis)"
    r"[\s_-]*([1-9])(?:\s*char)?$",
    re.IGNORECASE,
)
_TITLES = frozenset(("title", "titel", "dokumenttitel", "tittel", "otsikko", "titre"))
_QUOTES = frozenset(("quote", "intense quote", "citat", "starkt citat", "block text", "quotations"))
_CONTENTS = re.compile(
    r"(?:toc|innehåll|contents|verzeichnis|table of figures|figurförteckning)\s*\d*$", re.IGNORECASE
)
_CONTENTS_TITLE = re.compile(r"(?:toc heading|contents heading|innehållsförteckningsrubrik)$", re.IGNORECASE)
_LIST_LEVEL = re.compile(r"(?:list bullet|list number|punktlista|numrerad lista)\s*([2-5])")
_CAPTIONS = frozenset(("caption", "beskrivning", "bildtext", "illustration", "figure"))
_FURNITURE = frozenset(("header", "footer", "sidhuvud", "sidfot"))
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
        for style in self.chain(identity):
            said = val(style.element, "w:pPr/w:outlineLvl")
            if said is not None:
                level = number(said, 9)
                return level + 1 if 0 <= level < 9 else 0
            match = _HEADING.match(style.name) or (
                _HEADING.match(style.id) if style.name == style.id else None
            )
            if match:
                return int(match.group(1))
        # A file without its styles: only the name that a paragraph gives is left.
        if identity and identity not in self.styles:
            match = _HEADING.match(identity)
            return int(match.group(1)) if match else 0
        return 0

    def _is(self, identity: str | None, names: frozenset[str], *, kin: bool = True) -> bool:
        if identity and identity not in self.styles and identity.lower() in names:
            return True
        styles = list(self.chain(identity))
        return any(style.name in names for style in (styles if kin else styles[:1]))

    def is_title(self, identity: str | None) -> bool:
        # Swedish Word gives its title style our word for heading as its id; older files have it as the name too.
        own = next(self.chain(identity), None)
        if own is not None and own.name == "rubrik":
            return True
        return self._is(identity, _TITLES) or (own is None and (identity or "").lower() == "rubrik")

    def is_quote(self, identity: str | None) -> bool:
        return self._is(identity, _QUOTES)

    def is_caption(self, identity: str | None) -> bool:
        return self._is(identity, _CAPTIONS)

    def is_furniture(self, identity: str | None) -> bool:
        return self._is(identity, _FURNITURE)

    def is_contents(self, identity: str | None) -> bool:
        """Whether it is a line, or the heading, of a table of contents."""
        own = next(self.chain(identity), None)
        name = own.name if own is not None else (identity or "").lower()
        return bool(_CONTENTS.fullmatch(name) or _CONTENTS_TITLE.fullmatch(name))

    def list_name(self, identity: str | None) -> str:
        """`ol`, `ul` or nothing, by the style's name alone."""
        for style in self.chain(identity):
            if style.name.startswith(("list number", "numrerad lista", "numbering")):
                return "ol"
            if style.name.startswith(("list bullet", "punktlista")):
                return "ul"
        return ""

    def list_level(self, identity: str | None) -> int:
        """The level that Word's own list styles name: 1 of "List Bullet 2"; 0 for what names none."""
        for style in self.chain(identity):
            found = _LIST_LEVEL.fullmatch(style.name)
            if found:
                return int(found.group(1)) - 1
        return 0

    def is_list_text(self, identity: str | None) -> bool:
        """Whether it is meant to stand indented in a list."""
        names = ("list paragraph", "liststycke", "list contents", "list continue", "listfortsättning")
        return any(style.name.startswith(names) for style in self.chain(identity))

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
