"""The import from file to outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from extranet.mandates.importing.asked import ANYTHING, Asked
from extranet.mandates.importing.known import Known, look_up, problems_of
from extranet.mandates.importing.records import HEADINGS, MandateRecord, records_of
from extranet.mandates.models import Mandate, MandateKind
from intranet.jobs.progress import Progress, Untold
from intranet.people.models import Person
from intranet.tables.reading import read_table
from intranet.tables.rows import Problem

SOURCE = "fil"


@dataclass(frozen=True)
class Change:
    """What a row does, told in the file's own words; `line` is 0 for what the file has no more."""

    line: int
    what: str
    mandate: Mandate = field(compare=False)


@dataclass
class Outcome:
    """How many of each; `problems` if the file was refused."""

    people: int = 0
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
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
    asked: Asked = ANYTHING,
) -> Outcome:
    """Read, check and write; nothing at all is written if a row is wrong.

    A mandate is known by its id if the file gives one, otherwise by person, body, role and first day. With
    `end_missing` those in force in the file's bodies that the file no longer has end yesterday; none is removed.
    `kinds` are the kinds of agenda items (code, name); `asked` is what whoever asks may do. Raises
    UnreadableTableError if the file is no table.
    """
    progress = progress or Untold()
    table = read_table(source, HEADINGS)
    records, problems = records_of(table)
    known = look_up(records, kinds, asked)
    outcome = Outcome(dry_run=dry_run, problems=[*table.problems, *problems, *problems_of(records, known)])
    if outcome.refused:
        outcome.problems.sort()
        return outcome
    with transaction.atomic():
        progress.begin("Uppdrag", len(records))
        _write(records, known, outcome, progress)
        if end_missing:
            _end_missing(records, known, outcome)
        outcome.problems += _objections(outcome.changes, known, asked)
        if dry_run or outcome.refused:
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
        if record.substitute_for and _bind(written[record.line], known.people[record.substitute_for]):
            _note(outcome, record, written[record.line], "personlig ersättare")


def _note(outcome: Outcome, record: MandateRecord, mandate: Mandate, what: str) -> None:
    told = f"{record.username}, {record.role}, {record.body}: {what}"
    outcome.changes.append(Change(record.line, told, mandate))


def _objections(changes: list[Change], known: Known, asked: Asked) -> list[Problem]:
    """What whoever asks may not do, looked for as things were and as they would be."""
    found = {Problem(change.line, asked.objection(change.mandate)) for change in changes}
    found |= {Problem(change.line, known.objected.get(change.line, "")) for change in changes}
    return sorted(problem for problem in found if problem.message)


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
    if record.external_id:
        wanted |= {"source": SOURCE, "external_id": record.external_id}
    mandate = _stored(record, wanted)
    known.object_to(record.line, mandate)
    differing = {name for name, value in wanted.items() if getattr(mandate, name, None) != value}
    kinds = {known.kinds[kind.casefold()] for kind in record.kinds}
    if mandate.pk is None:
        outcome.made += 1
        _note(outcome, record, mandate, "nytt uppdrag")
    elif differing or kinds != set(mandate.kinds.values_list("kind", flat=True)):
        outcome.changed += 1
        _note(outcome, record, mandate, _told(differing))
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


NAMES = {
    "party": "parti",
    "constituency": "valkrets",
    "start": "från och med",
    "end": "till och med",
    "order": "plats",
    "external_id": "id",
    "person": "person",
    "body": "organ",
    "role": "roll",
}


def _told(differing: set[str]) -> str:
    names = [NAMES[name] for name in sorted(differing) if name in NAMES]
    return f"ändrat: {', '.join(names) or 'ärendeslag'}"


def _stored(record: MandateRecord, wanted: dict[str, Any]) -> Mandate:
    """The mandate that a row is about, or a new one.

    One that is stored without an id is known by what it is, and gets the one that the file gives it.
    """
    same = {name: wanted[name] for name in ("person", "body", "role", "start")}
    if record.external_id:
        found = Mandate.objects.filter(source=SOURCE, external_id=record.external_id).first()
        nameless = Mandate.objects.filter(**same, external_id="")
        return found or nameless.first() or Mandate(**wanted)
    return Mandate.objects.filter(**same).first() or Mandate(source=SOURCE, **wanted)


def _bind(mandate: Mandate, replaced: Person) -> bool:
    """Make it the personal substitute of somebody's mandate in the same body, at the same time.

    Returns whether it was not. Of terms that follow on each other the latest is meant.
    """
    together = replaced.mandates.filter(Q(end__isnull=True) | Q(end__gte=mandate.start), body=mandate.body)
    if mandate.end:
        together = together.filter(start__lte=mandate.end)
    theirs = together.order_by("-start").first()
    if mandate.substitute_for_id == (theirs.pk if theirs else None):
        return False
    mandate.substitute_for = theirs
    mandate.save(update_fields=["substitute_for"])
    return True


def _end_missing(records: list[MandateRecord], known: Known, outcome: Outcome) -> None:
    today = timezone.localdate()
    kept = {
        (known.people[r.username].pk, known.bodies[r.body.casefold()].pk, known.roles[r.role.casefold()].pk)
        for r in records
    }
    bodies = {known.bodies[record.body.casefold()].pk for record in records}
    missing = Mandate.objects.in_force(today).filter(body__in=bodies).select_related("person", "role", "body")
    for mandate in missing:
        if (mandate.person_id, mandate.body_id, mandate.role_id) not in kept:
            mandate.end = _yesterday(mandate.start, today)
            mandate.save(update_fields=["end"])
            outcome.ended += 1
            told = f"{mandate.role.name}, {mandate.body.name}: avslutas, står inte i filen"
            outcome.changes.append(Change(0, told, mandate))


def _yesterday(start: date, today: date) -> date:
    return max(today - timedelta(days=1), start)
