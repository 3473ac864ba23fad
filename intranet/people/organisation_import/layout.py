"""The file: one row is one record, and its column `post` says of which sort."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from intranet.people.organisation_import import values
from intranet.people.organisation_import.records import (
    AppointmentRecord,
    EmploymentRecord,
    OrganisationRecord,
    PersonRecord,
    Record,
    Records,
    UnitRecord,
    WorkplaceRecord,
)
from intranet.people.person_numbers import person_number_hash
from intranet.tables.cells import CellError, as_date, as_flag, as_number
from intranet.tables.row_cells import Cells
from intranet.tables.rows import Heading, Problem, Table

HEADINGS = (
    Heading("post", ("postslag",), required=True),
    Heading("code", ("kod",)),
    Heading("parent", ("överordnad", "förälder")),
    Heading("name", ("namn",)),
    Heading("kind", ("slag",)),
    Heading("organisation_number", ("organisationsnummer", "orgnr")),
    Heading("connected_from", ("ansluten från",)),
    Heading("address", ("adress",)),
    Heading("phone", ("telefon",)),
    Heading("mobile", ("mobil",)),
    Heading("email", ("e-post",)),
    Heading("username", ("användarnamn",)),
    Heading("employee_number", ("anställningsnummer",)),
    Heading("first_name", ("förnamn",)),
    Heading("last_name", ("efternamn",)),
    Heading("active_from", ("aktiv från",)),
    Heading("active_to", ("aktiv till", "aktiv till och med")),
    Heading("protected", ("skyddad", "skyddade personuppgifter")),
    Heading("person_number", ("personnummer",)),
    Heading("unit", ("enhet",)),
    Heading("workplace", ("arbetsplats",)),
    Heading("title", ("titel",)),
    Heading("share", ("sysselsättningsgrad",)),
    Heading("from", ("från",)),
    Heading("to", ("till", "till och med")),
    Heading("primary", ("huvudanställning",)),
    Heading("function", ("funktion",)),
    Heading("stand_in", ("ersättare",)),
    Heading("amount_limit", ("beloppsgräns",)),
)


def records_of(table: Table) -> tuple[Records, list[Problem]]:
    """The records of a table, and everything that is wrong within single rows."""
    records = Records(given=frozenset(table.columns))
    problems = []
    for row in table:
        sort = row["post"].casefold()
        if sort not in _SORTS:
            known = ", ".join(_SORTS)
            problems.append(
                Problem(row.line, f"Posten ”{row['post']}” är okänd. Den ska vara en av {known}.")
            )
            records.unsorted |= {row["code"], row["username"]}
            continue
        where, make = _SORTS[sort]
        cells = Cells(row)
        getattr(records, where).append(make(cells))
        problems += cells.problems
    return records, problems


def _organisation(cells: Cells) -> OrganisationRecord:
    return OrganisationRecord(
        code=cells.key(cells["code"], values.code, "Koden", 40),
        name=cells.text(values.text, cells["name"], "Namnet", 200),
        kind=cells.text(values.organisation_kind, cells["kind"]),
        organisation_number=cells.key(cells["organisation_number"], values.organisation_number),
        connected_from=cells.read(as_date, cells["connected_from"], "Ansluten från"),
        phone=_phone(cells, "phone", "Telefon"),
        email=cells.text(values.email, cells["email"]),
        line=cells.line,
        whole=cells.whole,
    )


def _unit(cells: Cells) -> UnitRecord:
    return UnitRecord(
        code=cells.key(cells["code"], values.code, "Koden", 40),
        parent=cells.text(values.code, cells["parent"], "Överordnad enhet (parent)", 40),
        name=cells.text(values.text, cells["name"], "Namnet", 200),
        kind=cells.text(values.unit_kind, cells["kind"]),
        connected_from=cells.read(as_date, cells["connected_from"], "Ansluten från"),
        phone=_phone(cells, "phone", "Telefon"),
        email=cells.text(values.email, cells["email"]),
        line=cells.line,
        whole=cells.whole,
    )


def _workplace(cells: Cells) -> WorkplaceRecord:
    return WorkplaceRecord(
        code=cells.key(cells["code"], values.code, "Koden", 60),
        name=cells.text(values.text, cells["name"], "Namnet", 200),
        unit=cells.text(values.code, cells["unit"], "Enheten", 40),
        address=cells.text(values.text, cells["address"], "Adressen", 250, required=False),
        phone=_phone(cells, "phone", "Telefon"),
        line=cells.line,
        whole=cells.whole,
    )


def _person(cells: Cells) -> PersonRecord:
    active_from = cells.read(as_date, cells["active_from"], "Aktiv från")
    active_to = cells.read(as_date, cells["active_to"], "Aktiv till och med")
    cells.read(values.in_order, active_from, active_to, "Aktiv till och med ligger före aktiv från.")
    number = cells.text(values.text, cells["employee_number"], "Anställningsnumret", 20, required=False)
    return PersonRecord(
        username=cells.key(cells["username"] or cells["code"], values.username),
        employee_number=number or None,
        first_name=cells.text(values.text, cells["first_name"], "Förnamnet", 150),
        last_name=cells.text(values.text, cells["last_name"], "Efternamnet", 150),
        email=cells.text(values.email, cells["email"]),
        phone=_phone(cells, "phone", "Telefon"),
        mobile=_phone(cells, "mobile", "Mobil"),
        active_from=active_from,
        active_to=active_to,
        protected=bool(cells.read(as_flag, cells["protected"], "Skyddade personuppgifter")),
        person_number_hash=cells.read(_hash, cells["person_number"]),
        line=cells.line,
        whole=cells.whole,
    )


def _employment(cells: Cells) -> EmploymentRecord:
    start, end = _days(cells, "Anställningens slutdag ligger före startdagen.")
    share = cells.read(as_number, cells["share"], "Sysselsättningsgraden")
    return EmploymentRecord(
        username=cells.text(values.username, cells["username"]),
        unit=cells.text(values.code, cells["unit"], "Enheten", 40),
        workplace=cells.text(values.code, cells["workplace"], "Arbetsplatsen", 60, required=False),
        title=cells.text(values.text, cells["title"], "Titeln", 120),
        share=cells.read(values.share, share) or Decimal(100),
        start=start,
        end=end,
        primary=bool(cells.read(as_flag, cells["primary"], "Huvudanställning")),
        line=cells.line,
        whole=cells.whole,
    )


def _appointment(cells: Cells) -> AppointmentRecord:
    start, end = _days(cells, "Förordnandets slutdag ligger före startdagen.")
    username = cells.text(values.username, cells["username"])
    stand_in = cells.text(values.username, cells["stand_in"]) if cells["stand_in"] else ""
    if stand_in and stand_in == username:
        cells.note("Ersättaren måste vara någon annan än den som har funktionen.")
    limit = cells.read(as_number, cells["amount_limit"], "Beloppsgränsen")
    return AppointmentRecord(
        kind=cells.text(values.code, cells["function"], "Funktionen", 40),
        unit=cells.text(values.code, cells["unit"], "Enheten", 40),
        username=username,
        title=cells.text(values.text, cells["title"], "Benämningen", 120, required=False),
        stand_in=stand_in,
        start=start,
        end=end,
        amount_limit=cells.read(values.amount, limit),
        line=cells.line,
        whole=cells.whole,
    )


def _days(cells: Cells, disorder: str) -> tuple[date, date | None]:
    """First and last day. A first day that cannot be read gives any day: the row is not whole."""
    start = cells.read(as_date, cells["from"], "Från")
    if not cells["from"]:
        cells.note("Från-datum saknas.")
    end = cells.read(as_date, cells["to"], "Till och med")
    cells.read(values.in_order, start, end, disorder)
    return start or date.min, end


def _phone(cells: Cells, name: str, what: str) -> str:
    return cells.text(values.text, cells[name], what, 40, required=False)


def _hash(number: str) -> str | None:
    if not number:
        return None
    try:
        return person_number_hash(number)
    except ValueError:
        # The number must not reach a log or a screen: the line says where it stands.
        raise CellError("Personnumret ska ha tolv siffror, ÅÅÅÅMMDDNNNN.") from None


_SORTS: dict[str, tuple[str, Callable[[Cells], Record]]] = {
    "organisation": ("organisations", _organisation),
    "unit": ("units", _unit),
    "workplace": ("workplaces", _workplace),
    "person": ("people", _person),
    "employment": ("employments", _employment),
    "function": ("appointments", _appointment),
}
