"""Tables: every cell once, in the column where it begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from home.importing.archive import Element
from home.importing.opendocument.names import TABLE
from home.importing.prose.layout import header_rows
from home.importing.prose.parts import Cell, Grid

if TYPE_CHECKING:
    from home.importing.opendocument.reader import Story

_CELL, _COVERED, _ROW = f"{TABLE}table-cell", f"{TABLE}covered-table-cell", f"{TABLE}table-row"
_HOLDERS = frozenset((f"{TABLE}table-rows", f"{TABLE}table-row-group", f"{TABLE}table-header-rows"))
WIDEST = 60  # columns
MOST_ALIKE = 50  # rows that are written once and stand many times


def grid(story: Story, table: Element) -> Grid:
    """Read a table; tables inside its cells are parts of them."""
    found = Grid(plain=True)
    said = 0  # header rows that say so
    for row, is_header in _rows(table, False):
        cells, bordered = _cells(story, row)
        if not cells:
            continue
        if is_header and said == len(found.rows):
            said += 1
        found.plain = found.plain and not bordered
        again = _count(row.get(f"{TABLE}number-rows-repeated"), MOST_ALIKE)
        found.rows.extend([cells] * (again if any(cell.text for cell in cells) else 1))
        found.merged = found.merged or any(cell.span > 1 or cell.continued for cell in cells)
        found.width = min(max(found.width, sum(cell.span for cell in cells)), WIDEST)
    title = table.find(f"{TABLE}title")
    found.caption = " ".join((title.text or "").split()) if title is not None else ""
    found.headers = said or header_rows(found)
    return found


def _rows(parent: Element, in_header: bool) -> Iterator[tuple[Element, bool]]:
    for node in parent:
        if node.tag == _ROW:
            yield node, in_header
        elif node.tag in _HOLDERS:
            yield from _rows(node, in_header or node.tag == f"{TABLE}table-header-rows")


def _cells(story: Story, row: Element) -> tuple[list[Cell], bool]:
    """The cells of a row, and whether any has a line round it."""
    cells: list[Cell] = []
    bordered = False
    covered = 0  # cells to come that lie under the one before
    for node in row:
        again = _count(node.get(f"{TABLE}number-columns-repeated"), WIDEST)
        if node.tag == _CELL:
            bordered = bordered or story.styles.has_border(node.get(f"{TABLE}style-name") or "")
            span = _count(node.get(f"{TABLE}number-columns-spanned"), WIDEST)
            # An empty one that is written once for many, as at the end of a row.
            cells.extend([Cell(story.parts(node), span)] if again == 1 else _alike(story, node, again))
            covered = span - 1
        elif node.tag == _COVERED:
            under = min(covered, again)
            covered -= under
            cells.extend(Cell(continued=True) for _ in range(again - under))
        if sum(cell.span for cell in cells) >= WIDEST:
            break
    return cells, bordered


def _alike(story: Story, node: Element, again: int) -> Iterator[Cell]:
    for _ in range(again):
        yield Cell(story.parts(node))


def _count(said: str | None, most: int) -> int:
    number = int(said[:6]) if said and said.isdecimal() else 1
    return min(max(number, 1), most)
