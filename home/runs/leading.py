"""What is decided about a run: who does what and when, who leads it, and when it ends.

Each function changes the fields it names and no others, so that nothing of what somebody else does at the same
moment is lost, and says in an event what was done. Whether the person may is asked before: see `access.rights`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from home.runs import telling
from home.runs.locking import locked
from home.runs.models import Run, RunEvent, RunItem
from home.runs.starting import unit_of
from intranet.people.models import Person

Kind = RunEvent.Kind


@transaction.atomic
def note(item: RunItem, by: Person, text: str) -> None:
    """Write the item's note; what it said before stays in the history."""
    if text == item.note:
        return
    item.note = text
    item.save(update_fields=["note"])
    _event(item.run, Kind.NOTED, by, item=item, text=text)


@transaction.atomic
def assign(run: Run, by: Person, given: Mapping[RunItem, Person | None]) -> int:
    """Give items to people, or to nobody; returns how many changed hands."""
    changed = {item: to for item, to in given.items() if item.assignee_id != (to.pk if to else None)}
    before = {item.assignee_id for item in changed} - {None}
    for item, to in changed.items():
        item.assignee = to
        item.save(update_fields=["assignee"])
        _event(run, Kind.ASSIGNED if to else Kind.UNASSIGNED, by, item=item, to=to)
    telling.assigned(run, {to.pk for item, to in changed.items() if to and not item.is_done}, by.pk)
    telling.settle(run, [pk for pk in before if pk])
    return len(changed)


@transaction.atomic
def set_due(item: RunItem, by: Person, due: date | None) -> None:
    if due == item.due:
        return
    item.due = due
    item.save(update_fields=["due"])
    _event(item.run, Kind.DUE, by, item=item, text=date_format(due, "Y-m-d") if due else "")
    telling.settle(item.run, [item.assignee_id or item.run.lead_id])


@transaction.atomic
def edit(run: Run, by: Person, name: str, start_day: date, subject: Person) -> None:
    """Change what the run is called, when it starts and whom it is about.

    The days of its items move with the start, but for those that somebody has set.
    """
    locked(run.pk)
    before, subject_before = run.start_day, run.subject_id
    if (name, start_day, subject.pk) == (run.name, before, subject_before):
        return
    moving = [item for item in run.items.select_related("run") if item.due_days is not None]
    moving = [item for item in moving if item.due == run.due_day(item.due_days)]
    run.name, run.start_day, run.subject = name, start_day, subject
    if subject.pk != subject_before:
        run.unit = unit_of(subject, timezone.localdate())
    run.save(update_fields=["name", "start_day", "subject", "unit"])
    if start_day != before:
        for item in moving:
            item.due = run.due_day(item.due_days)
        RunItem.objects.bulk_update(moving, ["due"])
    _event(run, Kind.EDITED, by)
    telling.subject_changed(run, subject_before, by.pk)


@transaction.atomic
def hand_over(run: Run, by: Person, to: Person) -> None:
    if to.pk == run.lead_id:
        return
    before, run.lead = run.lead_id, to
    run.save(update_fields=["lead"])
    _event(run, Kind.HANDED_OVER, by, to=to)
    telling.handed_over(run, before, by.pk)


@transaction.atomic
def finish(run: Run, by: Person, note: str) -> bool:
    """End a run, with whatever is left undone; False if somebody has done so already."""
    now = timezone.now()
    unfinished = Run.objects.filter(pk=run.pk, finished_at__isnull=True)
    if not unfinished.update(finished_at=now, finished_by=by, closing_note=note):
        return False
    run.finished_at, run.finished_by, run.closing_note = now, by, note
    _event(run, Kind.FINISHED, by, text=note)
    telling.finished(run, by.pk)
    return True


@transaction.atomic
def reopen(run: Run, by: Person) -> bool:
    finished = Run.objects.filter(pk=run.pk, finished_at__isnull=False)
    if not finished.update(finished_at=None, finished_by=None, closing_note=""):
        return False
    run.finished_at = run.finished_by = None
    _event(run, Kind.REOPENED, by)
    telling.reopened(run)
    return True


def is_untouched(run: Run) -> bool:
    """Whether nothing has ever been ticked or noted: only then may a run be removed."""
    touched = (Kind.TICKED, Kind.UNTICKED, Kind.NOTED, Kind.FINISHED)
    return not run.events.filter(kind__in=touched).exists()


@transaction.atomic
def remove(run: Run) -> bool:
    """Remove a run in which nothing has been done; False if somebody has begun."""
    try:
        held = locked(run.pk)
    except Run.DoesNotExist:
        return False
    if not is_untouched(held):
        return False
    held.delete()
    return True


def _event(
    run: Run, kind: str, by: Person, *, item: RunItem | None = None, to: Person | None = None, text: str = ""
) -> None:
    RunEvent.objects.create(run=run, kind=kind, by=by, item=item, to=to, text=text, at=timezone.now())
