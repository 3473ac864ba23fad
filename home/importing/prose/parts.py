"""What a document is read to before it becomes blocks: lines with what is known of each, tables, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby

LEVELS = 9
"""So deep lists may lie in one another."""


@dataclass(frozen=True)
class Place:
    """Where in a list a paragraph stands. `value` is its number, 0 for a bullet."""

    kind: str  # "ol" or "ul"
    level: int
    value: int = 0
    series: str = ""  # the paragraphs of one series count together
    box: bool = False  # the bullet is a box to tick
    format: str = ""  # a, A, i or I where the number is shown so
    label: str = ""  # what is shown, with % for the number


@dataclass(frozen=True)
class Span:
    """A stretch of text with one look. A line break is \\n; `href` is an address or #bookmark."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass
class Shown:
    """A picture, or something else that was shown in the text, by the name it has in the file."""

    name: str
    alt: str = ""
    attached: bool = False  # no browser shows it
    doubts: tuple[str, ...] = ()


@dataclass
class Line:
    """One paragraph."""

    spans: list[Span] = field(default_factory=list)
    heading: int = 0
    title: bool = False
    quote: bool = False
    caption: bool = False
    contents: bool = False  # a line of a table of contents
    place: Place | None = None
    indented: bool = False
    centred: bool = False
    size: int = 0  # half points, the largest
    bold: bool = False  # all of it
    bookmarks: list[str] = field(default_factory=list)
    after: list[Part] = field(default_factory=list)  # pictures and text boxes that hang on it
    notes: list[int] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    style: str = ""

    @property
    def text(self) -> str:
        """Its words, white space told apart only as far as a tab."""
        return "".join(span.text for span in self.spans).replace("\n", " ").replace("\xa0", " ").strip()

    @property
    def tabs(self) -> int:
        """How many stand inside it."""
        return "".join(span.text for span in self.spans).strip().count("\t")

    @property
    def words(self) -> str:
        """Its text without the marks of its notes, as a heading is written."""
        marks = {f"[{number}]" for number in self.notes}
        return " ".join("".join(s.text for s in self.spans if s.text.strip() not in marks).split())

    @property
    def html(self) -> str:
        return rendered(self.spans)


def placed(line: Line) -> list[Part]:
    """A line and what hangs on it: after it, but for a caption, which stands below its picture."""
    return [*line.after, line] if line.caption else [line, *line.after]


@dataclass
class Cell:
    parts: list[Part] = field(default_factory=list)
    span: int = 1
    continued: bool = False  # goes on from the cell above

    @property
    def text(self) -> str:
        return " ".join(line.text for line in lines_of(self.parts) if line.text)


@dataclass
class Grid:
    """A table, row by row; a cell stands in the first of its columns."""

    rows: list[list[Cell]] = field(default_factory=list)
    width: int = 0
    headers: int = 0  # rows at the top that are headers
    merged: bool = False
    plain: bool = False  # without lines: only there to place things
    caption: str = ""
    doubts: list[str] = field(default_factory=list)


Part = Line | Grid | Shown


def lines_of(parts: list[Part]) -> list[Line]:
    return [part for part in parts if isinstance(part, Line)]


def all_lines(parts: list[Part]) -> Iterator[Line]:
    """Those in tables too, in reading order."""
    for part in parts:
        if isinstance(part, Line):
            yield part
        elif isinstance(part, Grid):
            for row in part.rows:
                for cell in row:
                    yield from all_lines(cell.parts)


@dataclass
class Lost:
    """Something that did not come along, or came along as something else."""

    message: str
    text: str = ""


def trimmed(spans: list[Span]) -> list[Span]:
    """Without the blanks and line breaks at either end: a new page before a heading is none of its words."""
    kept = list(spans)
    while kept and not (text := kept[0].text.lstrip()):
        del kept[0]
    if kept:
        kept[0] = replace(kept[0], text=text)
    while kept and not (text := kept[-1].text.rstrip()):
        del kept[-1]
    if kept:
        kept[-1] = replace(kept[-1], text=text)
    return kept


def rendered(spans: list[Span]) -> str:
    """HTML; neighbours that look alike are one, and white space alone has no look."""
    merged: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        if merged and not span.text.strip() and not span.href and not merged[-1].href:
            merged[-1] = Span(merged[-1].text + span.text, merged[-1].bold, merged[-1].italic)
        elif merged and _look(merged[-1]) == _look(span):
            merged[-1] = Span(merged[-1].text + span.text, span.bold, span.italic, span.href)
        else:
            merged.append(span)
    html: list[str] = []
    for href, group in groupby(merged, key=lambda span: span.href):
        inside = "".join(_one(span) for span in group)
        html.append(f'<a href="{escape(href)}">{inside}</a>' if href else inside)
    return "".join(html)


def _look(span: Span) -> tuple[bool, bool, str]:
    return span.bold, span.italic, span.href


def _one(span: Span) -> str:
    html = escape(span.text, quote=False).replace("\n", "<br/>").replace("\t", " ")
    if not span.text.strip():
        return html
    if span.italic:
        html = f"<i>{html}</i>"
    return f"<b>{html}</b>" if span.bold else html
