"""Links within a document, which lead to bookmarks: on the page they lead to the heading above."""

from __future__ import annotations

from django.utils.text import slugify

from home.importing.prose.parts import Line, Part, Span, all_lines


def point(parts: list[Part], others: list[Line]) -> list[str]:
    """Let every link to a bookmark lead to the section that it stands in. `others` are lines of notes.

    Returns the words of the links that lead nowhere on the page.
    """
    top = _section_level(parts)
    here, places = "", {}
    for line in all_lines(parts):
        if line.heading and line.heading == top:
            here = slugify(line.text)
        for bookmark in line.bookmarks:
            places[bookmark] = here
    lost: list[str] = []
    for line in (*all_lines(parts), *others):
        lost.extend(
            span.text for span in line.spans if span.href.startswith("#") and not places.get(span.href[1:])
        )
        line.spans = [_pointed(span, places) for span in line.spans]
    return [text for text in lost if text.strip()]


def _pointed(span: Span, places: dict[str, str]) -> Span:
    if not span.href.startswith("#"):
        return span
    place = places.get(span.href[1:], "")
    return Span(span.text, span.bold, span.italic, f"#{place}" if place else "")


def _section_level(parts: list[Part]) -> int:
    """The level whose headings become sections: the highest, unless only the title has that."""
    levels = [part.heading for part in parts if isinstance(part, Line) and part.heading and part.text]
    if len(levels) > 1 and levels[0] == min(levels) and levels.count(levels[0]) == 1:
        levels = levels[1:]
    return min(levels, default=0)
