"""Tables that are there only to place text, told from tables."""

from __future__ import annotations

from home.importing.prose import remarks
from home.importing.prose.parts import Cell, Grid, Line, Part, Shown, lines_of

BOX_LONGEST = 900  # signs
DOUBT_LAYOUT = "Stod i en tabell som bara placerade text"


def flattened(parts: list[Part]) -> list[Part]:
    """The parts with such tables replaced by what stands in them, cell by cell."""
    found: list[Part] = []
    for part in parts:
        if not isinstance(part, Grid):
            found.append(part)
            continue
        cells = filled(part)
        if not _is_layout(part, cells):
            found.append(part)
            continue
        for cell in cells:
            inside = flattened(cell.parts)
            first = next((line for line in lines_of(inside) if line.text), None)
            if first is not None:
                first.doubts.append(DOUBT_LAYOUT)
            found.extend(inside)
    return found


def filled(grid: Grid) -> list[Cell]:
    """The cells that hold anything."""
    return [
        cell
        for row in grid.rows
        for cell in row
        if cell.parts and (cell.text or shown(cell) or _tables(cell))
    ]


def shown(cell: Cell) -> list[Shown]:
    return [part for part in cell.parts if isinstance(part, Shown)]


def is_box(cells: list[Cell], longest: int) -> bool:
    """A single cell round a short, plain text: something to notice."""
    if len(cells) != 1 or len(cells[0].text) > longest:
        return False
    lines = lines_of(cells[0].parts)
    return len(lines) == len(cells[0].parts) and not any(
        line.heading or line.place or line.title for line in lines
    )


def _tables(cell: Cell) -> bool:
    return any(isinstance(part, Grid) for part in cell.parts)


def _has_styled_header(grid: Grid) -> bool:
    """Whether headings stand only in the first row of a table that draws lines, and so head its columns."""
    if grid.plain or len(grid.rows) < 2 or grid.width < 2:
        return False
    heads = [line for cell in grid.rows[0] for line in lines_of(cell.parts) if line.text]
    below = [line for row in grid.rows[1:] for cell in row for line in lines_of(cell.parts)]
    if not heads or len(heads) > len(grid.rows[0]) or any(line.heading or line.title for line in below):
        return False
    if any(_tables(cell) for row in grid.rows for cell in row) or not all(line.heading for line in heads):
        return False
    for line in heads:
        line.heading = 0
    grid.headers = max(grid.headers, 1)
    return True


def _is_layout(grid: Grid, cells: list[Cell]) -> bool:
    """It holds headings, tables or a single column, or draws no lines round more than a line of text."""
    if len(cells) <= 1:
        return not is_box(cells, BOX_LONGEST)
    if _has_styled_header(grid):
        return False
    if any(
        _tables(cell) or any(line.heading or line.title for line in lines_of(cell.parts)) for cell in cells
    ):
        return True
    if max((len(row) for row in grid.rows), default=0) == 1:
        return True
    long = any(len([line for line in lines_of(cell.parts) if line.text]) > 1 or shown(cell) for cell in cells)
    return long and (grid.plain or len(grid.rows) == 1)


def find_columns(parts: list[Part]) -> None:
    """Mark the first of lines after one another that are set in columns with tabs; on a page they run together."""
    before = False
    for place, part in enumerate(parts):
        here = isinstance(part, Line) and _is_in_columns(part)
        following = parts[place + 1] if place + 1 < len(parts) else None
        again = isinstance(following, Line) and _is_in_columns(following)
        if isinstance(part, Line) and here and not before and (again or part.tabs > 1):
            part.doubts.append(remarks.TABS)
        before = here


def _is_in_columns(line: Line) -> bool:
    return bool(line.text and line.tabs and line.place is None and not line.heading and not line.title)


def header_rows(grid: Grid, *, says_none: bool = False) -> int:
    """1 if the first row looks like one: bold, or (unless the table says that it has none) a few words in each cell."""
    if len(grid.rows) < 2:
        return 0
    first = [cell for cell in grid.rows[0] if cell.text]
    lines = [line for cell in first for line in lines_of(cell.parts) if line.text]
    if lines and all(line.bold for line in lines):
        return 1
    if says_none or not first:
        return 0
    return 1 if len(first) == len(grid.rows[0]) and all(len(cell.text) <= 60 for cell in first) else 0
