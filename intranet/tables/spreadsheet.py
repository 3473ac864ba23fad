"""XLSX: the first sheet, row by row, as text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from intranet.tables.rows import RawRow, UnreadableTableError

MAX_UNPACKED = 200 * 1024 * 1024  # bytes; a workbook that unpacks to more is refused before it is opened


def spreadsheet_rows(data: bytes) -> Iterator[RawRow]:
    """Every row of the first sheet that holds something. Raises UnreadableTableError if it is no workbook."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise UnreadableTableError("Arbetsboken är för stor. Dela den och försök igen.")
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise UnreadableTableError(
            "Arbetsboken går inte att öppna. Är den låst med lösenord? Spara den som .xlsx utan lösenord."
        ) from error
    try:
        for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            texts = [as_text(cell) for cell in cells]
            if any(texts):
                yield line, texts
    finally:
        book.close()


def as_text(value: Any) -> str:
    """A cell as somebody would have written it in a CSV file: dates by year first, whole numbers whole."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
