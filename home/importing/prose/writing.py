"""Parts as HTML, which `markup` then reads as any other, and the tale of how each was understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from home.importing import nesting
from home.importing.answer_heading import promises_answer
from home.importing.prose.layout import filled, shown
from home.importing.prose.lists import DOUBT_PICTURE, Entry, Listing, doubts_of_numbers, gather, shown_number
from home.importing.prose.parts import Cell, Grid, Line, Part, Shown, lines_of
from home.importing.telling import LONGEST, State, Told

LONGEST_CAPTION = 250
DOUBT_BOX = "Tabell med en enda cell tolkad som ruta"
DOUBT_MERGED = "Sammanslagna celler står med sin text en gång"
DOUBT_HEADLESS = "Tabellen har ingen rubrikrad"


class Writer:
    """Writes one document. `notes` are the texts of its notes by number."""

    def __init__(self, notes: dict[int, list[Line]]) -> None:
        self.told: list[Told] = []
        self._notes = notes
        self._waiting: list[int] = []
        self._told_notes: set[int] = set()
        self._in_answer = False  # below the heading of the short answer, whose steps have no room for lists

    def html(self, parts: list[Part]) -> str:
        text = "".join(self._all(parts))
        # Notes that no written line refers to: those of the title, of a caption.
        self._waiting.extend(number for number in self._notes if number not in self._told_notes)
        return text + self._take_notes()

    def _all(self, parts: list[Part]) -> Iterator[str]:
        place = 0
        while place < len(parts):
            part = parts[place]
            if isinstance(part, Line) and part.place is not None and not part.heading and part.text:
                gathered, place = gather(parts, place)
                yield self._list(gathered.listing, 0)
                for shown, number in gathered.shown:
                    caption = f"Till steg {number}" if number else ""
                    yield self._picture(shown, caption, [DOUBT_PICTURE])
                for caption_line in gathered.captions:
                    yield self._line(caption_line)
                continue
            caption, place = _caption_beside(parts, place)
            if isinstance(part, Shown):
                yield self._picture(part, caption)
            elif isinstance(part, Grid):
                part.caption = part.caption or caption
                yield from self._grid(part)
            else:
                yield self._line(part)
            place += 1

    def _line(self, line: Line) -> str:
        self._waiting.extend(line.notes)
        if not line.text:
            if line.doubts:
                self._tell("", "", line.doubts)
            return ""
        if line.heading:
            before = self._take_notes(line.notes)
            text = escape(line.words, quote=False)
            self._tell(f"Rubrik {line.heading}", line.text, line.doubts)
            self._in_answer = promises_answer(line.words)
            level = min(line.heading, 6)
            return f"{before}<h{level}>{text}</h{level}>"
        if line.quote:
            self._tell("Citat", line.text, line.doubts)
            return f"<blockquote><p>{line.html}</p></blockquote>"
        self._tell("Stycke", line.text, line.doubts)
        return f"<p>{line.html}</p>"

    def _list(self, listing: Listing, depth: int) -> str:
        first = listing.entries[0].line if listing.entries else None
        place = first.place if first is not None and listing.kind == "ol" else None
        # Inside a step of the answer lists become rows, which keep their signs.
        if first is not None and place is not None and not (depth and self._in_answer):
            first.doubts.extend(doubts_of_numbers(place))
        items = "".join(self._entry(entry, listing, depth) for entry in listing.entries)
        signs = f' type="{place.format}" start="{listing.start}"' if place is not None and depth else ""
        return f"<{listing.kind}{signs}>{items}</{listing.kind}>"

    def _entry(self, entry: Entry, listing: Listing, depth: int) -> str:
        self._waiting.extend(number for line in (entry.line, *entry.more) for number in line.notes)
        kind = "Steg" if listing.kind == "ol" else "Punkt"
        if entry.line.place is not None and (number := shown_number(entry.line.place)):
            kind = f"{kind} {number}"
        if depth:
            kind = f"{kind} på nivå {depth + 1}"
        if self._in_answer and listing.kind == "ol" and not depth and entry.below:
            entry.line.doubts.append(nesting.TO_ROWS)
        self._tell(kind, entry.line.text, entry.line.doubts)
        for line in entry.more:
            self._tell(f"{kind}, fortsättning", line.text, line.doubts)
        text = "<br/>".join(line.html for line in (entry.line, *entry.more))
        below = "".join(self._list(inner, depth + 1) for inner in entry.below)
        return f"<li>{text}{below}</li>"

    def _picture(self, shown: Shown, caption: str = "", doubts: Iterable[str] = ()) -> str:
        name = shown.name.partition(":")[2]
        doubts = [
            *doubts,
            *shown.doubts,
            *(["Formatet visas inte i webbläsare. Följer med som bilaga"] if shown.attached else []),
        ]
        self._tell(
            "Bilaga" if shown.attached else "Bild", f"{name}: {shown.alt}" if shown.alt else name, doubts
        )
        return f'<img src="{escape(shown.name)}" alt="{escape(shown.alt)}" title="{escape(caption)}">'

    def _grid(self, grid: Grid) -> Iterator[str]:
        cells = filled(grid)
        if len(cells) <= 1:
            yield from self._box(cells[0]) if cells else ()
            return
        yield self._table(grid)
        for cell in cells:
            for one in shown(cell):
                yield self._picture(one, doubts=["Bilden stod i en tabell och flyttades till efter den"])

    def _box(self, cell: Cell) -> Iterator[str]:
        """A single cell round a text: a box to notice."""
        lines = lines_of(cell.parts)
        self._waiting.extend(number for line in lines for number in line.notes)
        self._tell("Ruta", cell.text, [DOUBT_BOX])
        yield f"<blockquote>{''.join(f'<p>{line.html}</p>' for line in lines if line.text)}</blockquote>"

    def _table(self, grid: Grid) -> str:
        doubts = [*grid.doubts, *([DOUBT_MERGED] if grid.merged else [])]
        head = grid.rows[: grid.headers]
        if not head:
            doubts.append(DOUBT_HEADLESS)
        rows = [
            *([_joined_head(head, grid.width)] if head else []),
            *(_columns(row) for row in grid.rows[grid.headers :]),
        ]
        for row in grid.rows:
            self._waiting.extend(n for cell in row for line in lines_of(cell.parts) for n in line.notes)
        text = " / ".join(" | ".join(cell.text for cell in row if cell.text) for row in grid.rows)
        self._tell("Tabell", text, doubts)
        html = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        caption = f"<caption>{escape(grid.caption, quote=False)}</caption>" if grid.caption else ""
        return f"<table{'' if head else ' data-headless=true'}>{caption}{html}</table>"

    def _take_notes(self, keep: list[int] | None = None) -> str:
        """The notes that have been met since the last heading; those in `keep` belong after the next one."""
        due = [number for number in dict.fromkeys(self._waiting) if number not in (keep or ())]
        self._waiting = list(keep or ())
        html = []
        for number in due:
            self._told_notes.add(number)
            lines = [line for line in self._notes.get(number, ()) if line.text]
            text = "<br/>".join(line.html for line in lines).strip()
            if text:
                self._tell("Fotnot", f"[{number}] {' '.join(line.text for line in lines)}", [])
                html.append(f"<p>[{number}] {text}</p>")
        return "".join(html)

    def _tell(self, kind: str, text: str, doubts: Iterable[str]) -> None:
        remark = ". ".join(dict.fromkeys(doubts))
        state = State.UNSURE if remark else State.KEPT
        self.told.append(Told(kind, " ".join(text.split())[:LONGEST], f"{remark}." if remark else "", state))


def _columns(row: list[Cell]) -> list[str]:
    """The html of each column: a merged cell's text in its first."""
    columns: list[str] = []
    for cell in row:
        columns.append("<br/>".join(_cell_line(line) for line in lines_of(cell.parts) if line.text))
        columns.extend("" for _ in range(cell.span - 1))
    return columns


