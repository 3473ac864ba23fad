"""What a document says about itself: a table at its top, or its page header, with labels and values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from home.importing.fields import known_name
from home.importing.prose.parts import Cell, Grid, Line, Part, all_lines

_OWN = {
    "dokumentansvarig": "owner",
    "ansvarig": "owner",
    "dokumentägare": "owner",
    "processägare": "owner",
    "gäller fr.o.m": "valid_from",
    "gäller fr.o.m.": "valid_from",
    "gäller fr o m": "valid_from",
    "giltig från": "valid_from",
    "giltigt från": "valid_from",
    "giltig från och med": "valid_from",
    "gäller t.o.m.": "valid_to",
    "gäller t.o.m": "valid_to",
    "giltig till": "valid_to",
    "giltigt till": "valid_to",
    "giltig till och med": "valid_to",
    "dokumentnamn": "title",
    "dokumenttitel": "title",
    "dokumenttyp": "kind",
    "typ av dokument": "kind",
    "fastställd datum": "decided_on",
    "fastställt datum": "decided_on",
    "fastställd den": "decided_on",
    "datum för fastställande": "decided_on",
    "beslutad den": "decided_on",
    "datum för beslut": "decided_on",
    "senast reviderad": "",
    "reviderad": "",
    "revideras": "review_by",
    "nästa revidering": "review_by",
    "nästa översyn": "review_by",
    "ska revideras senast": "review_by",
    "diarienummer": "",
    "dnr": "",
    "version": "",
    "versionsnummer": "",
    "utgåva": "",
    "datum": "",
    "upprättad av": "",
    "upprättad": "",
    "förvaltning": "",
    "enhet": "",
    "handläggare": "",
    "sida": "",
    "giltighetstid": "",
    "beslutsinstans": "",
}
_FUNCTION = re.compile(r"[\w-]+@[\w-]+")
_DATE = re.compile(r"(\d{4})[-./ ]?(\d{1,2})[-./ ]?(\d{1,2})$")
_MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_WRITTEN = re.compile(
    rf"(\d{{1,2}})\s+({'|'.join(m[:3] for m in _MONTHS)})[a-z]*\.?\s+(\d{{4}})$", re.IGNORECASE
)
_DATES = ("valid_from", "valid_to", "review_by", "decided_on")
_OF_PAGES = frozenset(("sida", "sid", "av", "sidan", "page", "of"))
_LONGEST_LABEL, _LONGEST_VALUE = 40, 200


@dataclass
class Head:
    """`fields` by the importer's names; `others` are labels with values that no field takes."""

    fields: dict[str, str] = field(default_factory=dict)
    others: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # every line that was looked through
    said: list[str] = field(default_factory=list)

    def unsaid(self, title: str) -> list[str]:
        """The lines that neither a field nor the title says, each once; none that only numbers a page."""
        known = _words(" ".join([title, *self.said, *(f"{label} {value}" for label, value in self.others)]))
        left = [text for text in dict.fromkeys(self.texts) if _words(text) - known - _OF_PAGES]
        return [text for text in left if any(sign.isalpha() for sign in text)]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def take(parts: list[Part]) -> tuple[Head, list[Part]]:
    """The document's own head, if its first part is one, and the other parts."""
    for place, part in enumerate(parts):
        if isinstance(part, Line) and not part.text:
            continue
        if isinstance(part, Line) and part.title:
            continue  # a table may stand below the title
        if isinstance(part, Grid):
            head = _of_grid(part)
            if head is not None:
                return head, [*parts[:place], *parts[place + 1 :]]
        break
    return Head(), parts


def of_edges(edges: list[list[Part]]) -> Head:
    """What page headers and footers say, first said first."""
    found = Head()
    for parts in edges:
        found.texts.extend(" ".join(line.text.split()) for line in all_lines(parts) if line.text)
        for label, value in _said(parts):
            found.said += [label, value]
            name = _name(label)
            if name is None:
                continue
            if not _keep(found, name, label, value) and (label, value) not in found.others:
                found.others.append((label, value))
    return found


