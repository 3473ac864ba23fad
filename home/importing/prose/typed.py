"""Lists that somebody has typed: figures, letters and bullets that stand in the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from home.importing.prose.parts import Line, Part, Place, Span

_NUMBER = re.compile(r"\s*\(?(\d{1,2})[.)][ \t\xa0]+(?=\S)")
_LETTER = re.compile(r"\s*\(?([a-zåäö])[.)][ \t\xa0]+(?=\S)")
_BULLET = re.compile(r"\s*[•·▪▫◦‣●○■◆❖➢►➔⇨∙][ \t\xa0]*(?=\S)|\s*[–—\-*][ \t\xa0]+(?=\S)|o\t\s*(?=\S)")
_SURE_BULLET = re.compile(r"\s*[•·▪▫◦‣●○■◆❖➢►➔⇨∙]")
_NEAR = 12  # parts between two numbers of a list, at most
DOUBT_NUMBER = "Siffran var skriven för hand. Tolkad som numrerad lista"
DOUBT_LETTER = "Bokstaven var skriven för hand. Tolkad som numrerad lista"
DOUBT_BULLET = "Punkten var skriven för hand. Tolkad som punktlista"


def starts_as_bullet(text: str) -> bool:
    return bool(_BULLET.match(text))


def find_typed(parts: list[Part]) -> list[Part]:
    """The parts with lists where there were only signs; what is a list already is left alone."""
    divided = [piece for part in parts for piece in _divided(part)]
    series = 0
    for place, part in enumerate(divided):
        if isinstance(part, Line) and _number_of(part) == 1:
            series += 1
            _number_from(divided, place, f"typed-{series}")
    _letters(divided)
    _bullets(divided)
    return divided


def _free(part: Part) -> bool:
    return isinstance(part, Line) and not part.place and not part.heading and not part.title


def _divided(part: Part) -> list[Part]:
    """A paragraph whose lines are each an item is as many paragraphs."""
    if not isinstance(part, Line) or not _free(part):
        return [part]
    text = "".join(span.text for span in part.spans)
    lines = text.split("\n")
    if sum(any(sign.match(line) for sign in (_NUMBER, _LETTER, _BULLET)) for line in lines) < 2:
        return [part]
    pieces: list[Line] = [Line(style=part.style, size=part.size, doubts=list(part.doubts))]
    for span in part.spans:
        first, *more = span.text.split("\n")
        pieces[-1].spans.append(Span(first, span.bold, span.italic, span.href))
        pieces.extend(
            Line([Span(text, span.bold, span.italic, span.href)], style=part.style, size=part.size)
            for text in more
        )
    pieces[0].bookmarks = part.bookmarks
    pieces[-1].notes = part.notes
    return list(pieces)


def _number_of(part: Part) -> int:
    if not isinstance(part, Line) or not _free(part):
        return 0
    found = _NUMBER.match(part.text)
    return int(found.group(1)) if found else 0


def _number_from(parts: list[Part], place: int, series: str) -> None:
    members: list[Line] = []
    expected, gap = 1, 0
    for part in _following(parts, place):
        if isinstance(part, Line) and (part.heading or part.title):
            break
        if _number_of(part) == expected and isinstance(part, Line):
            members.append(part)
            expected, gap = expected + 1, 0
            continue
        gap += 1
        if gap > _NEAR or _number_of(part) == 1:
            break
    if len(members) < 2:
        return
    for value, line in enumerate(members, 1):
        _take(line, _NUMBER, Place("ol", 0, value, series), DOUBT_NUMBER)


def _following(parts: list[Part], place: int) -> Iterator[Part]:
    """Those from a place on. Not a slice: of a long text that would be copied for each of its lines."""
    return (parts[at] for at in range(place, len(parts)))


def _letters(parts: list[Part]) -> None:
    """a), b) … after one another; below a number if one stands before them."""
    place = 0
    while place < len(parts):
        members: list[Line] = []
        for part in _following(parts, place):
            found = _LETTER.match(part.text) if isinstance(part, Line) and _free(part) else None
            if not found or ord(found.group(1)) - ord("a") != len(members):
                break
            members.append(part)  # type: ignore[arg-type]
        if len(members) >= 2:
            before = parts[place - 1] if place else None
            level = 1 if isinstance(before, Line) and before.place and before.place.kind == "ol" else 0
            for value, line in enumerate(members, 1):
                _take(line, _LETTER, Place("ol", level, value, f"letters-{place}"), DOUBT_LETTER)
        place += max(len(members), 1)


def _bullets(parts: list[Part]) -> None:
    for place, part in enumerate(parts):
        if not isinstance(part, Line) or not _free(part) or not _BULLET.match(part.text):
            continue
        beside = [parts[near] for near in (place - 1, place + 1) if 0 <= near < len(parts)]
        company = any(
            isinstance(other, Line)
            and (_BULLET.match(other.text) or (other.place and other.place.series == "bullets"))
            for other in beside
        )
        if company or _SURE_BULLET.match(part.text):
            _take(part, _BULLET, Place("ul", 0, 0, "bullets"), DOUBT_BULLET)


def _take(line: Line, pattern: re.Pattern[str], place: Place, doubt: str) -> None:
    """Make the line an item, without the sign that it began with."""
    text = "".join(span.text for span in line.spans)
    found = pattern.match(text.replace("\n", " "))
    length = found.end() if found else 0
    spans = []
    for span in line.spans:
        cut = min(length, len(span.text))
        length -= cut
        if span.text[cut:]:
            spans.append(Span(span.text[cut:], span.bold, span.italic, span.href))
    line.spans, line.place = spans, place
    line.bold = False
    line.doubts.append(doubt)
