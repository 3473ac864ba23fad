"""The text of a file as pages of a site: for phones, and for those who have it read to them."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Paginator
from django.db.models.functions import Length

from intranet.files.places import place_of, words_of
from intranet.files.versions import DocumentVersion, Passage

PAGE_CHARACTERS = 20_000
"""About what one page shows; a place is never cut in two."""
_PARAGRAPHS = re.compile(r"\n\s*\n|\n(?=[-•–*]\s)")


def pages_of(version: DocumentVersion) -> Paginator[tuple[int, int]]:
    """The first and last position of each page of the text. One query of lengths, not of text."""
    rows = Passage.objects.filter(version=version).order_by("position")
    spans: list[tuple[int, int]] = []
    length = PAGE_CHARACTERS
    for position, characters in rows.values_list("position", Length("text")).iterator(chunk_size=2000):
        if length + characters > PAGE_CHARACTERS and (length or not spans):
            spans.append((position, position))
            length = 0
        spans[-1] = (spans[-1][0], position)
        length += characters
    return Paginator(spans, 1)


def page_with(paginator: Paginator[tuple[int, int]], position: int) -> int:
    """The number of the page that a position is on; the first for one that is nowhere."""
    for number, (first, last) in enumerate(paginator.object_list, 1):
        if first <= position <= last:
            return number
    return 1


def passages(version: DocumentVersion, first: int, last: int) -> list[dict[str, Any]]:
    """What stands there, by place: anchor, heading and paragraphs."""
    rows = Passage.objects.filter(version=version, position__gte=first, position__lte=last)
    return [
        {
            "place": place_of(passage.kind, passage.position),
            "heading": _heading(passage),
            "paragraphs": [
                part for piece in _PARAGRAPHS.split(passage.text) if (part := " ".join(piece.split()))
            ],
        }
        for passage in rows.order_by("position")
    ]


def _heading(passage: Passage) -> str:
    if passage.kind == Passage.Kind.HEADING:
        return passage.label
    return words_of(place_of(passage.kind, passage.position), passage.label)
