"""Whether the site can do its work: what `/ready` tells, and whoever starts the site asks.

An app that something must answer for registers a check here. A check says what is wrong in words that may be
shown to anybody: no addresses, no versions, no names.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from intranet.jobs import clock

log = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(minutes=10)
"""How old the oldest waiting task or change may be."""
LATEST_CLOCK = timedelta(minutes=3)


@dataclass(frozen=True)
class State:
    """`problem` is empty when all is well; `facts` are numbers that help to see why not."""

    problem: str = ""
    facts: dict[str, object] = field(default_factory=dict)


_checks: dict[str, Callable[[], State]] = {}


def register(name: str, check: Callable[[], State]) -> None:
    """`check()` says how it stands with `name`; what it raises counts as a problem."""
    _checks[name] = check


def check(name: str) -> State:
    """How it stands with one of them. KeyError if nobody has registered it."""
    try:
        return _checks[name]()
    except DatabaseError:
        return State("the database does not answer")
    except Exception:
        log.exception("the check of %s failed", name)
        return State("the check failed")


def check_all() -> dict[str, State]:
    """All checks, the database first: without it the others could only repeat that it is away."""
    database = check("database")
    if database.problem:
        return {"database": database}
    return {name: check(name) for name in _checks}


def backlog(count: int, oldest: datetime | None, what: str) -> State:
    """The state of a queue of `what` (a plural) with `count` waiting, the first of them since `oldest`."""
    waited = timezone.now() - oldest if oldest else timedelta()
    facts: dict[str, object] = {"waiting": count, "oldest_seconds": int(waited.total_seconds())}
    return State(f"{what} have waited too long" if waited > LONGEST_WAIT else "", facts)


def _database() -> State:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return State()


_applied = threading.Event()


def _migrations() -> State:
    # Reading every migration costs a third of a second. Code does not change under a running process, so
    # what is applied once stays so.
    if _applied.is_set():
        return State()
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return State("the database is older than the code", {"missing": missing})
    _applied.set()
    return State()


def _tasks() -> State:
    at_once = Q(run_after=get_date_max())
    numbers = (
        DBTaskResult.objects.ready()
        .order_by()
        .aggregate(
            count=Count("pk"),
            queued=Min("enqueued_at", filter=at_once),
            due=Min("run_after", filter=~at_once),
        )
    )
    oldest = min(filter(None, (numbers["queued"], numbers["due"])), default=None)
    return backlog(numbers["count"], oldest, "tasks")


def _clock() -> State:
    late = clock.lateness()
    if late is None:
        return State("the clock has never come round")
    facts: dict[str, object] = {"seconds_ago": max(0, int(late.total_seconds()))}
    return State("the clock is late" if late > LATEST_CLOCK else "", facts)


register("database", _database)
register("migrations", _migrations)
register("tasks", _tasks)
register("clock", _clock)
