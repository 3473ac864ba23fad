"""Announcing changes to the index, in the transaction of the change.

The row commits or rolls back with what it announces, so no update is lost; `draining` takes it to the engine.
Until then what is moved, withdrawn or deleted is in `stale()`, which every search excludes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from django.db.models import QuerySet

from intranet.finding.documents import key
from intranet.finding.models import OutboxEntry

log = logging.getLogger(__name__)
Change = OutboxEntry.Change

HIDING = (Change.MOVED, Change.WITHDRAWN, Change.DELETED)

_gathered: ContextVar[dict[tuple[str, str, str], OutboxEntry] | None] = ContextVar("gathered", default=None)


def changed(family: str, pk: object) -> None:
    """It was made, published or edited: what it says is to be indexed again."""
    _announce(family, pk, Change.CHANGED)


def moved(family: str, pk: object) -> None:
    """It, with everything inside it, lies somewhere else: found again when the index knows where."""
    _announce(family, pk, Change.MOVED)


def withdrawn(family: str, pk: object) -> None:
    """It is not to be found any more; what is inside it stays."""
    _announce(family, pk, Change.WITHDRAWN)


def deleted(family: str, pk: object) -> None:
    """It is gone, with everything inside it."""
    _announce(family, pk, Change.DELETED)


@contextmanager
def gathering() -> Iterator[None]:
    """Write the announcements made inside as one insert, each thing once; for imports, round each batch.

    Must lie inside the batch's transaction, so that they commit with it: an import that is killed has
    announced exactly what it has written.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("gathering() needs the transaction of the change")
    outer = _gathered.get()
    entries: dict[tuple[str, str, str], OutboxEntry] = {} if outer is None else outer
    token = _gathered.set(entries)
    try:
        yield
    finally:
        _gathered.reset(token)
    if outer is None and entries:
        OutboxEntry.objects.bulk_create(entries.values(), batch_size=500)
        _wake_on_commit()


def stale() -> frozenset[str]:
    """Names of what the index may still hold though the database has moved or taken it away. One query."""
    return frozenset(key(family, pk) for family, pk in hiding())


def hiding() -> QuerySet:
    """The rows behind `stale`: family and primary key; for whoever asks for more in the same query."""
    return (
        OutboxEntry.objects.filter(written=False, change__in=HIDING)
        .order_by()
        .values_list("family", "object_pk")
    )


def waiting() -> int:
    """How many changes the index does not have yet; for `/ready`."""
    return OutboxEntry.objects.filter(written=False).count()


def _announce(family: str, pk: object, change: Change) -> None:
    entry = OutboxEntry(family=family, object_pk=str(pk), change=change)
    gathered = _gathered.get()
    if gathered is not None:
        gathered[family, str(pk), change] = entry
        return
    entry.save(force_insert=True)
    _wake_on_commit()


def _wake_on_commit() -> None:
    # One wake-up a transaction is enough, however many changes it makes.
    if any(_wake in hook for hook in connection.run_on_commit):
        return
    transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    from intranet.finding import tasks  # tasks import the drainer, which imports this module

    tasks.wake()
