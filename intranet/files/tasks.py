"""The queue of reading. A task only wakes; what there is to read is in the rows, and the clock comes round."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Min
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django_tasks import task

from intranet.files import reading
from intranet.files.versions import DocumentVersion
from intranet.jobs import waking
from intranet.jobs.readiness import LONGEST_WAIT, State, backlog

SLICE = timedelta(seconds=20)
"""How long one task goes on taking files: the same worker sends mail, which must get its turn."""


@task(queue_name="files")
def read_waiting() -> int:
    """Read what waits, for a while; how many files that was. Safe to run at any time, by several workers."""
    done = 0
    until = time.monotonic() + SLICE.total_seconds()

    def is_over() -> bool:
        return time.monotonic() >= until

    while True:
        some, any_left = reading.read_some(is_over)
        done += some
        if not some:
            return done
        if any_left and is_over():
            wake()  # behind whatever else waits
            return done


def wake() -> None:
    """Have what waits read soon. One task that waits for its turn is enough."""
    waking.wake(read_waiting)


def queue_if_waiting(now: datetime) -> int:
    """For the clock: how many files wait to be read, and wake whoever reads them if there are any."""
    count = reading.waiting(now).count()
    if count:
        wake()
    return count


def state() -> State:
    """For `/ready`. Many files may wait for long while they are read one by one; none being read is wrong."""
    unread = DocumentVersion.objects.filter(text_state=DocumentVersion.Text.WAITING)
    numbers = unread.aggregate(count=Count("pk"), oldest=Min("text_since"))
    found = backlog(numbers["count"], numbers["oldest"], "files to be read")
    if not found.problem:
        return found
    lately = DocumentVersion.objects.exclude(text_state=DocumentVersion.Text.WAITING)
    moves = lately.filter(text_since__gt=timezone.now() - LONGEST_WAIT).exists()
    return State("", found.facts) if moves else found


@receiver(post_save, sender=DocumentVersion)
def on_version(instance: DocumentVersion, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Wake the reader when the file is there for it to see; once a transaction, however many come in."""
    if not created or raw or instance.text_state != DocumentVersion.Text.WAITING:
        return
    if not any(wake in hook for hook in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)
