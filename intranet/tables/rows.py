"""What a table that has been read consists of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


class UnreadableTableError(Exception):
    """The file as a whole cannot be read as a table; the text says what to do, in Swedish."""


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong, and on which line of the file (1 is the heading row, as a spreadsheet counts)."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Rad {self.line}: {self.message}"


@dataclass(frozen=True)
class Heading:
    """A column that the reader knows: its name in code, and other ways of writing it in the file."""

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Row:
    """One row: its line, and its cells by the column's name. A column that the file lacks is empty."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass
class Table:
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


RawRow = tuple[int, list[str]]
"""A row as a reader of one format gives it: the line where it begins, and its cells in order."""
