"""The neutral form of a text: what every file format is read to, and every page is built from.

Text with markup in it ("html" below) holds only b, i, a and br; the items of a list also lists.
A link's address is http(s), mailto, tel,
`rutin:slug` (a page of this site) or `system:code` (a shortcut).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify

NO_ALT = "saknar bildtext"
DESCRIBE = "Beskriv vad den visar (i Word: Visa alternativtext)."


@dataclass(frozen=True)
class Paragraph:
    html: str


@dataclass(frozen=True)
class Subheading:
    text: str


@dataclass(frozen=True)
class BulletList:
    items: tuple[str, ...]  # html
    ordered: bool = False


@dataclass(frozen=True)
class Step:
    title: str
    html: str = ""
    below: str = ""  # the lists inside it, as html; `nesting.rows` gives them as lines


@dataclass(frozen=True)
class Steps:
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True)
class Notice:
    tone: str  # notice, warning or info
    html: str


@dataclass(frozen=True)
class Picture:
    source: str  # a path relative to the file, or the name of one of the outline's own pictures
    alt: str
    caption: str = ""

    @property
    def file(self) -> str:
        """Its name, as whoever wrote the text knows it."""
        return self.source.removeprefix("bild:")


@dataclass(frozen=True)
class Attachment:
    """Something of the file that no browser shows, offered for download."""

    source: str  # the name of one of the outline's own pictures
    label: str


@dataclass(frozen=True)
class SystemLink:
    """A link to a system that stands alone: it becomes a button."""

    code: str
    label: str


@dataclass(frozen=True)
class Item:
    """One line to tick."""

    text: str
    html: str = ""  # help
    function: str = ""
    due: int | None = None  # days after start
    link: str = ""  # slug of a routine


@dataclass(frozen=True)
class Items:
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


TEXT = (Paragraph, Subheading, BulletList)
"""The blocks that rich text has room for."""

Block = (
    Paragraph | Subheading | BulletList | Steps | Table | Notice | Picture | Attachment | SystemLink | Items
)
Read = Block | Heading


@dataclass
class Section:
    heading: str = ""  # empty: what stands before the first heading
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Chapter:
    title: str
    sections: list[Section] = field(default_factory=list)


@dataclass
class Remark:
    """Something about a file, on a line of it where that is known (Word files have none)."""

    message: str
    line: int | None = None

    def __str__(self) -> str:
        return f"Rad {self.line}: {self.message}" if self.line else self.message


@dataclass
class Outline:
    """A text that has been read. Either `sections` or, in a handbook, `chapters` hold it."""

    title: str = ""
    fields: dict[str, Any] = field(default_factory=dict)  # by the names in `fields.NAMES`, values typed
    answer: tuple[Step, ...] = ()
    system: SystemLink | None = None
    sections: list[Section] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)  # those that lie inside the file
    problems: list[Remark] = field(default_factory=list)  # the file is refused
    notes: list[Remark] = field(default_factory=list)  # it is read in, but somebody should know

    def places(self) -> set[str]:
        """The ids that the headings get on the page, which links within the text can lead to."""
        from intranet.blocks.anchors import TAKEN

        chaptered = [section for chapter in self.chapters for section in chapter.sections]
        headings = [section.heading for section in (*self.sections, *chaptered)]
        return {slugify(text) for text in (*headings, *(c.title for c in self.chapters))} - TAKEN - {""}

    def wordless(self) -> list[Picture]:
        """The pictures that nothing is said of for whoever does not see them."""
        return [block for block in self.blocks() if isinstance(block, Picture) and not block.alt]

    def blocks(self) -> list[Block]:
        """Every block, in reading order."""
        chaptered = [section for chapter in self.chapters for section in chapter.sections]
        return [block for section in (*self.sections, *chaptered) for block in section.blocks]
