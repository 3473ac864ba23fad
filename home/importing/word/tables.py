"""Tables: every cell once, in the column where it begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from home.importing.prose.layout import header_rows
from home.importing.prose.parts import Cell, Grid
from home.importing.word.names import qn
from home.importing.word.tree import Element, below, child, number, toggle, val

if TYPE_CHECKING:
    from home.importing.word.reader import Story

_ROWS, _CELLS = frozenset((qn("w:tr"),)), frozenset((qn("w:tc"),))
_NO_LINE = ("nil", "none")
WIDEST = 60  # columns


def grid(story: Story, table: Element) -> Grid:
    """Read a table; tables inside its cells are parts of them."""
    found = Grid(plain=_is_plain(story, table))
    said = 0  # header rows that say so
    for row in below(table, _ROWS, stop=_CELLS):
        if row.find(qn("w:tc")) is None and next(below(row, _CELLS), None) is None:
            continue
        cells = list(_row(story, row))
        if said == len(found.rows) and toggle(child(row, "w:trPr"), "w:tblHeader"):
            said += 1
        found.rows.append(cells)
        found.merged = found.merged or any(cell.span > 1 or cell.continued for cell in cells)
        found.width = min(max(found.width, sum(cell.span for cell in cells)), WIDEST)
    caption = val(child(table, "w:tblPr"), "w:tblCaption")
    found.caption = (caption or "").strip()
    found.headers = said or header_rows(found, says_none=_says_no_header(table))
    return found


def _row(story: Story, row: Element) -> Iterator[Cell]:
    before = number(val(row, "w:trPr/w:gridBefore"))
    for _ in range(min(before, WIDEST)):
        yield Cell()
    for element in below(row, _CELLS):
        properties = child(element, "w:tcPr")
        merge = child(properties, "w:vMerge")
        across = child(properties, "w:hMerge")
        continued = merge is not None and (merge.get(qn("w:val")) or "continue") == "continue"
        pushed = across is not None and (across.get(qn("w:val")) or "continue") == "continue"
        span = min(max(number(val(properties, "w:gridSpan"), 1), 1), WIDEST)
        parts = story.parts(element)
        if continued or pushed:
            # What a merged cell held before it was merged is not shown by Word either.
            parts = []
        yield Cell(parts, span, continued)


def _says_no_header(table: Element) -> bool:
    look = child(table, "w:tblPr/w:tblLook")
    if look is None:
        return False
    said = look.get(qn("w:firstRow"))
    if said is not None:
        return said.lower() in ("0", "false", "off")
    bits = look.get(qn("w:val")) or ""
    try:
        return not int(bits, 16) & 0x0020
    except ValueError:
        return False


def _is_plain(story: Story, table: Element) -> bool:
    """Whether the table draws no lines: it says so itself, or says nothing and neither does its style."""
    borders = child(table, "w:tblPr/w:tblBorders")
    if borders is not None:
        return all((line.get(qn("w:val")) or "none") in _NO_LINE for line in borders)
    if any(
        (line.get(qn("w:val")) or "none") not in _NO_LINE
        for cell in table.iter(qn("w:tcBorders"))
        for line in cell
    ):
        return False
    for style in story.document.styles.chain(val(table, "w:tblPr/w:tblStyle")):
        if style.kind == "table" and child(style.element, "w:tblPr/w:tblBorders") is not None:
            return False
        if style.kind == "table" and next(style.element.iter(qn("w:tcBorders")), None) is not None:
            return False
    return (
        val(table, "w:tblPr/w:tblStyle") is None
        or val(table, "w:tblPr/w:tblStyle") in story.document.styles.styles
    )
