"""Taking the outbox to the engine.

A change is deleted from the outbox only when the engine has acknowledged it. What is written is always what
the database says now, read after the entry: a repeated entry, or two of the same thing in either order, end
the same. One drainer at a time, or an older reading could overwrite a newer one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from django.db import DatabaseError
from django.db.models import F

from intranet.finding import engine, lock
from intranet.finding.chunks import chunks
from intranet.finding.documents import key
from intranet.finding.engine import Batch, IndexNotReady, IndexState, SearchUnavailable
from intranet.finding.models import IndexName, OutboxEntry
from intranet.finding.sources import following, source_of

log = logging.getLogger(__name__)
Change = OutboxEntry.Change

ENTRIES = 100
DOCUMENTS = 100
"""How many documents are read and written at a time: what bounds the memory."""


def drain() -> int:
    """Write what waits until nothing does; how many changes that was.

    Gives 0 if another drainer is at work: it takes these too. Raises SearchUnavailable (and keeps every
    change) if the engine does not answer, IndexNotReady if the index has to be rebuilt first. A change that
    cannot be written is kept, counted and passed over.
    """
    done = 0
    failed: set[int] = set()
    while True:
        with lock.held(lock.DRAIN) as mine:
            if not mine:
                return done
            if not index_is_ours():
                raise IndexNotReady("the index has to be built")
            if not lock.is_held(lock.REBUILD):
                OutboxEntry.objects.filter(written=True).delete()
            while entries := _next(failed):
                done += _write(entries, failed)
        # Somebody who came while the last round ended was sent away by the lock: their change is ours.
        if not _next(failed):
            return done


def index_is_ours() -> bool:
    """Whether the engine has a fitting index, and the one that every change so far has gone to."""
    used = engine.current()
    return used.state() is IndexState.READY and used.index_name() == IndexName.current()


def batches(entries: Sequence[OutboxEntry]) -> Iterator[Batch]:
    """What the entries come to, as the database is now."""
    places = tuple({e.place for e in entries if e.change in (Change.MOVED, Change.DELETED)})
    if places:
        yield Batch(places=places)
    for family, pks in _concerned(entries).items():
        source = source_of(family)
        if source is None:
            yield Batch(removed=tuple(key(family, pk) for pk in pks))
            continue
        for chunk in chunks(pks, DOCUMENTS):
            documents = tuple(source.documents(chunk))
            removed = {key(family, pk) for pk in chunk} - {document.id for document in documents}
            yield Batch(documents=documents, removed=tuple(removed))


def _concerned(entries: Sequence[OutboxEntry]) -> dict[str, dict[str, None]]:
    """Primary keys by family: of what is named, and of all that lies in what was moved."""
    found: dict[str, dict[str, None]] = {}
    for entry in entries:
        found.setdefault(entry.family, {})[entry.object_pk] = None
    for family, pk in {(e.family, e.object_pk) for e in entries if e.change == Change.MOVED}:
        source = source_of(family)
        if source is not None:
            found[family].update(dict.fromkeys(source.below(pk)))
        for other, inside in following(family).items():
            found.setdefault(other, {}).update(dict.fromkeys(inside(pk)))
    return found


def _next(failed: set[int]) -> list[OutboxEntry]:
    waiting = OutboxEntry.objects.filter(written=False).exclude(pk__in=failed)
    return list(waiting.order_by("attempts", "id")[:ENTRIES])


def _write(entries: Sequence[OutboxEntry], failed: set[int]) -> int:
    try:
        for batch in batches(entries):
            engine.current().write(batch)
    except (SearchUnavailable, DatabaseError):
        raise
    except Exception:
        if len(entries) > 1:
            # One of them spoils the batch: find it, and let the others through.
            return sum(_write([entry], failed) for entry in entries)
        log.exception("index change %s cannot be written", entries[0])
        OutboxEntry.objects.filter(pk=entries[0].pk).update(attempts=F("attempts") + 1)
        failed.add(entries[0].pk)
        return 0
    _acknowledged(entries)
    return len(entries)


def _acknowledged(entries: Sequence[OutboxEntry]) -> None:
    rows = OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries])
    if lock.is_held(lock.REBUILD):
        # The index being made aside may have read these things before they changed: kept for it.
        rows.update(written=True)
    else:
        rows.delete()
