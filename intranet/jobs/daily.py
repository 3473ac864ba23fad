"""What the clock does once a day: at its first round after midnight, or whenever it comes round again.

The day up to which a job has been done is in the database, written in the transaction of its work: a job that
fails is tried again at the next round, and one that has slept is told since when.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from intranet.jobs import clock
from intranet.jobs.models import DailyRun


def register(name: str, do: Callable[[date, date], int]) -> None:
    """`do(last, today)` does what has become due after the day `last`, up to and with `today`.

    Called once for each day on which the clock comes round, with how many things it did as answer. The very
    first time `last` is yesterday.
    """
    clock.register(name, lambda now: run_if_new_day(name, do, now))


def run_if_new_day(name: str, do: Callable[[date, date], int], now: datetime) -> int:
    today = timezone.localdate(now)
    # Nothing is locked, or written, in all the rounds that have nothing to do.
    if DailyRun.objects.filter(name=name, last__gte=today).exists():
        return 0
    with transaction.atomic():
        DailyRun.objects.get_or_create(name=name, defaults={"last": today - timedelta(days=1)})
        row = DailyRun.objects.select_for_update().get(name=name)
        if row.last >= today:
            return 0  # another clock was quicker
        done = do(row.last, today)
        row.last = today
        row.save(update_fields=["last"])
    return done
