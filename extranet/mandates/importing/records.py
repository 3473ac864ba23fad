"""The file: one row is one mandate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.validators import UnicodeUsernameValidator

from intranet.tables.cells import as_date, as_number
from intranet.tables.row_cells import Cells
from intranet.tables.rows import Heading, Problem, Table

HEADINGS = (
    Heading("username", ("användarnamn",), required=True),
    Heading("first_name", ("förnamn",)),
    Heading("last_name", ("efternamn",)),
    Heading("email", ("e-post",)),
    Heading("body", ("organ",), required=True),
    Heading("role", ("roll",), required=True),
    Heading("party", ("parti",)),
    Heading("constituency", ("valkrets",)),
    Heading("from", ("från", "från och med"), required=True),
    Heading("to", ("till", "till och med")),
    Heading("order", ("plats", "ordning")),
    Heading("substitute_for", ("personlig ersättare för", "ersätter")),
    Heading("kinds", ("ärendeslag",)),
    Heading("external_id", ("id",)),
)

_username = UnicodeUsernameValidator()


@dataclass(frozen=True)
class MandateRecord:
    """What a row says; names of bodies, roles and parties as they stand in the file."""

    line: int
    username: str
    first_name: str
    last_name: str
    email: str
    body: str
    role: str
    party: str
    constituency: str
    start: date
    end: date | None
    order: int
    substitute_for: str
    kinds: tuple[str, ...]
    external_id: str


def records_of(table: Table) -> tuple[list[MandateRecord], list[Problem]]:
    """The rows that could be read, and what is wrong with the others."""
    records, problems = [], []
    for row in table:
        cells = Cells(row)
        record = _record(cells)
        if cells.whole:
            records.append(record)
        problems += cells.problems
    return records, problems


def _record(cells: Cells) -> MandateRecord:
    for name, what in (
        ("username", "Användarnamnet"),
        ("body", "Organet"),
        ("role", "Rollen"),
        ("from", "Från"),
    ):
        if not cells[name]:
            cells.note(f"{what} saknas.")
    if cells["username"]:
        cells.read(_username, cells["username"])
    start = cells.read(as_date, cells["from"], "Från och med")
    end = cells.read(as_date, cells["to"], "Till och med")
    if start and end and end < start:
        cells.note("Uppdragets sista dag ligger före den första.")
    order = cells.read(as_number, cells["order"], "Platsen")
    if order is not None and (order != int(order) or not 0 <= order <= 999):
        cells.note("Platsen ska vara ett heltal från 0 till 999.")
    return MandateRecord(
        line=cells.line,
        username=cells["username"],
        first_name=cells["first_name"],
        last_name=cells["last_name"],
        email=cells["email"],
        body=cells["body"],
        role=cells["role"],
        party=cells["party"],
        constituency=cells["constituency"],
        start=start or date.min,
        end=end,
        order=int(order or 0),
        substitute_for=cells["substitute_for"],
        kinds=tuple(kind.strip() for kind in cells["kinds"].split(",") if kind.strip()),
        external_id=cells["external_id"],
    )
