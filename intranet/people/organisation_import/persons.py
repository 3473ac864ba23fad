"""Writing people and their employments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from intranet.organisation.models import Unit, Workplace
from intranet.people.models import Employment, Person
from intranet.people.organisation_import.outcome import Outcome
from intranet.people.organisation_import.places import set_fields
from intranet.people.organisation_import.records import EmploymentRecord, PersonRecord, Records
from intranet.people.organisation_import.rights import Rights

# Written only where the file has a value: people add these themselves.
_KEPT_IF_EMPTY = ("phone", "mobile", "person_number_hash")
_RIGHTS = ("active_from", "active_to", "protected", "is_active")


def write_people(records: Records, outcome: Outcome, rights: Rights, *, reactivate: bool) -> set[int]:
    """Bring people to what the file says; returns the primary keys of those made or changed."""
    stored = {person.username: person for person in Person.objects.all()}
    new: list[Person] = []
    changed: list[Person] = []
    fields: set[str] = set()
    renumbered: list[int] = []
    for record in records.people:
        wanted = _wanted(record, records.given)
        person = stored.get(record.username)
        if person is None:
            new.append(Person(username=record.username, password=make_password(None), **wanted))
            outcome.tallies["people"].count(made=True, changed=True)
            continue
        if reactivate:
            wanted["is_active"] = True
        differing = set_fields(person, wanted)
        if differing:
            changed.append(person)
            fields.update(differing)
        if "employee_number" in differing:
            renumbered.append(person.pk)
        for name in (name for name in differing if name in _RIGHTS):
            rights.note(person.pk, f"{name}: {getattr(person, name)}")
            if name == "protected":
                rights.protection_changed.add(person.pk)
        if not person.is_active:
            outcome.notes.append(f"Rad {record.line}: {record.username} är avaktiverad och förblir det.")
        outcome.tallies["people"].count(made=False, changed=bool(differing))
    # A number that goes from one person to another must be free in between.
    Person.objects.filter(pk__in=renumbered).update(employee_number=None)
    Person.objects.bulk_create(new, batch_size=500)
    for person in new:
        _note_new(person, rights)
    if changed:
        Person.objects.bulk_update(changed, sorted(fields), batch_size=200)
    return {person.pk for person in (*new, *changed)}


def _note_new(person: Person, rights: Rights) -> None:
    """What limits a new person's rights from the start; that they exist gives none."""
    for name in ("protected", "active_from", "active_to"):
        value = getattr(person, name)
        if value:
            rights.note(person.pk, f"{name}: {value}")


def deactivate_missing(records: Records, outcome: Outcome, rights: Rights) -> set[int]:
    """Deactivate those who are not in the file; returns their primary keys.

    System administrators are left alone, and so is whoever never came from such a file: nobody with neither
    an employee number nor an employment is staff (elected officials, service accounts).
    """
    in_file = {record.username for record in records.people}
    staff = Person.objects.filter(is_active=True, is_superuser=False)
    missing = [
        person.pk
        for person in staff.prefetch_related("employments")
        if person.username not in in_file and (person.employee_number or person.employments.all())
    ]
    Person.objects.filter(pk__in=missing).update(is_active=False)
    for pk in missing:
        rights.note(pk, "is_active: False")
    outcome.tallies["people"].ended += len(missing)
    return set(missing)


def write_employments(
    records: Records, outcome: Outcome, rights: Rights, *, end_missing: bool, today: date
) -> set[int]:
    """Bring employments to what the file says; returns the people whose employments changed.

    One is known by person, unit, title and first day; where only the title differs it is the same one under
    a new title.
    """
    units = dict(Unit.objects.values_list("code", "pk"))
    workplaces = dict(Workplace.objects.values_list("code", "pk"))
    people = dict(Person.objects.values_list("username", "pk"))
    codes = {pk: code for code, pk in units.items()}
    mentioned = {people[person.username] for person in records.people}
    mentioned |= {people[employment.username] for employment in records.employments}
    unused = _by_seat(e for e in Employment.objects.all() if e.person_id in mentioned)
    new: list[Employment] = []
    changed: list[Employment] = []
    for record, stored in _paired(records.employments, unused, people, units):
        wanted: dict[str, Any] = {
            "title": record.title,
            "workplace_id": workplaces.get(record.workplace),
            "share": record.share,
            "end": record.end,
            "primary": record.primary,
        }
        if stored is None:
            new.append(
                Employment(
                    person_id=people[record.username],
                    unit_id=units[record.unit],
                    start=record.start,
                    **wanted,
                )
            )
        elif differing := set_fields(stored, wanted):
            changed.append(stored)
            if "end" in differing:
                rights.note(stored.person_id, f"employment at {record.unit} until {record.end}")
        outcome.tallies["employments"].count(stored is None, bool(changed) and changed[-1] is stored)
    for employment in new:
        rights.note(
            employment.person_id, f"employment at {codes[employment.unit_id]} from {employment.start}"
        )
    ended = _ended(unused, today) if end_missing else []
    for employment in ended:
        rights.note(employment.person_id, f"employment at {codes[employment.unit_id]} until {employment.end}")
    outcome.tallies["employments"].ended += len(ended)
    Employment.objects.bulk_create(new, batch_size=500)
    Employment.objects.bulk_update(
        [*changed, *ended], ["title", "workplace", "share", "end", "primary"], batch_size=200
    )
    return {employment.person_id for employment in (*new, *changed, *ended)}


def _wanted(record: PersonRecord, given: frozenset[str]) -> dict[str, Any]:
    """The fields that the file speaks of: a column that it lacks leaves everybody's value as it is."""
    columns = {
        "employee_number": "employee_number",
        "first_name": "first_name",
        "last_name": "last_name",
        "email": "email",
        "phone": "phone",
        "mobile": "mobile",
        "active_from": "active_from",
        "active_to": "active_to",
        "protected": "protected",
        "person_number": "person_number_hash",
    }
    wanted = {name: getattr(record, name) for column, name in columns.items() if column in given}
    return {name: value for name, value in wanted.items() if value or name not in _KEPT_IF_EMPTY}


Seat = tuple[int, int, date]


def _by_seat(employments: Iterable[Employment]) -> dict[Seat, list[Employment]]:
    seats: dict[Seat, list[Employment]] = defaultdict(list)
    for employment in employments:
        seats[employment.person_id, employment.unit_id, employment.start].append(employment)
    return seats


def _paired(
    records: list[EmploymentRecord],
    unused: dict[Seat, list[Employment]],
    people: dict[str, int],
    units: dict[str, int],
) -> list[tuple[EmploymentRecord, Employment | None]]:
    """Each record with the stored employment that it describes, which is taken out of `unused`."""
    pairs: dict[int, Employment] = {}
    for same_title in (True, False):
        for record in records:
            candidates = unused.get((people[record.username], units[record.unit], record.start), [])
            if record.line in pairs:
                continue
            for candidate in candidates:
                if candidate.title == record.title or not same_title:
                    pairs[record.line] = candidate
                    candidates.remove(candidate)
                    break
    return [(record, pairs.get(record.line)) for record in records]


def _ended(unused: dict[Seat, list[Employment]], today: date) -> list[Employment]:
    """Those that the file no longer has, given yesterday as their last day (or their first, if later)."""
    left = [employment for employments in unused.values() for employment in employments]
    running = [employment for employment in left if employment.end is None or employment.end >= today]
    for employment in running:
        employment.end = max(today - timedelta(days=1), employment.start)
    return running
