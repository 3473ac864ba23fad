"""Writing functions (seats) and appointments (who holds them)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from intranet.organisation.models import Unit
from intranet.people.models import Appointment, Function, FunctionKind, Person
from intranet.people.organisation_import.outcome import Outcome
from intranet.people.organisation_import.places import set_fields
from intranet.people.organisation_import.records import Records
from intranet.people.organisation_import.rights import Rights

Seat = tuple[str, str]  # codes of kind and unit


def write_appointments(
    records: Records, outcome: Outcome, rights: Rights, *, end_missing: bool, today: date
) -> set[int]:
    """Bring functions and appointments to what the file says; returns the people concerned.

    An appointment is known by function, person and first day.
    """
    functions = _functions(records)
    people = dict(Person.objects.values_list("username", "pk"))
    stored = {
        (appointment.function_id, appointment.person_id, appointment.start): appointment
        for appointment in Appointment.objects.all()
    }
    new: list[Appointment] = []
    changed: list[Appointment] = []
    for record in records.appointments:
        seat = (record.kind, record.unit)
        key = (functions[seat].pk, people[record.username], record.start)
        wanted: dict[str, Any] = {
            "stand_in_id": people.get(record.stand_in),
            "end": record.end,
            "amount_limit": record.amount_limit,
        }
        appointment = stored.pop(key, None)
        code = f"{record.kind}@{record.unit}"
        if appointment is None:
            new.append(Appointment(function_id=key[0], person_id=key[1], start=key[2], **wanted))
            rights.note(key[1], f"{code} from {record.start}")
        elif differing := set_fields(appointment, wanted):
            changed.append(appointment)
            values = ", ".join(f"{name}: {getattr(appointment, name)}" for name in differing)
            rights.note(key[1], f"{code}: {values}")
        outcome.tallies["appointments"].count(
            appointment is None, bool(changed) and changed[-1] is appointment
        )
    ended = _ended(list(stored.values()), records, people, today) if end_missing else []
    codes = {function.pk: f"{kind}@{unit}" for (kind, unit), function in functions.items()}
    for appointment in ended:
        rights.note(appointment.person_id, f"{codes[appointment.function_id]} until {appointment.end}")
    outcome.tallies["appointments"].ended += len(ended)
    Appointment.objects.bulk_create(new, batch_size=500)
    Appointment.objects.bulk_update([*changed, *ended], ["stand_in", "end", "amount_limit"], batch_size=200)
    return {appointment.person_id for appointment in (*new, *changed, *ended)}


def _functions(records: Records) -> dict[Seat, Function]:
    """Every seat, the file's new ones made; a title that the file gives replaces the stored one."""
    units = dict(Unit.objects.values_list("code", "pk"))
    kinds = dict(FunctionKind.objects.values_list("code", "pk"))
    seats = _stored_seats()
    titles = {(r.kind, r.unit): r.title for r in sorted(records.appointments, key=lambda r: bool(r.title))}
    Function.objects.bulk_create(
        [
            Function(kind_id=kinds[kind], unit_id=units[unit], title=title)
            for (kind, unit), title in titles.items()
            if (kind, unit) not in seats
        ],
        batch_size=500,
    )
    for seat, title in titles.items():
        if title and seat in seats and seats[seat].title != title:
            seats[seat].title = title
            seats[seat].save(update_fields=["title"])
    return _stored_seats()


def _stored_seats() -> dict[Seat, Function]:
    return {
        (function.kind.code, function.unit.code): function
        for function in Function.objects.select_related("kind", "unit")
    }


def _ended(
    left: list[Appointment], records: Records, people: dict[str, int], today: date
) -> list[Appointment]:
    """Running appointments of the file's people that the file no longer has, ended yesterday."""
    mentioned = {people[record.username] for record in records.people}
    running = [
        appointment
        for appointment in left
        if appointment.person_id in mentioned and (appointment.end is None or appointment.end >= today)
    ]
    for appointment in running:
        appointment.end = max(today - timedelta(days=1), appointment.start)
    return running
