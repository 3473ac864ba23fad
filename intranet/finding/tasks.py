"""The index's own queue. A task only wakes the drainer; what there is to do is in the outbox."""

from __future__ import annotations

import logging
from datetime import datetime

from django_tasks import task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from intranet.finding import draining, outbox, rebuilding
from intranet.finding.engine import IndexNotReady, SearchUnavailable

log = logging.getLogger(__name__)
QUEUE = "index"


@task(queue_name=QUEUE)
def drain_index() -> int:
    """Bring the index up to date; build it if there is none that fits. Safe to run at any time."""
    try:
        try:
            return draining.drain()
        except IndexNotReady:
            rebuilding.rebuild()
            return draining.drain()
    except rebuilding.RebuildRunning:
        return 0
    except SearchUnavailable as error:
        # Nothing is lost: the outbox keeps it and the clock comes round.
        log.warning("the search engine does not answer, %d changes wait: %s", outbox.waiting(), error)
        return 0


def wake() -> None:
    """Have the outbox drained soon. One that waits for its turn is enough: it will see what is there now."""
    if not _is_queued():
        drain_index.enqueue()


def queue_if_waiting(_now: datetime) -> int:
    """For the clock: wake the drainer if anything waits, or if the index has to be built."""
    waiting = outbox.waiting()
    if not waiting and _index_is_ready():
        return 0
    wake()
    return waiting or 1


def _is_queued() -> bool:
    if not isinstance(drain_index.get_backend(), DatabaseBackend):
        return False
    return DBTaskResult.objects.ready().filter(task_path=drain_index.module_path).exists()


def _index_is_ready() -> bool:
    try:
        return draining.index_is_ours()
    except SearchUnavailable:
        return True  # a stopped engine needs starting, not building
