"""What a file says, row by row, by sort."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Record:
    """`whole` is False if some cell could not be read: such a row is never written, only held against others.

    A text that was wrong is kept as it stands, so that rows that refer to it are not called wrong as well.
    """

    line: int
    whole: bool


@dataclass(frozen=True)
class OrganisationRecord(Record):
    code: str
    name: str
    kind: str
    organisation_number: str
    connected_from: date | None
    phone: str
    email: str


@dataclass(frozen=True)
class UnitRecord(Record):
    code: str
    parent: str
    name: str
    kind: str
    connected_from: date | None
    phone: str
    email: str


@dataclass(frozen=True)
class WorkplaceRecord(Record):
    code: str
    name: str
    unit: str
    address: str
    phone: str


@dataclass(frozen=True)
class PersonRecord(Record):
    """`person_number_hash` is None where the file gives no number; the number itself is never kept."""

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
class EmploymentRecord(Record):
    username: str
    unit: str
    workplace: str
    title: str
    share: Decimal
    start: date
    end: date | None
    primary: bool


@dataclass(frozen=True)
class AppointmentRecord(Record):
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
    unsorted: set[str] = field(default_factory=set)
    """Codes and user names of rows of an unknown sort."""