def _of_grid(grid: Grid) -> Head | None:
    """A table whose labels are all known, two of them at least (or its only row's)."""
    pairs = list(_pairs(grid))
    known = [label for label, _ in pairs if _name(label) is not None]
    if (
        not pairs
        or len(known) < len(pairs)
        or sum(1 for row in grid.rows if any(c.text for c in row)) > len(pairs)
    ):
        return None
    head = Head()
    for label, value in pairs:
        head.said += [label, value]
        if not value:
            continue
        if not _keep(head, _name(label) or "", label, value):
            head.others.append((label, value))
    return head


def _pairs(grid: Grid) -> Iterator[tuple[str, str]]:
    """Labels and values: beside one another, in one cell with a colon or on two lines, or below one another."""
    rows = [[cell for cell in row if cell.text or len(row) <= 2] for row in grid.rows]
    if len(rows) == 2 and len(rows[0]) > 2 and all(_name(cell.text) is not None for cell in rows[0]):
        yield from ((_bare(a.text), b.text) for a, b in zip(rows[0], rows[1], strict=False))
        return
    for row in rows:
        inside = [_in_cell(cell) for cell in row]
        if row and all(inside):
            yield from (pair for pair in inside if pair)
        elif len(row) % 2 == 0:
            yield from ((_bare(row[at].text), row[at + 1].text) for at in range(0, len(row), 2))
        else:
            yield from ((cell.text, "") for cell in row)


def _in_cell(cell: Cell) -> tuple[str, str] | None:
    lines = [part.text for part in cell.parts if isinstance(part, Line) and part.text]
    if len(lines) == 2 and _name(lines[0]) is not None:
        return _bare(lines[0]), lines[1]
    if len(lines) == 1:
        return _labelled(lines[0])
    return None


def _labelled(text: str) -> tuple[str, str] | None:
    label, colon, value = text.partition(":")
    return (_bare(label), value.strip()) if colon and value.strip() and _name(label) is not None else None


def _said(parts: list[Part]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if isinstance(part, Grid):
            yield from ((label, value) for label, value in _pairs(part) if value)
            for row in part.rows:
                for cell in row:
                    yield from _said([inner for inner in cell.parts if isinstance(inner, Grid)])
        elif isinstance(part, Line):
            for piece in re.split(r"\t+| {3,}|\n", "".join(span.text for span in part.spans)):
                found = _labelled(piece.strip())
                if found:
                    yield found


def _bare(label: str) -> str:
    return label.strip().rstrip(":").strip()


def _name(label: str) -> str | None:
    """The field that a label means, empty for one that no field takes, None for what is no label."""
    bare = _bare(label)
    if not bare or len(bare) > _LONGEST_LABEL:
        return None
    known = _OWN.get(" ".join(bare.casefold().split()))
    return known if known is not None else known_name(bare)


def _keep(head: Head, name: str, label: str, value: str) -> bool:
    """Give the field its value, if both are clear."""
    value = " ".join(value.split())
    if not name or not value or len(value) > _LONGEST_VALUE:
        return False
    if name in _DATES:
        day = written_day(value)
        if day is None:
            return False
        value = day.isoformat()
    if name in ("owner", "decided_by") and not _FUNCTION.fullmatch(value):
        return False
    head.fields.setdefault(name, value)
    return True


def written_day(text: str) -> date | None:
    """A day as people write it: 2026-03-01, 20260301, 1 mars 2026."""
    text = text.strip().rstrip(".")
    found = _DATE.match(text)
    if found:
        year, month, day = (int(part) for part in found.groups())
    else:
        named = _WRITTEN.match(text)
        if not named:
            return None
        month = 1 + [m[:3] for m in _MONTHS].index(named.group(2).casefold()[:3])
        year, day = int(named.group(3)), int(named.group(1))
    try:
        return date(year, month, day)
    except ValueError:
        return None
