"""A file's records held against one another and against what the database has already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from intranet.organisation.models import Organisation, Unit, Workplace
from intranet.people.models import Employment, FunctionKind, Person
from intranet.people.organisation_import.records import EmploymentRecord, Records
from intranet.tables.rows import Problem


class Known:
    """The codes that a row may refer to: the file's own and the database's."""

    def __init__(self, records: Records) -> None:
        self.stored_units = dict(Unit.objects.values_list("code", "kind"))
        by_path = dict(Unit.objects.values_list("path", "code"))
        self.parents = {code: by_path.get(path[: -Unit.steplen], "") for path, code in by_path.items()}
        self.parents |= {record.code: record.parent for record in records.units}
        self.roots = {record.code for record in records.organisations} | {
            code for code, kind in self.stored_units.items() if kind == Unit.Kind.ORGANISATION
        }
        self.units = self.stored_units.keys() | self.roots | {record.code for record in records.units}
        # A row of an unknown sort is an error of its own; what refers to it is not another.
        self.units |= records.unsorted
        self.workplaces = set(Workplace.objects.values_list("code", flat=True)) | {
            record.code for record in records.workplaces
        }
        self.workplaces |= records.unsorted
        self.people = set(Person.objects.values_list("username", flat=True)) | {
            record.username for record in records.people
        }
        self.people |= records.unsorted
        self.kinds = dict(FunctionKind.objects.values_list("code", "has_amount_limit"))


def problems_of(records: Records, *, end_missing: bool = False) -> list[Problem]:
    """Everything that is wrong between rows, in line order; rows that are wrong themselves are held too.

    `end_missing`: what the file's people have stored but not in the file will be ended.
    """
    known = Known(records)
    found = [
        *_doubles(records),
        *_organisations(records),
        *_units(records, known),
        *_workplaces(records, known),
        *_people(records),
        *_employments(records, known, end_missing),
        *_appointments(records, known),
    ]
    return sorted(found)


def _doubles(records: Records) -> Iterator[Problem]:
    """The same key on two rows."""
    places = [*records.organisations, *records.units]
    yield from _twice(places, lambda r: r.code, lambda r: f"Koden {r.code}")
    yield from _twice(records.workplaces, lambda r: r.code, lambda r: f"Arbetsplatsen {r.code}")
    yield from _twice(records.people, lambda r: r.username, lambda r: f"Användarnamnet {r.username}")
    yield from _twice(
        records.people, lambda r: r.employee_number, lambda r: f"Anställningsnumret {r.employee_number}"
    )
    yield from _twice(records.people, lambda r: r.person_number_hash, lambda _: "Personnumret")
    yield from _twice(records.organisations, lambda r: r.organisation_number, lambda _: "Organisationsnumret")
    yield from _twice(
        [r for r in records.employments if r.whole],
        lambda r: (r.username, r.unit, r.title, r.start),
        lambda _: "Samma anställning (person, enhet, titel och från)",
    )
    yield from _twice(
        [r for r in records.appointments if r.whole],
        lambda r: (r.kind, r.unit, r.username, r.start),
        lambda _: "Samma förordnande (funktion, enhet, person och från)",
    )


def _twice(rows: Iterable[Any], key: Callable[[Any], Any], name: Callable[[Any], str]) -> Iterator[Problem]:
    first: dict[Any, int] = {}
    for row in rows:
        if not key(row):
            continue  # that it is missing has been said
        line = first.setdefault(key(row), row.line)
        if line != row.line:
            yield Problem(row.line, f"{name(row)} finns redan på rad {line}.")


def _organisations(records: Records) -> Iterator[Problem]:
    holders = dict(Organisation.objects.values_list("organisation_number", "code"))
    unit_kinds = dict(Unit.objects.values_list("code", "kind"))
    for record in records.organisations:
        holder = holders.get(record.organisation_number, record.code)
        if holder != record.code:
            yield Problem(record.line, f"Organisationsnumret hör redan till {holder}.")
        if unit_kinds.get(record.code, Unit.Kind.ORGANISATION) != Unit.Kind.ORGANISATION:
            yield Problem(record.line, f"Koden {record.code} är redan en enhet.")


def _units(records: Records, known: Known) -> Iterator[Problem]:
    for record in records.units:
        if record.parent and record.parent not in known.units:
            yield Problem(record.line, f"Överordnad enhet {record.parent} finns inte.")
        if record.code in known.roots:
            yield Problem(record.line, f"Koden {record.code} är redan en juridisk person.")
        elif _in_circle(record.code, known.parents):
            yield Problem(record.line, f"Enheten {record.code} ligger under sig själv.")


def _in_circle(code: str, parents: dict[str, str]) -> bool:
    seen = set()
    while code:
        if code in seen:
            return True
        seen.add(code)
        code = parents.get(code, "")
    return False


def _workplaces(records: Records, known: Known) -> Iterator[Problem]:
    for record in records.workplaces:
        if record.unit and record.unit not in known.units:
            yield Problem(record.line, f"Enheten {record.unit} finns inte.")


def _people(records: Records) -> Iterator[Problem]:
    numbered = Person.objects.exclude(employee_number=None)
    numbers = dict(numbered.values_list("employee_number", "username"))
    hashes = dict(
        Person.objects.exclude(person_number_hash=None).values_list("person_number_hash", "username")
    )
    in_file = {record.username: record for record in records.people}
    for record in records.people:
        holder = numbers.get(record.employee_number or "")
        if holder not in (None, record.username) and not _gives_up_number(in_file.get(holder or ""), record):
            yield Problem(
                record.line,
                f"Anställningsnumret {record.employee_number} hör redan till användaren {holder}. "
                "Har personen bytt användarnamn? Byt det först på personen.",
            )
        holder = hashes.get(record.person_number_hash or "")
        if holder not in (None, record.username):
            yield Problem(record.line, f"Personnumret hör redan till användaren {holder}.")


def _gives_up_number(other: Any, record: Any) -> bool:
    return other is not None and other.employee_number != record.employee_number


def _employments(records: Records, known: Known, end_missing: bool) -> Iterator[Problem]:
    for record in records.employments:
        if record.username and record.username not in known.people:
            yield Problem(record.line, f"Personen {record.username} finns inte.")
        if record.unit and record.unit not in known.units:
            yield Problem(record.line, f"Enheten {record.unit} finns inte.")
        if record.workplace and record.workplace not in known.workplaces:
            yield Problem(record.line, f"Arbetsplatsen {record.workplace} finns inte.")
    yield from _two_primaries(records, end_missing)


def _two_primaries(records: Records, end_missing: bool) -> Iterator[Problem]:
    """A person has one primary employment at a time, counting stored ones that the file leaves be."""
    in_file = {(r.username, r.unit, r.start) for r in records.employments}
    mentioned = {r.username for r in records.employments}
    by_person: dict[str, list[tuple[date, date | None, int]]] = defaultdict(list)
    stored = Employment.objects.filter(primary=True).values_list(
        "person__username", "unit__code", "start", "end"
    )
    for username, unit, start, end in stored:
        if username in mentioned and (username, unit, start) not in in_file and not end_missing:
            by_person[username].append((start, end, 0))
    for record in records.employments:
        if not record.primary or not record.whole:
            continue
        for start, end, line in by_person[record.username]:
            if _overlap(record, start, end):
                other = f"på rad {line}" if line else f"från {start} som inte står i filen"
                yield Problem(record.line, f"{record.username} har redan en huvudanställning {other}.")
        by_person[record.username].append((record.start, record.end, record.line))


def _overlap(record: EmploymentRecord, start: date, end: date | None) -> bool:
    return (end is None or end >= record.start) and (record.end is None or start <= record.end)


def _appointments(records: Records, known: Known) -> Iterator[Problem]:
    for record in records.appointments:
        if record.kind and record.kind not in known.kinds:
            yield Problem(record.line, f"Funktionen {record.kind} finns inte.")
        elif record.kind and record.amount_limit is not None and not known.kinds[record.kind]:
            yield Problem(record.line, f"Funktionen {record.kind} har ingen beloppsgräns.")
        if record.unit and record.unit not in known.units:
            yield Problem(record.line, f"Enheten {record.unit} finns inte.")
        for username in filter(None, (record.username, record.stand_in)):
            if username not in known.people:
                yield Problem(record.line, f"Personen {username} finns inte.")
