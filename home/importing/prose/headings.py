"""Which lines are headings: by style, or only by being short, bold or large and followed by text."""

from __future__ import annotations

from collections import Counter

from home.importing.markup import TICK, TONES
from home.importing.prose.parts import Grid, Line, Part, Shown
from home.importing.prose.typed import starts_as_bullet

LONGEST = 100
MOST_IN_A_ROW = 2  # bold lines after one another; more are bold text
_ENDS_A_SENTENCE = (".", ",", ";")
CONTENTS_WORDS = ("innehåll", "innehållsförteckning", "contents", "table of contents")
DOUBT_BOLD = "Fet rad tolkad som rubrik"
DOUBT_LARGE = "Rad med större text tolkad som rubrik"
DOUBT_NUMBERED = "Numrerad fet rad tolkad som rubrik"
DOUBT_TITLE = "Första raden tolkad som titel"


def without_contents(parts: list[Part]) -> tuple[list[Part], bool]:
    """The parts without a table of contents and its heading; whether there was one."""
    kept: list[Part] = []
    dropped = False
    for part in parts:
        if isinstance(part, Line) and part.contents:
            dropped = True
            continue
        kept.append(part)
    if dropped or len(kept) < len(parts):
        kept = [
            part
            for part in kept
            if not (isinstance(part, Line) and part.text.casefold().strip(" :") in CONTENTS_WORDS)
        ]
    return kept, dropped


def take_title(parts: list[Part]) -> tuple[str, list[Part]]:
    """The words of the title style, which may stand on two lines, and what is left. Further ones are headings."""
    title: list[str] = []
    rest: list[Part] = []
    closed = False
    for part in parts:
        if isinstance(part, Line) and part.title and part.text:
            if not closed:
                title.append(part.words)
                continue
            part.title, part.heading = False, 1
        elif title and (not isinstance(part, Line) or part.text):
            closed = True
        rest.append(part)
    return " ".join(" ".join(title).split()), rest


def find_bold(parts: list[Part], *, titled: bool = False) -> None:
    """Mark lines that only look like headings; each is marked as unsure. One that has a title gets no other."""
    _find_numbered(parts)
    body = _body_size(parts)
    solid = [part for part in parts if not isinstance(part, Line) or part.text]
    bold_tells = not _mostly_bold(parts)
    found = [
        (place, part)
        for place, part in enumerate(solid)
        if isinstance(part, Line) and _may_be(part, body) and _leads_to_text(solid, place, body)
        if bold_tells or part.size * 10 >= body * 12
    ]
    if not found:
        return
    deepest = max((part.heading for part in solid if isinstance(part, Line)), default=0)
    sizes = sorted({line.size for _, line in found}, reverse=True)
    for _, line in found:
        line.heading = deepest + 1 if deepest else 1 + sizes.index(line.size)
        line.heading = min(line.heading, 6)
        line.doubts.append(DOUBT_BOLD if line.bold else DOUBT_LARGE)
    if not titled:
        _first_is_title(solid, [line for _, line in found], deepest)


def _find_numbered(parts: list[Part]) -> None:
    """Items that are all bold and each followed by text are headings that Word numbers: 1. Syfte, 2. Ansvar.

    Only in a text without headings by style: below such ones they are steps with words of their own.
    """
    solid = [part for part in parts if not isinstance(part, Line) or part.text]
    if any(isinstance(part, Line) and part.heading for part in solid):
        return
    items: dict[str, list[Line]] = {}
    broken: set[str] = set()
    for place, part in enumerate(solid):
        if not isinstance(part, Line) or part.place is None or part.heading or part.place.kind != "ol":
            continue
        items.setdefault(part.place.series, []).append(part)
        following = solid[place + 1] if place + 1 < len(solid) else None
        if not part.bold or len(part.text) > LONGEST or not _opens(part, following):
            broken.add(part.place.series)
    for series, lines in items.items():
        if series in broken or len(lines) < 2:
            continue
        for line in lines:
            line.heading = min(1 + (line.place.level if line.place else 0), 6)
            line.doubts.append(DOUBT_NUMBERED)


def _opens(line: Line, following: Part | None) -> bool:
    """Whether text of its own follows, or an item below it that text follows."""
    if not isinstance(following, Line):
        return following is not None
    if following.place is None or line.place is None:
        return not following.heading and not following.title
    return following.place.series != line.place.series or following.place.level > line.place.level


def _first_is_title(solid: list[Part], found: list[Line], deepest: int) -> None:
    first = solid[0]
    if not isinstance(first, Line) or first is not found[0] or first.title:
        return
    others = found[1:]
    following = solid[1] if len(solid) > 1 else None
    stands_alone = not deepest and bool(others) and first.size > max(line.size for line in others)
    before_heading = isinstance(following, Line) and bool(following.heading)
    if stands_alone or before_heading or (first.centred and not any(line.centred for line in others)):
        first.title, first.heading = True, 0
        first.doubts[-1] = DOUBT_TITLE


def _may_be(line: Line, body: int) -> bool:
    text = line.text
    if (
        line.heading
        or line.title
        or line.place
        or line.quote
        or line.caption
        or not 2 <= len(text) <= LONGEST
    ):
        return False
    if "\n" in "".join(span.text for span in line.spans).strip() or text.endswith(_ENDS_A_SENTENCE):
        return False
    if not any(sign.isalpha() for sign in text) or text.rstrip(":!").casefold() in TONES:
        return False
    if TICK.match(text) or starts_as_bullet(text):
        return False
    return line.bold or line.size * 10 >= body * 12


def _leads_to_text(solid: list[Part], place: int, body: int) -> bool:
    """Whether text follows, at most after another heading; a handful of bold lines after one another are text."""
    return any(
        isinstance(part, (Grid, Shown)) or part.heading or not _may_be(part, body)
        for part in solid[place + 1 : place + 1 + MOST_IN_A_ROW]
    )


def _mostly_bold(parts: list[Part]) -> bool:
    """Whether bold tells nothing: most of the longer lines are."""
    lines = [
        p for p in parts if isinstance(p, Line) and not p.heading and not p.title and len(p.text) > LONGEST
    ]
    return sum(line.bold for line in lines) * 2 > len(lines)


def _body_size(parts: list[Part]) -> int:
    """The size that most of the text has."""
    sizes: Counter[int] = Counter()
    for part in parts:
        if isinstance(part, Line) and not part.heading and not part.title:
            sizes[part.size] += len(part.text)
    return sizes.most_common(1)[0][0] if sizes else 22
