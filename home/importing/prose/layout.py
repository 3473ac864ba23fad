"""Tables that are there only to place text, told from tables."""

from __future__ import annotations

from home.importing.prose.parts import Cell, Grid, Part, Shown, lines_of

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


def _is_layout(grid: Grid, cells: list[Cell]) -> bool:
    """It holds headings, tables or a single column, or draws no lines round more than a line of text."""
    if len(cells) <= 1:
        return not is_box(cells, BOX_LONGEST)
    if any(
        _tables(cell) or any(line.heading or line.title for line in lines_of(cell.parts)) for cell in cells
    ):
        return True
    if max((len(row) for row in grid.rows), default=0) == 1:
        return True
    long = any(len([line for line in lines_of(cell.parts) if line.text]) > 1 or shown(cell) for cell in cells)
    return long and (grid.plain or len(grid.rows) == 1)


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
