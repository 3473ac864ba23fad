"""What people are told of runs, through the one queue of notices. Never what they have done themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from home.runs import access
from home.runs.kinds import ABOUT_YOU, ASSIGNED, FINISHED, HANDED_OVER, OVERDUE
from home.runs.models import Run, RunItem
from intranet.notices import queue
from intranet.notices.models import Notice
from intranet.notices.standing import Standing, make_stand


def started(run: Run) -> None:
    """The person it is about, if somebody else started it."""
    _about(run, run.starter_id)


def subject_changed(run: Run, before: int, by: int) -> None:
    if run.subject_id != before:
        queue.withdraw(ABOUT_YOU, run, [before])
        _about(run, by)


def _about(run: Run, by: int) -> None:
    """Not of a run that they will never see."""
    if run.subject_id != by and access.could_read(run.subject, run.version.page.path, timezone.localdate()):
        queue.put(ABOUT_YOU, [run.subject_id], run, by=by)


def assigned(run: Run, people: Iterable[int], by: int) -> None:
    """One notice a day and run, however many items."""
    queue.put(ASSIGNED, set(people) - {by}, run, key=timezone.localdate().isoformat(), by=by)


def handed_over(run: Run, before: int, by: int) -> None:
    queue.withdraw(HANDED_OVER, run, [before])
    queue.put(HANDED_OVER, {run.lead_id} - {by}, run, key=timezone.localdate().isoformat(), by=by)
    settle(run, [before])


def finished(run: Run, by: int) -> None:
    """Those who started it, lead it and are its subject; what was to be done needs doing no more."""
    for kind in (ASSIGNED, OVERDUE):
        queue.withdraw(kind, run)
    queue.put(FINISHED, {run.starter_id, run.lead_id, run.subject_id} - {by}, run, by=by)


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


def announce_overdue(_last: date, today: date) -> int:
    """The daily job: remind everybody of what is late in the runs they have a part in, once for each run.

    Found from how things stand: what was unticked, given another day, added by a newer version or lies in a
    run that was opened again is late as well. The key is the last day that has passed, so somebody is reminded
    again when one more has, not when less is late. Written in batches: see `daily.register`.
    """
    late = RunItem.objects.open().filter(due__lt=today).order_by()
    days: dict[tuple[int, int], str] = {}
    for run, assignee, lead, due in late.values_list("run", "assignee", "run__lead", "due"):
        whose = (run, assignee or lead)
        days[whose] = max(days.get(whose, ""), due.isoformat())
    told = Notice.objects.filter(kind=OVERDUE).order_by().values_list("object_id", "person", "key")
    for run, person, key in told.iterator():
        if (run, person) in days:
            days[run, person] = max(days[run, person], key)
    return make_stand(OVERDUE, [Standing(run, person, day) for (run, person), day in days.items()])
