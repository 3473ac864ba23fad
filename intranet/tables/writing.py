"""A table as lines of text, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence


def as_lines(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Columns beside one another; numbers to the right, text to the left."""
    cells = [[str(cell) for cell in row] for row in rows]
    numeric = [
        bool(rows) and all(isinstance(row[column], int) for row in rows) for column in range(len(headings))
    ]
    widths = [
        max([len(heading), *(len(row[column]) for row in cells)]) for column, heading in enumerate(headings)
    ]

    def line(row: Sequence[str]) -> str:
        return "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ).rstrip()

    return [line(list(headings)), line(["-" * width for width in widths]), *(line(row) for row in cells)]