def _cell_line(line: Line) -> str:
    return f"– {line.html}" if line.place is not None and line.place.kind == "ul" else line.html


def _joined_head(head: list[list[Cell]], width: int) -> list[str]:
    """Several rows of headers as one: what stands above a column, from the top."""
    columns: list[list[str]] = [[] for _ in range(max(width, 1))]
    for row in head:
        at = 0
        for cell in row:
            across = cell.span if len(head) > 1 else 1
            for column in columns[at : at + across]:
                if cell.text and cell.text not in column:
                    column.append(cell.text)
            at += cell.span
    return [escape(" – ".join(words), quote=False) for words in columns]


def _caption_beside(parts: list[Part], place: int) -> tuple[str, int]:
    """The caption of a picture or table, in the line after it (taken along) or before it; and the place reached."""
    part = parts[place]
    following = parts[place + 1] if place + 1 < len(parts) else None
    if isinstance(part, Line):
        if _is_caption(part) and isinstance(following, Grid) and _takes_caption(following):
            following.caption, part.spans = part.text, []
        return "", place
    if isinstance(following, Line) and _is_caption(following) and _takes_caption(part):
        return following.text, place + 1
    return "", place


def _is_caption(line: Line) -> bool:
    """Whether it may stand as one; one with notes or of many words is text."""
    return line.caption and 0 < len(line.text) <= LONGEST_CAPTION and not line.notes


def _takes_caption(part: Part) -> bool:
    if isinstance(part, Grid):
        return not part.caption and len(filled(part)) > 1
    return isinstance(part, Shown) and not part.attached
