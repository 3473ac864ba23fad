"""What is decided about a run: who does what and when, who leads it, and when it ends.

Each function locks what it changes, looks at it as it stands then, changes the fields it names and no others, so
that nothing of what somebody else does at the same moment is lost, and says in an event what was done. The objects
it is given only say which ones are meant. Whether the person may is asked before: see `access.rights`; whether
the run has been finished meanwhile is asked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from home.runs import telling
from home.runs.locking import locked, locked_item
from home.runs.models import Run, RunEvent, RunItem
from home.runs.starting import unit_of
from intranet.people.models import Person

Kind = RunEvent.Kind


class FinishedError(Exception):
    """Somebody has finished the run meanwhile: nothing in it is changed."""


class StaleNoteError(Exception):
    """Somebody has written another note meanwhile; `theirs` is what it says now."""

    def __init__(self, theirs: str) -> None:
        super().__init__("the note has been changed")  # never what it says
        self.theirs = theirs


def _unfinished(run: Run) -> Run:
    """Raises FinishedError."""
    if run.is_finished:
        raise FinishedError
    return run


@transaction.atomic
def note(item: RunItem, by: Person, text: str, since: str | None = None) -> None:
    """Write the item's note; what it said before stays in the history.

    `since` is what it said when the writing began, if that is known. Raises FinishedError, and StaleNoteError
    where it says something else by now.
    """
    held = locked_item(item.pk)
    _unfinished(held.run)
    if _lines(text) == _lines(held.note):
        return
    if since is not None and _lines(since) != _lines(held.note):
        raise StaleNoteError(held.note)
    held.note = text
    held.save(update_fields=["note"])
    _event(held.run, Kind.NOTED, by, item=held, text=text)


def _lines(text: str) -> list[str]:
    """Browsers end lines in their own way."""
    return text.strip().splitlines()


@transaction.atomic
def assign(run: Run, by: Person, given: Mapping[RunItem, Person | None], free: bool = False) -> int:
    """Give items to people, or to nobody; returns how many changed hands. Raises FinishedError.

    `free`: only items that nobody has got meanwhile.
    """
    run = _unfinished(locked(run.pk))
    wanted = {item.pk: to for item, to in given.items()}
    before, told, changed = set(), set(), 0
    for item in run.items.filter(pk__in=wanted):
        to = wanted[item.pk]
        if item.assignee_id == (to.pk if to else None) or (free and item.assignee_id):
            continue
        changed += 1
        if item.assignee_id:
            before.add(item.assignee_id)
        if to and not item.is_done:
            told.add(to.pk)
        item.assignee = to
        item.save(update_fields=["assignee"])
        _event(run, Kind.ASSIGNED if to else Kind.UNASSIGNED, by, item=item, to=to)
    telling.assigned(run, told, by.pk)
    telling.settle(run, before)
    return changed


@transaction.atomic
def set_due(item: RunItem, by: Person, due: date | None) -> None:
    """Raises FinishedError."""
    held = locked_item(item.pk)
    _unfinished(held.run)
    if due == held.due:
        return
    held.due = due
    held.save(update_fields=["due"])
    _event(held.run, Kind.DUE, by, item=held, text=date_format(due, "Y-m-d") if due else "")
    telling.settle(held.run, [held.assignee_id or held.run.lead_id])


@transaction.atomic
def edit(
    run: Run,
    by: Person,
    name: str | None = None,
    start_day: date | None = None,
    subject: Person | None = None,
) -> Run:
    """Change what the run is called, when it starts and whom it is about, where told; returns it. Raises FinishedError.

    The days of its items move with the start, but for those that somebody has set.
    """
    run = _unfinished(locked(run.pk))
    before = (run.name, run.start_day, run.subject_id)
    moving = [item for item in run.items.select_related("run") if item.due_days is not None]
    moving = [item for item in moving if not item.has_own_due]
    run.name = run.name if name is None else name
    run.start_day = start_day or run.start_day
    run.subject = subject or run.subject
    if (run.name, run.start_day, run.subject_id) == before:
        return run
    if run.subject_id != before[2]:
        run.unit = unit_of(run.subject, timezone.localdate())
    run.save(update_fields=["name", "start_day", "subject", "unit"])
    if run.start_day != before[1]:
        for item in moving:
            item.due = run.due_day(item.due_days)
        RunItem.objects.bulk_update(moving, ["due"])
        telling.settle(run, {item.assignee_id or run.lead_id for item in moving})
    _event(run, Kind.EDITED, by)
    telling.subject_changed(run, before[2], by.pk)
    return run


@transaction.atomic
def hand_over(run: Run, by: Person, to: Person) -> Run:
    """Let somebody else lead the run; returns it. Raises FinishedError."""
    run = _unfinished(locked(run.pk))
    if to.pk == run.lead_id:
        return run
    before, run.lead = run.lead_id, to
    run.save(update_fields=["lead"])
    _event(run, Kind.HANDED_OVER, by, to=to)
    telling.handed_over(run, before, by.pk)
    return run


@transaction.atomic
def finish(run: Run, by: Person, note: str) -> bool:
    """End a run, with whatever is left undone; False if somebody has done so already."""
    run = locked(run.pk)
    if run.is_finished:
        return False
    run.finished_at, run.finished_by, run.closing_note = timezone.now(), by, note
    run.save(update_fields=["finished_at", "finished_by", "closing_note"])
    _event(run, Kind.FINISHED, by, text=note)
    telling.finished(run, by.pk)
    return True


@transaction.atomic
def reopen(run: Run, by: Person) -> bool:
    """Go on with a run that was finished; False if somebody has done so already."""
    run = locked(run.pk)
    if not run.is_finished:
        return False
    run.finished_at, run.finished_by, run.closing_note = None, None, ""
    run.save(update_fields=["finished_at", "finished_by", "closing_note"])
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
