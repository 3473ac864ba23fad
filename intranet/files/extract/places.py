"""What every reader of a format gives: places, one by one, or the reason why there are no more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

PAGE, SLIDE, SHEET, HEADING, WHOLE = "page", "slide", "sheet", "heading", "whole"

LONGEST_PIECE = 20_000
"""Characters of one passage; a longer section or sheet goes on in the next one, under the same name."""
LONGEST_PAGE = 200_000
"""Characters kept of a page or slide: those have a number that must stay theirs, so they are never split."""
LONGEST_TEXT = 40_000_000
"""Characters of one file: ten thousand pages, written full."""
MOST_PLACES = 10_000
LONGEST_LABEL = 250

CONTROL = dict.fromkeys([*range(9), 11, *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF, 0xFEFF], None)
LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": "", "\u00a0": " "}
)


@dataclass(frozen=True)
class Place:
    """A page, slide, sheet or section. `position` counts from 1; of a page or slide it is its number."""

    position: int
    kind: str
    label: str
    text: str


class Problem(Exception):  # noqa: N818
    """Why no more can be read; `code` is one of `intranet.files.problems`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def tidy(text: str) -> str:
    """Text as it is to be kept: one form of each character, no control characters, no trailing spaces.

    Half a surrogate pair (a broken encoding) becomes a question mark: no database takes it.
    """
    text = text.encode("utf-8", "replace").decode("utf-8").translate(CONTROL)
    text = unicodedata.normalize("NFC", text).translate(LIGATURES)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    text = re.sub(r"[ \t]+", " ", text)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()


def label(text: str) -> str:
    """A heading or name in one line that fits."""
    return " ".join(tidy(text).split())[:LONGEST_LABEL]


class Sections:
    """Makes places of a text that comes in lines under headings (or names of sheets), of bounded length."""

    def __init__(self, kind: str, name: str = "") -> None:
        self._kind, self._name = kind, name
        self._lines: list[str] = []
        self._length = 0
        self._count = 0

    def all_of(self, places: Iterator[Place]) -> Iterator[Place]:
        """What a reader gives that adds to these sections, and the last one, also where it had to stop."""
        try:
            yield from places
        except Problem:
            yield from self.end()
            raise
        yield from self.end()

    def begin(self, kind: str, name: str) -> Iterator[Place]:
        """A new section; gives what remains of the one before."""
        yield from self.end()
        self._kind, self._name = kind, label(name)
        if kind == HEADING:
            self._lines, self._length = [name], len(name)

    def add(self, line: str) -> Iterator[Place]:
        for start in range(0, len(line), LONGEST_PIECE):
            part = line[start : start + LONGEST_PIECE]
            if self._length + len(part) > LONGEST_PIECE:
                yield from self.end()
            self._lines.append(part)
            self._length += len(part) + 1

    def end(self) -> Iterator[Place]:
        text = tidy("\n".join(self._lines))
        self._lines, self._length = [], 0
        if text:
            self._count += 1
            yield Place(self._count, self._kind, self._name, text)
