"""Ticking and unticking: each a change of one row, made once however often it is sent.

The item's row is locked while it is looked at and changed, so two people who tick at once lose nothing: the
first tick stands, the second is told whose it is. A tick carries a key made by its sender; the same key a
second time does nothing, also when somebody has unticked the item in between.

When it was made is the sender's own word. It is taken only where it rewrites nothing: never before what has
happened to the item since, and in a finished run for a tick alone. When it came is kept beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from home.runs import telling
from home.runs.locking import locked_item
from home.runs.models import RunEvent, RunItem

LONGEST_WAIT = timedelta(days=14)
"""How long a tick may have waited for a line and still keep the time at which it was made."""
SLOW_LINE = timedelta(minutes=1)
"""By how much a slow line may turn round the times of what one person sends in order."""

Kind = RunEvent.Kind


class Outcome(StrEnum):
    TAKEN = "taken"  # it is as was asked for
    THEIRS = "theirs"  # it was so already, by somebody else
    CLOSED = "closed"  # the run was finished before
    OLDER = "older"  # the item has been changed since this was made
    REFUSED = "refused"  # somebody else's item


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    item: RunItem


def moment_made(waited: float | None, now: datetime) -> datetime:
    """When a tick was made that says how many seconds it has waited; now, if that can't be."""
    if waited is None or waited < 0 or waited > LONGEST_WAIT.total_seconds():
        return now
    return now - timedelta(seconds=waited)


@transaction.atomic
def tick(
    item_pk: int,
    person: int,
    done: bool,
    key: UUID | None = None,
    made: datetime | None = None,
    may: Callable[[RunItem], bool] = lambda _item: True,
) -> Answer:
    """Mark an item as done, or not done, by `person` at `made` (now unless told).

    Raises RunItem.DoesNotExist. `may` is what the person may do with the item as it is when it is changed: see
    `access.Rights.tick_late`.
    """
    item = locked_item(item_pk)
    if key is not None and RunEvent.objects.filter(item=item, key=key).exists():
        return Answer(_told(item, person, done), item)
    if not may(item):
        return Answer(Outcome.REFUSED, item)
    now = timezone.now()
    made = max(min(made or now, now), item.run.started_at)
    finished = item.run.finished_at
    if finished is not None and (made > finished or not done):
        return Answer(Outcome.CLOSED, item)
    kind = Kind.UNCHANGED
    if item.is_done != done:
        last = _last_change(item)
        if last is not None and made < last.at:
            if last.by_id != person or last.at - made > SLOW_LINE:
                return Answer(Outcome.OLDER, item)
            made = last.at
        kind = Kind.TICKED if done else Kind.UNTICKED
        item.done_at, item.done_by_id = (made, person) if done else (None, None)
        item.save(update_fields=["done_at", "done_by"])
        if done:
            telling.done(item)
    if kind != Kind.UNCHANGED or key is not None:
        RunEvent.objects.create(run=item.run, item=item, kind=kind, by_id=person, at=made, key=key)
    return Answer(_told(item, person, done), item)


def _last_change(item: RunItem) -> RunEvent | None:
    changes = RunEvent.objects.filter(item=item, kind__in=(Kind.TICKED, Kind.UNTICKED))
    return changes.order_by("at", "pk").last()


def _told(item: RunItem, person: int, done: bool) -> Outcome:
    if item.is_done == done and (not done or item.done_by_id == person):
        return Outcome.TAKEN
    return Outcome.THEIRS
