"""The import from file to outcome."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from intranet.jobs.progress import Progress, Untold
from intranet.people.kinds import ensure_function_kinds
from intranet.people.models import Employment, Person
from intranet.people.organisation_import.checking import problems_of
from intranet.people.organisation_import.functions import write_appointments
from intranet.people.organisation_import.layout import HEADINGS, records_of
from intranet.people.organisation_import.outcome import Outcome
from intranet.people.organisation_import.persons import deactivate_missing as deactivate
from intranet.people.organisation_import.persons import write_employments, write_people
from intranet.people.organisation_import.places import write_places
from intranet.people.organisation_import.records import Records
from intranet.people.organisation_import.rights import Rights
from intranet.people.signals import people_changed
from intranet.tables.reading import read_table


def import_organisation(
    source: Path | bytes,
    *,
    dry_run: bool = False,
    deactivate_missing: bool = False,
    reactivate: bool = False,
    actor: Person | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Read, check and write; nothing at all is written if a row is wrong.

    A dry run writes everything and takes it back, so its counts are those that the real run will give.
    `deactivate_missing` also ends the employments and functions that the file's people no longer have in it.
    Raises UnreadableTableError if the file is no table.
    """
    progress = progress or Untold()
    outcome = Outcome(dry_run=dry_run)
    table = read_table(source, HEADINGS)
    records, problems = records_of(table)
    with transaction.atomic():
        ensure_function_kinds()
        between = problems_of(records, end_missing=deactivate_missing)
        outcome.problems = sorted([*table.problems, *problems, *between])
        if not outcome.refused:
            _write(records, outcome, deactivate_missing, reactivate, actor, progress)
        if dry_run or outcome.refused:
            transaction.set_rollback(True)
    progress.end()
    return outcome


def _write(
    records: Records,
    outcome: Outcome,
    end_missing: bool,
    reactivate: bool,
    actor: Person | None,
    progress: Progress,
) -> None:
    today = timezone.localdate()
    rights = Rights()
    progress.begin("Organisation", 4)
    units = write_places(records, outcome)
    progress.advance()
    people = write_people(records, outcome, rights, reactivate=reactivate)
    if end_missing:
        people |= deactivate(records, outcome, rights)
    progress.advance()
    people |= write_employments(records, outcome, rights, end_missing=end_missing, today=today)
    progress.advance()
    people |= write_appointments(records, outcome, rights, end_missing=end_missing, today=today)
    # Who works at a unit that has moved or changed its name is shown, and found, with the new one.
    people |= set(Employment.objects.filter(unit__in=units).values_list("person", flat=True))
    if people:
        people_changed.send(sender=Person, pks=people, protection_changed=rights.protection_changed)
    if outcome.changes:
        rights.write(actor, {sort: asdict(tally) for sort, tally in outcome.tallies.items()})
    progress.advance()
