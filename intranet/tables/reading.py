"""A file as a table whose columns are known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from intranet.tables.delimited import delimited_rows
from intranet.tables.rows import Heading, Problem, RawRow, Row, Table, UnreadableTableError
from intranet.tables.spreadsheet import spreadsheet_rows

MAX_BYTES = 50 * 1024 * 1024


def read_table(source: Path | bytes, headings: Sequence[Heading]) -> Table:
    """The rows of a CSV or XLSX file, cells stripped, with what was wrong with its form.

    Columns are known by their heading, in any order and any case. A heading that is unknown or written
    twice, a required one that is missing, and a row with more cells than the heading row are problems.
    Raises UnreadableTableError if the file is no table at all.
    """
    rows = _raw_rows(_bytes_of(source))
    try:
        heading_line, written = next(rows)
    except StopIteration:
        raise UnreadableTableError("Filen är tom.") from None
    table = Table()
    columns = _columns(written, headings, heading_line, table.problems)
    table.columns = tuple(name for name in columns if name)
    for line, cells in rows:
        if any(cell.strip() for cell in cells[len(columns) :]):
            table.problems.append(
                Problem(line, f"Raden har {len(cells)} celler men rubrikraden har {len(columns)}.")
            )
            continue
        values = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
        table.rows.append(Row(line, values))
    return table


def folded(text: str) -> str:
    """A heading without case, accents, spaces and dashes, so that "Anställnings-nummer" is found too."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


def _columns(
    written: list[str], headings: Sequence[Heading], line: int, problems: list[Problem]
) -> list[str | None]:
    known = {folded(name): heading.name for heading in headings for name in (heading.name, *heading.aliases)}
    columns: list[str | None] = []
    for text in written:
        name = known.get(folded(text))
        if text.strip() and name is None:
            problems.append(Problem(line, f"Kolumnen ”{text.strip()}” är okänd."))
        elif name is not None and name in columns:
            problems.append(Problem(line, f"Kolumnen ”{text.strip()}” finns två gånger."))
            name = None
        columns.append(name)
    problems.extend(
        Problem(line, f"Kolumnen ”{heading.name}” saknas.")
        for heading in headings
        if heading.required and heading.name not in columns
    )
    return columns


def _raw_rows(data: bytes) -> Iterator[RawRow]:
    if data.startswith(b"PK\x03\x04"):
        return spreadsheet_rows(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableTableError(
            "Filen är en äldre eller lösenordslåst arbetsbok. Spara den som .xlsx utan lösenord."
        )
    return delimited_rows(data)


def _bytes_of(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        if source.stat().st_size > MAX_BYTES:
            raise UnreadableTableError("Filen är större än 50 MB. Dela den och försök igen.")
        return source.read_bytes()
    except OSError as error:
        raise UnreadableTableError(f"Filen {source.name} går inte att öppna: {error.strerror}.") from error
