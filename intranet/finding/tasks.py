"""The index's own queue. A task only wakes the drainer; what there is to do is in the outbox."""

from __future__ import annotations

import logging
from datetime import datetime

from django_tasks import task

from intranet.finding import draining, outbox, rebuilding
from intranet.finding.engine import IndexNotReady, SearchUnavailable
from intranet.jobs import waking

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
    waking.wake(drain_index)


def queue_if_waiting(_now: datetime) -> int:
    """For the clock: wake the drainer if anything waits, or if the index has to be built."""
    waiting = outbox.waiting()
    if not waiting and _index_is_ready():
        return 0
    wake()
    return waiting or 1


def _index_is_ready() -> bool:
    try:
        return draining.index_is_ours()
    except SearchUnavailable:
        return True  # a stopped engine needs starting, not building
