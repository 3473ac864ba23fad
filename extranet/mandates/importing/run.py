"""The import from file to outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from extranet.mandates.importing.known import Known, look_up, problems_of
from extranet.mandates.importing.records import HEADINGS, MandateRecord, records_of
from extranet.mandates.models import Mandate, MandateKind
from intranet.jobs.progress import Progress, Untold
from intranet.people.models import Person
from intranet.tables.reading import read_table
from intranet.tables.rows import Problem

SOURCE = "fil"


@dataclass
class Outcome:
    """How many of each; `problems` if the file was refused."""

    people: int = 0
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    problems: list[Problem] = field(default_factory=list)
    dry_run: bool = False

    @property
    def refused(self) -> bool:
        return bool(self.problems)

    def lines(self) -> list[str]:
        if self.refused:
            return [*(str(p) for p in self.problems), "", f"{len(self.problems)} fel. Inget har lästs in."]
        done = "Provkörning, inget har ändrats: " if self.dry_run else ""
        counts = f"{self.made} nya uppdrag, {self.changed} ändrade, {self.unchanged} oförändrade"
        return [f"{done}{counts}, {self.ended} avslutade, {self.people} nya personer."]


def import_mandates(
    source: Path | bytes,
    kinds: list[tuple[str, str]],
    *,
    end_missing: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Read, check and write; nothing at all is written if a row is wrong.

    A mandate is known by its id if the file gives one, otherwise by person, body, role and first day. With
    `end_missing` those in force in the file's bodies that the file no longer has end yesterday; none is removed.
    `kinds` are the kinds of agenda items (code, name). Raises UnreadableTableError if the file is no table.
    """
    progress = progress or Untold()
    table = read_table(source, HEADINGS)
    records, problems = records_of(table)
    known = look_up(records, kinds)
    outcome = Outcome(dry_run=dry_run, problems=[*table.problems, *problems, *problems_of(records, known)])
    if outcome.refused:
        outcome.problems.sort()
        return outcome
    with transaction.atomic():
        progress.begin("Uppdrag", len(records))
        _write(records, known, outcome, progress)
        if end_missing:
            _end_missing(records, known, outcome)
        if dry_run:
            transaction.set_rollback(True)
    progress.end()
    return outcome


def _write(records: list[MandateRecord], known: Known, outcome: Outcome, progress: Progress) -> None:
    for record in records:
        if record.username not in known.people:
            known.people[record.username] = _new_person(record)
            outcome.people += 1
    written: dict[int, Mandate] = {}
    for record in records:
        written[record.line] = _write_one(record, known, outcome)
        progress.advance()
    for record in records:
        if record.substitute_for:
            _bind(written[record.line], known.people[record.substitute_for])


def _new_person(record: MandateRecord) -> Person:
    """An elected official: employed nowhere, and without a password until they choose one."""
    return Person.objects.create(
        username=record.username,
        first_name=record.first_name,
        last_name=record.last_name,
        email=record.email,
        password=make_password(None),
    )


def _write_one(record: MandateRecord, known: Known, outcome: Outcome) -> Mandate:
    person = known.people[record.username]
    body, role = known.bodies[record.body.casefold()], known.roles[record.role.casefold()]
    wanted: dict[str, Any] = {
        "person": person,
        "body": body,
        "role": role,
        "party": known.parties[record.party.casefold()] if record.party else None,
        "constituency": record.constituency,
        "start": record.start,
        "end": record.end,
        "order": record.order,
    }
    mandate = _stored(record, wanted)
    differing = {name for name, value in wanted.items() if getattr(mandate, name, None) != value}
    kinds = {known.kinds[kind.casefold()] for kind in record.kinds}
    if mandate.pk is None:
        outcome.made += 1
    elif differing or kinds != set(mandate.kinds.values_list("kind", flat=True)):
        outcome.changed += 1
    else:
        outcome.unchanged += 1
        return mandate
    for name in differing:
        setattr(mandate, name, wanted[name])
    mandate.save()
    mandate.kinds.exclude(kind__in=kinds).delete()
    for kind in kinds:
        MandateKind.objects.get_or_create(mandate=mandate, kind=kind)
    return mandate


def _stored(record: MandateRecord, wanted: dict[str, Any]) -> Mandate:
    """The mandate that a row is about, or a new one."""
    if record.external_id:
        found = Mandate.objects.filter(source=SOURCE, external_id=record.external_id).first()
        return found or Mandate(source=SOURCE, external_id=record.external_id, **wanted)
    same = {name: wanted[name] for name in ("person", "body", "role", "start")}
    return Mandate.objects.filter(**same).first() or Mandate(source=SOURCE, **wanted)


def _bind(mandate: Mandate, replaced: Person) -> None:
    """Make it the personal substitute of somebody's mandate in the same body."""
    theirs = replaced.mandates.filter(body=mandate.body).order_by("-start").first()
    if mandate.substitute_for_id != (theirs.pk if theirs else None):
        mandate.substitute_for = theirs
        mandate.save(update_fields=["substitute_for"])


def _end_missing(records: list[MandateRecord], known: Known, outcome: Outcome) -> None:
    today = timezone.localdate()
    kept = {
        (known.people[r.username].pk, known.bodies[r.body.casefold()].pk, known.roles[r.role.casefold()].pk)
        for r in records
    }
    bodies = {known.bodies[record.body.casefold()].pk for record in records}
    for mandate in Mandate.objects.in_force(today).filter(body__in=bodies):
        if (mandate.person_id, mandate.body_id, mandate.role_id) not in kept:
            mandate.end = _yesterday(mandate.start, today)
            mandate.save(update_fields=["end"])
            outcome.ended += 1


def _yesterday(start: date, today: date) -> date:
    return max(today - timedelta(days=1), start)
