"""CSV: which encoding, which separator, and which line a row begins on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from intranet.tables.rows import RawRow, UnreadableTableError

SEPARATORS = ";\t,|"
MAX_CELL = 100_000

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(data: bytes) -> str:
    """The text of a file. UTF-8 unless its first bytes or its content say otherwise.

    What is not UTF-8 is read as Windows-1252, which is what Swedish spreadsheets save; its å, ä and ö are
    those of Latin-1 too.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "cp1252")


def separator_of(text: str) -> str:
    """The separator that the heading row uses most, outside quotes; a semicolon if it has none."""
    counts = dict.fromkeys(SEPARATORS, 0)
    quoted = False
    for char in text.lstrip("\r\n"):
        if char == '"':
            quoted = not quoted
        elif not quoted and char in counts:
            counts[char] += 1
        elif not quoted and char in "\r\n":
            break
    best = max(SEPARATORS, key=lambda separator: counts[separator])
    return best if counts[best] else ";"


def delimited_rows(data: bytes) -> Iterator[RawRow]:
    """Every row that holds something. Raises UnreadableTableError if the quotes do not add up."""
    text = decode(data)
    if "\0" in text:
        raise UnreadableTableError(
            "Filen är ingen tabell i textform. Spara den som CSV (UTF-8) och försök igen."
        )
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    while True:
        first_line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableTableError(
                f"Rad {first_line}: citattecknen går inte ihop. Rätta raden och försök igen."
            ) from error
        if any(cell.strip() for cell in cells):
            yield first_line, cells


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableTableError(
            "Filens teckenkodning går inte att läsa. Spara den som CSV (UTF-8) och försök igen."
        ) from error
