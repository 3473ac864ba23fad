"""The text of a file as pages of a site: for phones, and for those who have it read to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models.functions import Length

from intranet.files import running
from intranet.files.extract.places import LONGEST_LABEL
from intranet.files.places import place_of, words_of
from intranet.files.versions import DocumentVersion, Passage

PAGE_CHARACTERS = 20_000
"""About what one page shows; a place is never cut in two."""
_GAP = re.compile(r"\n\s*\n")
_ITEM = re.compile(r"^(?:[-•–*]|\d{1,2}[.)])\s")
SHORT = 0.7
"""Of the longest line of a page: a shorter one is the last of its paragraph, or a heading."""
MOST_JUMPS = 100
"""Places named at the top; of more only where each page of the text begins."""


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


def jumps(version: DocumentVersion, paginator: Paginator[tuple[int, int]]) -> list[dict[str, str]]:
    """`place` and `label` of what one can jump to, in order; empty if that is no more than one. One query."""
    rows = Passage.objects.filter(version=version).order_by("position")
    if paginator.object_list and rows.count() > MOST_JUMPS:
        spans = paginator.object_list
        step = -(-len(spans) // MOST_JUMPS)
        rows = rows.filter(position__in=[first for first, _ in spans[::step]])
    found: list[dict[str, str]] = []
    for position, kind, label in rows.values_list("position", "kind", "label"):
        place = place_of(kind, position)
        named = label if kind == Passage.Kind.HEADING else words_of(place, label)
        # A long section goes on under its heading.
        if place and named and (not found or found[-1]["label"] != named):
            found.append({"place": place, "label": named})
    return found if len(found) > 1 else []


def passages(version: DocumentVersion, first: int, last: int) -> list[dict[str, Any]]:
    """What stands there, by place: anchor, heading and paragraphs. Two queries at most."""
    rows = list(
        Passage.objects.filter(version=version, position__gte=first, position__lte=last).order_by("position")
    )
    repeated = _running(version) if rows and rows[0].kind == Passage.Kind.PAGE else frozenset()
    shown: list[dict[str, Any]] = []
    for passage in rows:
        if passage.kind == Passage.Kind.PAGE and repeated:
            passage.text = running.without(repeated, passage.text, passage.position)
        paragraphs = list(_paragraphs(passage))
        heading = _heading(passage)
        if passage.kind == Passage.Kind.HEADING:
            # The heading is the first line of the text too, since it is searched; a long section goes on without it.
            begins = bool(paragraphs) and _is_heading(paragraphs[0], heading)
            paragraphs = paragraphs[1:] if begins else paragraphs
            heading = heading if begins or not shown else ""
        shown.append(
            {
                "place": place_of(passage.kind, passage.position),
                "heading": heading,
                "paragraphs": paragraphs,
                "rows": passage.kind == Passage.Kind.SHEET,
            }
        )
    return shown


def _is_heading(line: str, heading: str) -> bool:
    return bool(heading) and " ".join(line.split())[:LONGEST_LABEL] == heading


def _running(version: DocumentVersion) -> frozenset[str]:
    looked_at = Passage.objects.filter(version=version, kind=Passage.Kind.PAGE).order_by("position")
    return running.running(list(looked_at.values_list("position", "text")[: running.SAMPLE]))


def _paragraphs(passage: Passage) -> Iterator[str]:
    """What belongs together. Only a page has lines that end where the paper does; elsewhere each is a paragraph."""
    lines = [" ".join(line.split()) for line in _GAP.sub("\n\n", passage.text).split("\n")]
    if passage.kind != Passage.Kind.PAGE:
        yield from filter(None, lines)
        return
    full = SHORT * max(map(len, lines), default=0)
    open_: list[str] = []
    for line in lines:
        ended = bool(open_) and len(open_[-1]) < full
        if open_ and (ended or not line or _ITEM.match(line)):
            yield " ".join(open_)
            open_ = []
        if line:
            open_.append(line)
    if open_:
        yield " ".join(open_)


def _heading(passage: Passage) -> str:
    if passage.kind == Passage.Kind.HEADING:
        return passage.label
    return words_of(place_of(passage.kind, passage.position), passage.label)
