"""Making the whole index anew, aside, while the present one is read and written as usual.

Changes that the drainer writes meanwhile are kept in the outbox and given to the new index before it takes
over; the drainer stands still for that moment only. So no write during a rebuild is lost.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from intranet.finding import draining, engine, lock
from intranet.finding.chunks import chunks
from intranet.finding.engine import Batch, Engine
from intranet.finding.models import IndexName, OutboxEntry
from intranet.finding.sources import all_sources

DOCUMENTS = 500
"""How many are given to the engine at once: nobody waits for a short batch here, as they do for the drainer's."""


class RebuildRunning(Exception):  # noqa: N818
    """Somebody else is rebuilding."""


def document_count() -> int:
    """About how many documents a rebuild will write."""
    return sum(source.count() for source in all_sources())


def rebuild(progress: Callable[[int], object] | None = None, on: Engine | None = None) -> int:
    """Rebuild the index and swap it in; how many documents it got.

    `progress` is called with the number of documents written since last time. Interrupted, it leaves the
    present index as it was. Raises RebuildRunning, SearchUnavailable, or LockLost if the database dropped
    the connection on the way.
    """
    count = 0
    with ExitStack() as stack:
        # The drainer asks for the rebuild lock while it holds its own: passing through that one first, we
        # are never turned away by somebody who only asked.
        with lock.held(lock.DRAIN, wait=True):
            if not stack.enter_context(lock.held(lock.REBUILD)):
                raise RebuildRunning
        stack.enter_context(_collecting_seldom())
        aside = stack.enter_context((on or engine.current()).rebuild())
        for source in all_sources():
            for documents in chunks(source.iterate(), DOCUMENTS):
                aside.write(Batch(documents=documents))
                count += len(documents)
                if progress:
                    progress(len(documents))
        with lock.held(lock.DRAIN, wait=True):
            lock.assert_still_held(lock.REBUILD)
            kept = OutboxEntry.objects.filter(written=True)
            for entries in chunks(kept.order_by("id").iterator(), draining.ENTRIES):
                for batch in draining.batches(entries):
                    aside.write(batch)
            aside.swap()
            if on is None:
                IndexName.objects.update_or_create(pk=1, defaults={"name": aside.name})
            kept.delete()
    return count


SELDOM = 50_000
"""New objects until the collector looks through them: about those of a batch."""


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Have the collector leave alone what the process holds already: batches come and go whole, without cycles.

    By its own measure it would look through all of Django again and again, which takes a fifth of the time.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
