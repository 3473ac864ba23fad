"""Lists: on what level an item stands, and what number it has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from home.importing.archive import Element
from home.importing.opendocument.names import qn
from home.importing.opendocument.styles import Styles
from home.importing.prose.parts import LEVELS, Place
from home.importing.prose.symbols import is_box

_NUMBERED, _BULLETED = qn("text:list-level-style-number"), qn("text:list-level-style-bullet")
_HIGHEST = 10**6


@dataclass(frozen=True)
class Level:
    kind: str  # "ol", "ul", or nothing where no sign is shown
    start: int = 1
    box: bool = False
    format: str = "1"
    label: str = ""  # what stands round the number


@dataclass
class Run:
    """A list as it runs: the items of those that go on from one another count together."""

    series: str
    style: str
    counted: dict[int, int] = field(default_factory=dict)


@dataclass
class Numbering:
    styles: Styles
    _runs: dict[str, Run] = field(default_factory=dict)  # by the lists' ids
    _latest: dict[str, Run] = field(default_factory=dict)  # by their styles
    _last: Run | None = None
    _levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    _count: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def begin(self, node: Element, style: str) -> Run:
        """An outermost list: a new one, or one that goes on."""
        follows = node.get(qn("text:continue-list")) or ""
        run = self._runs.get(follows)
        if run is None and (follows or node.get(qn("text:continue-numbering")) == "true"):
            # Without a style, or with one that the latest list does not share, it goes on from the latest of its own.
            run = self._latest.get(style) if style else self._last
        if run is None:
            self._count["runs"] += 1
            run = Run(f"list-{self._count['runs']}", style)
        identity = node.get(qn("xml:id")) or node.get(qn("text:id")) or ""
        if identity:
            self._runs[identity] = run
        self._latest[style] = self._last = run
        return run

    def run(self, identity: str, style: str) -> Run:
        """The list that numbered paragraphs of one id are in."""
        if identity not in self._runs:
            self._count["runs"] += 1
            self._runs[identity] = Run(f"list-{self._count['runs']}", style)
        return self._runs[identity]

    def place(self, run: Run, level: int, style: str, start: str | None) -> Place | None:
        """The place of the next item on a level, counting it; None if it shows neither number nor bullet."""
        level = min(level, LEVELS - 1)
        found = self.level(style, level)
        for deeper in [one for one in run.counted if one > level]:
            del run.counted[deeper]
        if found.kind != "ol":
            return Place("ul", level, 0, run.series, found.box) if found.kind else None
        if start is not None and start.isdecimal():
            run.counted[level] = min(int(start[:9]), _HIGHEST)
        else:
            run.counted[level] = run.counted.get(level, found.start - 1) + 1
        return Place(
            "ol",
            level,
            run.counted[level],
            run.series,
            format="" if found.format == "1" else found.format,
            label=found.label,
        )

    def level(self, style: str, level: int) -> Level:
        if (style, level) not in self._levels:
            self._levels[style, level] = self._read(style, level)
        return self._levels[style, level]

    def _read(self, style: str, level: int) -> Level:
        listing = self.styles.lists.get(style)
        for node in listing if listing is not None else ():
            if node.get(qn("text:level")) != str(level + 1):
                continue
            if node.tag == _NUMBERED:
                return _numbered(node)
            if node.tag == _BULLETED:
                return self._bulleted(node)
        return Level("ul")

    def _bulleted(self, node: Element) -> Level:
        sign = node.get(qn("text:bullet-char")) or ""
        properties = node.find(qn("style:text-properties"))
        font = ""
        if properties is not None:
            named = properties.get(qn("style:font-name")) or properties.get(qn("fo:font-family")) or ""
            font = self.styles.faces.get(named, named)
        return Level("ul", box=is_box(font, sign))


def _numbered(node: Element) -> Level:
    said = node.get(qn("style:num-format")) or ""
    if not said:
        return Level("")
    start = node.get(qn("text:start-value")) or ""
    label = f"{node.get(qn('style:num-prefix')) or ''}%{node.get(qn('style:num-suffix')) or ''}"
    number = min(int(start[:9]), _HIGHEST) if start.isdecimal() else 1
    return Level("ol", number, format=said, label=label)
