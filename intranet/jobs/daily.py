"""What the clock does once a day: at its first round after midnight, or whenever it comes round again.

The day up to which a job has been done is in the database, written in the transaction of its work, or after its
last batch: a job that fails is tried again at the next round, and one that has slept is told since when.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from intranet.jobs import clock
from intranet.jobs.models import DailyRun


def register(name: str, do: Callable[[date, date], int], *, in_batches: bool = False) -> None:
    """`do(last, today)` does what has become due after the day `last`, up to and with `today`.

    Called once for each day on which the clock comes round, with how many things it did as answer. The very
    first time `last` is yesterday. What may take longer than a second is done `in_batches`: `do` opens its own
    transactions, so that nobody waits for it, and may be run again after it was ended in the middle.
    """
    clock.register(name, lambda now: run_if_new_day(name, do, now, in_batches=in_batches))


def run_if_new_day(
    name: str, do: Callable[[date, date], int], now: datetime, *, in_batches: bool = False
) -> int:
    today = timezone.localdate(now)
    # Nothing is locked, or written, in all the rounds that have nothing to do.
    row = DailyRun.objects.filter(name=name).first()
    if row is not None and row.last >= today:
        return 0
    if in_batches:
        done = do(row.last if row else today - timedelta(days=1), today)
        with transaction.atomic():
            _done_up_to(_locked(name, today), today)
        return done
    with transaction.atomic():
        row = _locked(name, today)
        if row.last >= today:
            return 0  # another clock was quicker
        done = do(row.last, today)
        _done_up_to(row, today)
    return done


def _locked(name: str, today: date) -> DailyRun:
    DailyRun.objects.get_or_create(name=name, defaults={"last": today - timedelta(days=1)})
    return DailyRun.objects.select_for_update().get(name=name)


def _done_up_to(row: DailyRun, today: date) -> None:
    if row.last < today:
        row.last = today
        row.save(update_fields=["last"])
