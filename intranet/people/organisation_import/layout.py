"""The file: one row is one record, and its column `post` says of which sort."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from intranet.people.organisation_import import values
from intranet.people.person_numbers import person_number_hash
from intranet.tables.cells import CellError, as_date, as_flag, as_number
from intranet.tables.rows import Heading, Problem, Row, Table

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


@dataclass(frozen=True)
class OrganisationRecord:
    line: int
    code: str
    name: str
    kind: str
    organisation_number: str
    connected_from: date | None
    phone: str
    email: str


@dataclass(frozen=True)
class UnitRecord:
    line: int
    code: str
    parent: str
    name: str
    kind: str
    connected_from: date | None
    phone: str
    email: str


@dataclass(frozen=True)
class WorkplaceRecord:
    line: int
    code: str
    name: str
    unit: str
    address: str
    phone: str


@dataclass(frozen=True)
class PersonRecord:
    """`person_number_hash` is None where the file gives no number; the number itself is never kept."""

    line: int
    username: str
    employee_number: str | None
    first_name: str
    last_name: str
    email: str
    phone: str
    mobile: str
    active_from: date | None
    active_to: date | None
    protected: bool
    person_number_hash: str | None


@dataclass(frozen=True)
class EmploymentRecord:
    line: int
    username: str
    unit: str
    workplace: str
    title: str
    share: Decimal
    start: date
    end: date | None
    primary: bool


@dataclass(frozen=True)
class AppointmentRecord:
    line: int
    kind: str
    unit: str
    username: str
    title: str
    stand_in: str
    start: date
    end: date | None
    amount_limit: Decimal | None


@dataclass
class Records:
    """Everything in a file, by sort, in the file's order; `given` are the columns that it has."""

    organisations: list[OrganisationRecord] = field(default_factory=list)
    units: list[UnitRecord] = field(default_factory=list)
    workplaces: list[WorkplaceRecord] = field(default_factory=list)
    people: list[PersonRecord] = field(default_factory=list)
    employments: list[EmploymentRecord] = field(default_factory=list)
    appointments: list[AppointmentRecord] = field(default_factory=list)
    given: frozenset[str] = frozenset()


def records_of(table: Table) -> tuple[Records, list[Problem]]:
    """The records of a table, and what is wrong with single rows. A row in error gives no record."""
    records = Records(given=frozenset(table.columns))
    problems = []
    for row in table:
        sort = row["post"].casefold()
        if sort not in _SORTS:
            known = ", ".join(_SORTS)
            problems.append(
                Problem(row.line, f"Posten ”{row['post']}” är okänd. Den ska vara en av {known}.")
            )
            continue
        where, make = _SORTS[sort]
        try:
            getattr(records, where).append(make(row))
        except CellError as error:
            problems.append(Problem(row.line, str(error)))
        except ValidationError as error:
            problems.append(Problem(row.line, " ".join(error.messages)))
    return records, problems


def _organisation(row: Row) -> OrganisationRecord:
    return OrganisationRecord(
        line=row.line,
        code=values.code(row["code"], "Koden", 40),
        name=values.text(row["name"], "Namnet", 200),
        kind=values.organisation_kind(row["kind"]),
        organisation_number=values.organisation_number(row["organisation_number"]),
        connected_from=as_date(row["connected_from"], "Ansluten från"),
        phone=values.text(row["phone"], "Telefon", 40, required=False),
        email=values.email(row["email"]),
    )


def _unit(row: Row) -> UnitRecord:
    return UnitRecord(
        line=row.line,
        code=values.code(row["code"], "Koden", 40),
        parent=values.code(row["parent"], "Överordnad enhet (parent)", 40),
        name=values.text(row["name"], "Namnet", 200),
        kind=values.unit_kind(row["kind"]),
        connected_from=as_date(row["connected_from"], "Ansluten från"),
        phone=values.text(row["phone"], "Telefon", 40, required=False),
        email=values.email(row["email"]),
    )


def _workplace(row: Row) -> WorkplaceRecord:
    return WorkplaceRecord(
        line=row.line,
        code=values.code(row["code"], "Koden", 60),
        name=values.text(row["name"], "Namnet", 200),
        unit=values.code(row["unit"], "Enheten", 40),
        address=values.text(row["address"], "Adressen", 250, required=False),
        phone=values.text(row["phone"], "Telefon", 40, required=False),
    )


def _person(row: Row) -> PersonRecord:
    active_from = as_date(row["active_from"], "Aktiv från")
    active_to = as_date(row["active_to"], "Aktiv till och med")
    values.in_order(active_from, active_to, "Aktiv till och med ligger före aktiv från.")
    return PersonRecord(
        line=row.line,
        username=values.username(row["username"] or row["code"]),
        employee_number=values.text(row["employee_number"], "Anställningsnumret", 20, required=False) or None,
        first_name=values.text(row["first_name"], "Förnamnet", 150),
        last_name=values.text(row["last_name"], "Efternamnet", 150),
        email=values.email(row["email"]),
        phone=values.text(row["phone"], "Telefon", 40, required=False),
        mobile=values.text(row["mobile"], "Mobil", 40, required=False),
        active_from=active_from,
        active_to=active_to,
        protected=as_flag(row["protected"], "Skyddade personuppgifter"),
        person_number_hash=_hash(row["person_number"]),
    )


def _employment(row: Row) -> EmploymentRecord:
    start = values.needed(as_date(row["from"], "Från"), "Från-datum saknas.")
    end = as_date(row["to"], "Till och med")
    values.in_order(start, end, "Anställningens slutdag ligger före startdagen.")
    return EmploymentRecord(
        line=row.line,
        username=values.username(row["username"]),
        unit=values.code(row["unit"], "Enheten", 40),
        workplace=values.code(row["workplace"], "Arbetsplatsen", 60, required=False),
        title=values.text(row["title"], "Titeln", 120),
        share=values.share(as_number(row["share"], "Sysselsättningsgraden")),
        start=start,
        end=end,
        primary=as_flag(row["primary"], "Huvudanställning"),
    )


def _appointment(row: Row) -> AppointmentRecord:
    start = values.needed(as_date(row["from"], "Från"), "Från-datum saknas.")
    end = as_date(row["to"], "Till och med")
    values.in_order(start, end, "Förordnandets slutdag ligger före startdagen.")
    username = values.username(row["username"])
    stand_in = values.username(row["stand_in"]) if row["stand_in"] else ""
    if stand_in == username:
        raise CellError("Ersättaren måste vara någon annan än den som har funktionen.")
    return AppointmentRecord(
        line=row.line,
        kind=values.code(row["function"], "Funktionen", 40),
        unit=values.code(row["unit"], "Enheten", 40),
        username=username,
        title=values.text(row["title"], "Benämningen", 120, required=False),
        stand_in=stand_in,
        start=start,
        end=end,
        amount_limit=values.amount(as_number(row["amount_limit"], "Beloppsgränsen")),
    )


def _hash(number: str) -> str | None:
    if not number:
        return None
    try:
        return person_number_hash(number)
    except ValueError:
        # The number must not reach a log or a screen: the line says where it stands.
        raise CellError("Personnumret ska ha tolv siffror, ÅÅÅÅMMDDNNNN.") from None


_SORTS: dict[str, tuple[str, Callable[[Row], Any]]] = {
    "organisation": ("organisations", _organisation),
    "unit": ("units", _unit),
    "workplace": ("workplaces", _workplace),
    "person": ("people", _person),
    "employment": ("employments", _employment),
    "function": ("appointments", _appointment),
}
