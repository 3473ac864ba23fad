"""Lists: which paragraphs belong to one, on what level, and what number each has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from home.importing.prose.parts import LEVELS, Place
from home.importing.prose.symbols import is_box
from home.importing.word.names import qn
from home.importing.word.styles import Styles
from home.importing.word.tree import Element, child, number, val

_BULLETS = ("bullet",)
_FORMATS = {"lowerletter": "a", "upperletter": "A", "lowerroman": "i", "upperroman": "I"}


@dataclass
class _Level:
    box: bool
    format: str
    start: int
    text: str
    restart: int | None


@dataclass
class Numbering:
    styles: Styles
    _abstract: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _by_style: dict[tuple[str, str], int] = field(default_factory=dict)  # (abstract, style) → level
    _nums: dict[str, str] = field(default_factory=dict)
    _overrides: dict[tuple[str, int], tuple[int | None, _Level | None]] = field(default_factory=dict)
    _counted: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None, styles: Styles) -> Numbering:
        found = cls(styles)
        if root is None:
            return found
        links: dict[str, str] = {}
        named: dict[str, str] = {}
        for abstract in root.findall(qn("w:abstractNum")):
            identity = abstract.get(qn("w:abstractNumId")) or ""
            found._abstract[identity] = found._levels(abstract, identity)
            if (style := val(abstract, "w:styleLink")) is not None:
                named[style] = identity
            if (style := val(abstract, "w:numStyleLink")) is not None:
                links[identity] = style
        for num in root.findall(qn("w:num")):
            found._number(num)
        for identity, style in links.items():
            # The style names its list, or the list its style; of some files only one has come along.
            said = styles.numbering(style)
            source = named.get(style) or (found._nums.get(said[0], "") if said else "")
            if source and source != identity and not found._abstract[identity]:
                found._abstract[identity] = found._abstract.get(source, {})
        return found

    def _levels(self, abstract: Element, identity: str) -> dict[int, _Level]:
        levels = {}
        for level in abstract.findall(qn("w:lvl")):
            place = number(level.get(qn("w:ilvl")))
            levels[place] = _level(level)
            if (style := val(level, "w:pStyle")) is not None:
                self._by_style[identity, style] = place
        return levels

    def _number(self, num: Element) -> None:
        identity = num.get(qn("w:numId")) or ""
        self._nums[identity] = val(num, "w:abstractNumId") or ""
        for override in num.findall(qn("w:lvlOverride")):
            level = number(override.get(qn("w:ilvl")))
            start = val(override, "w:startOverride")
            own = override.find(qn("w:lvl"))
            self._overrides[identity, level] = (
                number(start, 1) if start is not None else None,
                _level(own) if own is not None else None,
            )

    def place(self, properties: Element | None, style: str | None) -> Place | None:
        """The place of the next paragraph of the text, counting it; None if it is in no list."""
        own = properties.find(qn("w:numPr")) if properties is not None else None
        given = self.styles.numbering(style)
        num = val(own, "w:numId")
        level = val(own, "w:ilvl")
        if num is None and given is not None:
            num = given[0]
            level = level if level is not None else given[1]
            if level is None:
                abstract = self._nums.get(num, "")
                level = str(self._by_style.get((abstract, given[2]), 0))
        named = self.styles.list_level(style)
        if num is None:
            kind = self.styles.list_name(style)
            return Place(kind, named, 0, f"style-{kind}") if kind else None
        if num == "0" or num not in self._nums:
            return None
        place = self._place(num, min(max(number(level), 0), LEVELS - 1))
        # Word's own styles for lists inside lists are lists of their own, each on its first level.
        return replace(place, level=named) if place is not None and named and not place.level else place

    def _place(self, num: str, level: int) -> Place | None:
        abstract = self._nums[num]
        start, own = self._overrides.get((num, level), (None, None))
        found = own or self._abstract.get(abstract, {}).get(level)
        if found is None:
            return Place("ul", level, 0, abstract)
        if found.format == "none" or (not found.text and found.format not in _BULLETS):
            return None
        if found.format in _BULLETS:
            return Place("ul", level, 0, abstract, found.box)
        if (num, level) not in self._begun:
            self._begun.add((num, level))
            if start is not None:
                self._counted[abstract, level] = start - 1
            elif (abstract, level) not in self._counted:
                self._counted[abstract, level] = found.start - 1
        elif (abstract, level) not in self._counted:
            self._counted[abstract, level] = found.start - 1
        self._counted[abstract, level] += 1
        for deeper in range(level + 1, LEVELS):
            below = self._abstract.get(abstract, {}).get(deeper)
            if below is None or below.restart != 0:
                self._counted.pop((abstract, deeper), None)
        value = self._counted[abstract, level]
        label = found.text.replace(f"%{level + 1}", "%")
        return Place("ol", level, value, abstract, format=_FORMATS.get(found.format, ""), label=label)


def _is_box(level: Element) -> bool:
    fonts = child(level, "w:rPr/w:rFonts")
    font = (fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or "") if fonts is not None else ""
    return is_box(font, val(level, "w:lvlText") or "")


def _level(element: Element) -> _Level:
    restart = val(element, "w:lvlRestart")
    return _Level(
        _is_box(element),
        (val(element, "w:numFmt") or "decimal").lower(),
        number(val(element, "w:start"), 1) if val(element, "w:start") is not None else 1,
        val(element, "w:lvlText") or "",
        number(restart) if restart is not None else None,
    )
