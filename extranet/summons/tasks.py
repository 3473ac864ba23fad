"""The queues of what is sent and of what is looked through. A task only wakes; what there is to do is in the rows."""

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

from extranet.placements.models import Placement
from extranet.summons import examining, sending
from extranet.summons.models import Summons
from extranet.texts.signals import text_changed
from intranet.files.tasks import SLICE
from intranet.jobs import waking
from intranet.jobs.readiness import State, backlog


@task(queue_name="default")
def send_summonses() -> int:
    """Send what waits; how many summonses that was. Safe to run at any time, by several workers."""
    done = 0
    while sending.send_next():
        done += 1
    return done


@task(queue_name="files")
def examine_papers() -> int:
    """Look through what is to be sent and has not been, for a while; how many files that was."""
    done, until = 0, time.monotonic() + SLICE.total_seconds()
    while examining.examine_next():
        done += 1
        if time.monotonic() >= until:
            if examining.waiting(timezone.now()).exists():
                wake_examiner()  # behind whatever else waits
            break
    return done


def wake_sender() -> None:
    waking.wake(send_summonses)


def wake_examiner() -> None:
    waking.wake(examine_papers)


def queue_if_waiting(now: datetime) -> int:
    """For the clock: what a worker left, and what came round the models."""
    done = 0
    if sending.waiting(now).exists():
        wake_sender()
        done += 1
    if examining.waiting(now).exists():
        wake_examiner()
        done += 1
    return done


def state() -> State:
    """For `/ready`: a summons that somebody has had sent and that is not."""
    left = Summons.objects.exclude(state__in=(Summons.State.SENT, Summons.State.FAILED))
    numbers = left.aggregate(count=Count("pk"), oldest=Min("asked_at"))
    return backlog(numbers["count"], numbers["oldest"], "summonses to be sent")


@receiver(post_save, sender=Placement)
def on_placement(instance: Placement, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw and instance.published_at is None:
        _wake_on_commit()


@receiver(text_changed)
def on_text(**kwargs: Any) -> None:
    _wake_on_commit()


def _wake_on_commit() -> None:
    # One wake-up a transaction is enough, however many come in.
    if not any(wake_if_waiting in hook for hook in connection.run_on_commit):
        transaction.on_commit(wake_if_waiting, robust=True)


def wake_if_waiting() -> None:
    if examining.waiting(timezone.now()).exists():
        wake_examiner()
