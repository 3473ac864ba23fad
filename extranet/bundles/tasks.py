"""The queue of making bundles. A task only wakes; what there is to make is in the rows, and the clock comes round."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks import task

from extranet.bundles import ahead, keeping, making
from extranet.bundles.models import Bundle, Order
from intranet.jobs import waking
from intranet.jobs.readiness import State, backlog

SLICE = timedelta(seconds=20)
"""How long one task goes on: the same worker reads papers and sends mail, which must get their turn."""


@task(queue_name="files")
def make_bundles() -> int:
    """Make what waits, for a while; how many that was. Safe to run at any time, by several workers."""
    done, until = 0, time.monotonic() + SLICE.total_seconds()
    now = timezone.now()
    while time.monotonic() < until:
        if making.make_next(timezone.now()):  # whoever waits comes before what nobody has asked for yet
            done += 1
        elif not see_to_next(now):
            return done
    wake()  # behind whatever else waits
    return done


def see_to_next(now: datetime) -> bool:
    """Look at the next meeting whose papers are others than they were. Whether there was one."""
    for meeting, fingerprint in ahead.behind(now)[:1]:
        ahead.see_to(meeting, fingerprint, now)
        return True
    return False


def wake() -> None:
    """Have what waits made soon. One task that waits for its turn is enough."""
    waking.wake(make_bundles)


def wake_on_commit() -> None:
    transaction.on_commit(wake, robust=True)


def queue_if_waiting(now: datetime) -> int:
    """For the clock: remove what is not kept, and wake whoever makes bundles if there is anything to make."""
    done = keeping.sweep(now)
    if any(making.waiting(kind, now).exists() for kind in (Order, Bundle)) or ahead.behind(now):
        wake()
        done = done or 1
    return done


def state() -> State:
    """For `/ready`: what somebody has asked for and still waits for."""
    orders = making.waiting(Order, timezone.now())
    bundles = making.waiting(Bundle, timezone.now()).filter(orders__isnull=False).distinct()
    told = [
        rows.order_by().aggregate(count=Count("pk"), oldest=Min("asked_at")) for rows in (orders, bundles)
    ]
    oldest = [rows["oldest"] for rows in told if rows["oldest"]]
    return backlog(sum(rows["count"] for rows in told), min(oldest, default=None), "bundles")
