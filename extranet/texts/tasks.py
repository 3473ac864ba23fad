"""The queue of reading papers. A task only wakes; what there is to read is in the rows, and the clock comes round."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Min
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django_tasks import task

from extranet.papers.models import PaperVersion
from extranet.placements.models import Placement
from extranet.secrecy.models import Secrecy
from extranet.texts import hushing, reading
from extranet.texts.models import TextReading
from intranet.files.tasks import SLICE
from intranet.jobs import waking
from intranet.jobs.readiness import LONGEST_WAIT, State, backlog


@task(queue_name="files")
def read_papers() -> int:
    """Read what waits, for a while; how many papers that was. Safe to run at any time, by several workers."""
    done, until = 0, time.monotonic() + SLICE.total_seconds()
    while reading.read_next():
        done += 1
        if time.monotonic() >= until:
            if reading.waiting(timezone.now()).exists():
                wake()  # behind whatever else waits
            break
    return done


def wake() -> None:
    """Have what waits read soon. One task that waits for its turn is enough."""
    waking.wake(read_papers)


def queue_if_waiting(now: datetime) -> int:
    """For the clock: see to what went round the models, and wake whoever reads if anything waits to be read."""
    done = reading.enrol() + hushing.bring_into_line()
    if reading.waiting(now).exists():
        wake()
        done = done or 1
    return done


def state() -> State:
    """For `/ready`. Many papers may wait for long while they are read one by one; none being read is wrong."""
    waiting = TextReading.objects.filter(state=TextReading.State.WAITING)
    numbers = waiting.aggregate(count=Count("pk"), oldest=Min("since"))
    found = backlog(numbers["count"], numbers["oldest"], "papers to be read")
    lately = TextReading.objects.exclude(state=TextReading.State.WAITING)
    moves = found.problem and lately.filter(since__gt=timezone.now() - LONGEST_WAIT).exists()
    return State("", found.facts) if moves else found


@receiver(post_save, sender=PaperVersion)
def on_version(instance: PaperVersion, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        TextReading.objects.get_or_create(version=instance)
        _wake_on_commit()


@receiver(post_save, sender=Secrecy)
def on_secrecy(instance: Secrecy, raw: bool = False, **kwargs: Any) -> None:
    """In the transaction of the marking: whoever sees it there sees no text."""
    placed = Placement.objects.filter(pk=instance.placement_id or 0).values_list("version_id", flat=True)
    version = instance.version_id or placed.get()
    if not raw and hushing.bring_into_line([version]):
        _wake_on_commit()


def _wake_on_commit() -> None:
    # One wake-up a transaction is enough, however many come in.
    if not any(wake in hook for hook in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)
