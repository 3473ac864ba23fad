"""Items in a row become lists inside lists, with what stands between two numbers of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from home.importing import nesting
from home.importing.prose.parts import Grid, Line, Part, Place, Shown

_NEAR = 12  # parts that may stand between two items of one list
DOUBT_BETWEEN = "Stycket stod mellan två punkter i listan och lades till punkten före"
DOUBT_PICTURE = "Bilden stod inne i listan och flyttades till efter den"
DOUBT_NUMBERS = "Numreringen fortsatte i filen men börjar om på sidan"
_FORMATS = {"a": "bokstäver", "A": "bokstäver", "i": "romerska siffror", "I": "romerska siffror"}
_OWN_WORDS = frozenset(("steg", "step"))


def doubts_of_numbers(place: Place) -> list[str]:
    """What a reader of the page does not see of how a list was numbered."""
    found = [DOUBT_NUMBERS] if place.kind == "ol" and place.value > 1 else []
    words = re.findall(r"[^\W\d_]{2,}|§", place.label)
    if any(word.casefold() not in _OWN_WORDS for word in words):
        found.append(f"Numret stod som ”{place.label.replace('%', str(place.value or 1))}” i filen")
    elif place.format in _FORMATS:
        found.append(f"Listan hade {_FORMATS[place.format]} i filen. Se över hänvisningar till dem")
    return found


def shown_number(place: Place) -> str:
    """A number as the file shows it: 1. or a) or Steg 1:. Empty for a bullet."""
    if place.kind != "ol" or not place.value:
        return ""
    numeral = nesting.numeral(place.value, place.format)
    # The numbers of the levels above are not known here.
    label = re.sub(r"%\d\W?", "", place.label)
    return label.replace("%", numeral[:-1]).strip() if "%" in label else numeral


@dataclass
class Entry:
    """One item: its line, lines that go on in it, and lists below it."""

    line: Line
    more: list[Line] = field(default_factory=list)
    below: list[Listing] = field(default_factory=list)


@dataclass
class Listing:
    kind: str
    entries: list[Entry] = field(default_factory=list)
    start: int = 1


@dataclass
class Gathered:
    """A list and what stood in it without room there."""

    listing: Listing
    shown: list[tuple[Shown, int]] = field(default_factory=list)  # with the number of its item, 0 for none
    captions: list[Line] = field(default_factory=list)


def gather(parts: list[Part], place: int) -> tuple[Gathered, int]:
    """The list that begins at `place`, and where the text goes on after it."""
    first = parts[place]
    if not isinstance(first, Line) or first.place is None:
        raise ValueError("no list begins here")
    base = first.place.level
    found = Gathered(Listing(first.place.kind, start=first.place.value or 1))
    last = 0  # the latest number on the outermost level
    while place < len(parts):
        part = parts[place]
        if isinstance(part, Line) and part.place is not None:
            same = part.place.kind == found.listing.kind
            outermost = part.place.level <= base and (same or not _inner(parts, place, last, first))
            if outermost and found.listing.entries and not _follows(part, first, last, found.listing.kind):
                break
            if outermost:
                found.listing.entries.append(Entry(part))
                last = part.place.value
            else:
                _put_below(found.listing, part, max(part.place.level - base, 1))
        elif _goes_on(parts, place, last, first):
            _take_along(found, part, last)
        else:
            break
        place += 1
    return found, place


def _follows(line: Line, first: Line, last: int, kind: str) -> bool:
    """Whether an item on the outermost level belongs to the list, or begins another."""
    if line.place is None or first.place is None or line.place.kind != kind:
        return False
    if kind == "ul" or line.place.value == 0:
        return True
    return line.place.value == last + 1


def _inner(parts: list[Part], place: int, last: int, first: Line) -> bool:
    """Whether bullets on the same level stand below a number: the numbers go on after them."""
    return (
        first.place is not None and first.place.kind == "ol" and _next_number(parts, place, first) == last + 1
    )


def _next_number(parts: list[Part], place: int, first: Line) -> int:
    """The number that the same series has next, if nothing but small things stands before it; else 0."""
    for part in parts[place : place + _NEAR]:
        if isinstance(part, Grid) or (isinstance(part, Line) and (part.heading or part.title)):
            return 0
        if (
            isinstance(part, Line)
            and part.place is not None
            and first.place is not None
            and part.place.series == first.place.series
            and part.place.kind == "ol"
            and part.place.level <= first.place.level
        ):
            return part.place.value
    return 0


def _goes_on(parts: list[Part], place: int, last: int, first: Line) -> bool:
    """Whether what stands at `place`, no item itself, stands inside the list."""
    part = parts[place]
    if isinstance(part, Grid) or (isinstance(part, Line) and (part.heading or part.title)):
        return False
    if isinstance(part, Line) and part.text and part.indented and not part.caption and not part.quote:
        # What is indented right below an item is more of the item.
        before = parts[place - 1]
        if isinstance(before, Line) and before.place is not None:
            return True
    return _continues(parts, place, last, first)


def _continues(parts: list[Part], place: int, last: int, first: Line) -> bool:
    if first.place is None:
        return False
    part = parts[place]
    empty = not isinstance(part, Line) or not part.text
    following = next((p for p in parts[place + 1 : place + 4] if not isinstance(p, Line) or p.text), None)
    item = following.place if isinstance(following, Line) else None
    if empty and item is not None and item.level > first.place.level:
        return True
    if first.place.kind == "ol" and first.place.value:
        return _next_number(parts, place, first) == last + 1
    # Bullets have no numbers that go on: only a picture or an empty line may stand between two of them.
    return empty and item is not None and item.kind == first.place.kind and item.series == first.place.series


def _take_along(found: Gathered, part: Part, last: int) -> None:
    if isinstance(part, Shown):
        found.shown.append((part, last))
    elif isinstance(part, Line) and part.caption:
        found.captions.append(part)
    elif isinstance(part, Line) and part.text:
        part.doubts.append(DOUBT_BETWEEN)
        _latest(found.listing).more.append(part)


def _latest(listing: Listing) -> Entry:
    """The item that was written last, however deep: what follows it in the file follows it on the page."""
    entry = listing.entries[-1]
    return _latest(entry.below[-1]) if entry.below else entry


def _put_below(listing: Listing, line: Line, depth: int) -> None:
    """An item `depth` levels further in, below the last one; levels that are passed over count as one."""
    if not listing.entries:
        listing.entries.append(Entry(line))
        return
    entry = listing.entries[-1]
    kind = line.place.kind if line.place else "ul"
    if depth > 1 and entry.below:
        _put_below(entry.below[-1], line, depth - 1)
        return
    if not entry.below or entry.below[-1].kind != kind:
        entry.below.append(Listing(kind, start=line.place.value if line.place and line.place.value else 1))
    entry.below[-1].entries.append(Entry(line))
