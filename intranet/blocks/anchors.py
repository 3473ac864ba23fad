"""The ids of a page's headings: what a table of contents, a search hit and a link from elsewhere point at.

Two headings may have the same words, so an id is given for the page as a whole and never by one block alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.text import slugify
from wagtail import blocks
from wagtail.blocks import StreamValue

# The ids that the frame of a page has already: "Innehåll" is a common heading, and the main element's id too.
TAKEN = frozenset({"chapters-title", "innehall", "on-date", "rapportera", "site-search", "toc-title"})
UNNAMED = "avsnitt"  # for a heading without a letter or a digit


class HeadedValue(blocks.StructValue):
    """A struct that has a heading (its `heading` or `title`); `anchor` is empty until `number` has been asked."""

    anchor: str = ""

    @property
    def words(self) -> str:
        return self.get("heading") or self.get("title") or ""


class Anchors:
    """The ids of one page's headings, given in reading order."""

    def __init__(self) -> None:
        self._used = set(TAKEN)

    def give(self, words: str) -> str:
        """An id that no heading before this one has."""
        plain = slugify(words) or UNNAMED
        anchor, count = plain, 1
        while anchor in self._used:
            count += 1
            anchor = f"{plain}-{count}"
        self._used.add(anchor)
        return anchor


def number(*streams: StreamValue | None) -> None:
    """Give every heading of one page an id of its own: all its streams at once, in reading order."""
    anchors = Anchors()
    for value in _headed(streams):
        value.anchor = anchors.give(value.words)


def contents(*streams: StreamValue | None) -> list[dict[str, str]]:
    """The table of contents (id, label) of a page with these streams: their outermost headings."""
    number(*streams)
    return [
        {"id": block.value.anchor, "label": block.value.words}
        for stream in streams
        for block in stream or ()
        if isinstance(block.value, HeadedValue) and block.value.words
    ]


def _headed(streams: Iterable[StreamValue | None]) -> Iterator[HeadedValue]:
    for stream in streams:
        for block in stream or ():
            if isinstance(block.value, HeadedValue):
                yield block.value
                yield from _headed(inner for inner in block.value.values() if isinstance(inner, StreamValue))
