"""What people are told of runs, through the one queue of notices. Never what they have done themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from home.runs.kinds import ABOUT_YOU, ASSIGNED, FINISHED, HANDED_OVER, OVERDUE
from home.runs.models import Run, RunItem
from intranet.notices import queue


def started(run: Run) -> None:
    """The person it is about, if somebody else started it."""
    if run.subject_id != run.starter_id:
        queue.put(ABOUT_YOU, [run.subject_id], run)


def subject_changed(run: Run, before: int, by: int) -> None:
    if run.subject_id != before:
        queue.withdraw(ABOUT_YOU, run, [before])
        queue.put(ABOUT_YOU, {run.subject_id} - {by}, run)


def assigned(run: Run, people: Iterable[int], by: int) -> None:
    """One notice a day and run, however many items."""
    queue.put(ASSIGNED, set(people) - {by}, run, key=timezone.localdate().isoformat())


def handed_over(run: Run, before: int, by: int) -> None:
    queue.withdraw(HANDED_OVER, run, [before])
    queue.put(HANDED_OVER, {run.lead_id} - {by}, run, key=timezone.localdate().isoformat())
    settle(run, [before])


def overdue(run: Run, people: Iterable[int], on: date) -> int:
    return queue.put(OVERDUE, people, run, key=on.isoformat())


def finished(run: Run, by: int) -> None:
    """Those who started it, lead it and are its subject; what was to be done needs doing no more."""
    for kind in (ASSIGNED, OVERDUE):
        queue.withdraw(kind, run)
    queue.put(FINISHED, {run.starter_id, run.lead_id, run.subject_id} - {by}, run)


def reopened(run: Run) -> None:
    queue.withdraw(FINISHED, run)


def done(item: RunItem) -> None:
    """Take back what reminds of items, from whoever had this one, if nothing is left to remind of."""
    settle(item.run, [item.assignee_id or item.run.lead_id])


def settle(run: Run, people: Iterable[int]) -> None:
    """Take back what these people have been reminded of, where it is no longer so."""
    today = timezone.localdate()
    for person in people:
        open_items = run.items.filter(in_list=True, done_at__isnull=True)
        if not open_items.filter(assignee=person).exists():
            queue.withdraw(ASSIGNED, run, [person])
        if not theirs(open_items.filter(due__lt=today), person, run).exists():
            queue.withdraw(OVERDUE, run, [person])


def theirs(items: QuerySet[RunItem], person: int, run: Run) -> QuerySet[RunItem]:
    """The items that somebody is reminded of: those given to them, and if they lead the run, those that nobody has."""
    given = items.filter(assignee=person)
    return given | items.filter(assignee=None) if run.lead_id == person else given


def announce_overdue(last: date, today: date) -> int:
    """Once a day: remind of items whose day has passed after `last` counted it, each time of all in a run at once."""
    items = RunItem.objects.open().filter(due__gte=last, due__lt=today).select_related("run")
    people: dict[Run, set[int]] = {}
    for item in items:
        people.setdefault(item.run, set()).add(item.assignee_id or item.run.lead_id)
    return sum(overdue(run, whom, today) for run, whom in people.items())
