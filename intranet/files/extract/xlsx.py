"""Excel files (XLSX), sheet by sheet: what the cells showed when the file was saved, not their formulas.

Hidden sheets are left out: a hit in one would open a file where it cannot be seen.
"""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from intranet.files.detect import BROKEN_ZIP
from intranet.files.extract.package import Package
from intranet.files.extract.places import SHEET, Place, Problem, Sections

BROKEN = (
    *(InvalidFileException, SyntaxError, TypeError, AttributeError, AssertionError, ArithmeticError),
    *(LookupError, RecursionError, *BROKEN_ZIP),
)

MOST_ROWS = 1_048_576
"""As many as a sheet can have. A row that says it is number two thousand million comes after as many empty ones."""


BETWEEN = " · "
"""Between the cells of a row, where a reader of the text sees where one ends."""
MOST_CELLS = 10_000_000
"""Of all sheets together, empty ones that the file tells of too; some half a minute of reading."""
MOST_TAGS = 4 * MOST_CELLS
"""A filled cell has four. The library reads a row, and all shared strings, as one: it has to be stopped before."""


def places(path: Path) -> Iterator[Place]:
    """Each sheet with what is in it; a long one in several pieces. Raises Problem."""
    with Package(path) as package:  # looks it through
        if package.tags() > MOST_TAGS:
            raise Problem("too_large")
    warnings.simplefilter("ignore")  # about what it does not know; some quote the file
    sections = Sections(SHEET)
    yield from sections.all_of(_book(path, sections))


def _book(path: Path, sections: Sections) -> Iterator[Place]:
    try:
        with path.open("rb") as file:  # of a path it would judge the name
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            left = MOST_CELLS
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    yield from sections.begin(SHEET, sheet.title)
                    left = yield from _rows(sheet, sections, left)
    except (Problem, MemoryError):
        raise
    except BROKEN as broken:
        raise Problem("damaged") from broken


def _rows(sheet: Any, sections: Sections, left: int) -> Generator[Place, None, int]:
    """What is left of MOST_CELLS is `left` before, and returned; an empty row counts as one cell."""
    sheet.reset_dimensions()  # what it says of its size may be a million rows of nothing
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        if number >= MOST_ROWS:
            raise Problem("damaged")
        left -= len(row) or 1
        if left < 0:
            raise Problem("too_long")
        if line := BETWEEN.join(filter(None, map(_shown, row))):
            yield from sections.add(line)
    return left


def _shown(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.12g}"
    return str(value)
