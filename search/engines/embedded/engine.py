"""The engine that needs no server: a tantivy index in a directory of this machine."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import tantivy

from intranet.finding.engine import Batch, IndexNotReady, IndexState, SearchUnavailable
from intranet.finding.request import SearchRequest, SuggestRequest
from intranet.finding.results import Results, Suggestion
from search.documents import fingerprint, row_of
from search.engines.embedded.directory import Directory
from search.engines.embedded.reading import Snapshot
from search.engines.embedded.schema import document_of, schema

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

HEAP = 50_000_000
"""Bytes that a writer may hold before it writes a segment; tantivy wants at least 15 million a thread."""


class EmbeddedEngine:
    """Read by every process, written by one at a time; the drain lock sees to that."""

    def __init__(self, root: Path) -> None:
        self.directory = Directory(root)
        self.fingerprint = fingerprint()
        self._opening = threading.Lock()
        self._opened: tuple[int, str, tantivy.Index] | None = None

    def search(self, request: SearchRequest) -> Results:
        return self._answer(lambda snapshot: snapshot.search(request))

    def suggest(self, request: SuggestRequest) -> tuple[Suggestion, ...]:
        return self._answer(lambda snapshot: snapshot.suggest(request))

    def write(self, batch: Batch) -> None:
        if self.state() is not IndexState.READY:
            raise IndexNotReady("the embedded index has to be built")
        name, _ = self.directory.current() or ("", "")
        with _failures_told():
            # Opened for each batch: between two, a rebuild may have put another directory in its place.
            writer = Writer(self.directory.path(name))
            writer.write(batch)
            writer.commit()

    @contextmanager
    def rebuild(self) -> Iterator[EmbeddedRebuild]:
        with _failures_told():
            aside = EmbeddedRebuild(self.directory, self.fingerprint)
        try:
            yield aside
        finally:
            aside.release()
            self.directory.sweep()

    def state(self) -> IndexState:
        with _failures_told():
            current = self.directory.current()
        if current is None:
            return IndexState.MISSING
        return IndexState.READY if current[1] == self.fingerprint else IndexState.OUTDATED

    def index_name(self) -> str | None:
        current = self.directory.current()
        return current[0] if current else None

    def _answer(self, ask: Callable[[Snapshot], Answer]) -> Answer:
        with _failures_told():
            return ask(self._snapshot())

    def _snapshot(self) -> Snapshot:
        try:
            index = self._index()
        except (ValueError, OSError):
            # A rebuild took the directory away between the pointer and the opening: look once more.
            self._opened = None
            with _failures_told():
                index = self._index()
        return Snapshot(index.searcher(), index.schema)

    def _index(self) -> tantivy.Index:
        """The index that the pointer names, as of its last commit. Opened once in each process."""
        current = self.directory.current()
        if current is None or current[1] != self.fingerprint:
            raise IndexNotReady("the embedded index has to be built")
        with self._opening:
            opened = self._opened
            if opened is None or opened[:2] != (os.getpid(), current[0]):
                index = tantivy.Index(schema(), path=str(self.directory.path(current[0])), reuse=True)
                index.config_reader(reload_policy="manual")
                opened = self._opened = (os.getpid(), current[0], index)
            # Not left to tantivy's own watcher, which looks now and then: what has left the outbox must be
            # seen by the very next search.
            opened[2].reload()
            return opened[2]


class Writer:
    def __init__(self, path: Path) -> None:
        self._schema = schema()
        self._writer = tantivy.Index(self._schema, path=str(path), reuse=True).writer(HEAP, 1)

    def write(self, batch: Batch) -> None:
        for place in batch.places:
            self._writer.delete_documents_by_term("within", place)
        for document_id in (*batch.removed, *(document.id for document in batch.documents)):
            self._writer.delete_documents_by_term("id", document_id)
        for document in batch.documents:
            self._writer.add_document(document_of(row_of(document)))

    def commit(self) -> None:
        """Kept on disk, and the writer's lock let go."""
        self._writer.commit()
        self._writer.wait_merging_threads()


class EmbeddedRebuild:
    def __init__(self, directory: Directory, made_with: str) -> None:
        self._directory = directory
        self._made_with = made_with
        self.name = directory.begin()
        self._writer: Writer | None = Writer(directory.path(self.name))

    def write(self, batch: Batch) -> None:
        with _failures_told():
            self._open_writer.write(batch)

    def swap(self) -> None:
        with _failures_told():
            self._open_writer.commit()
            self._directory.point_to(self.name, self._made_with)

    def release(self) -> None:
        """Stop writing: its threads would go on making files in a directory that is being removed."""
        self._writer = None

    @property
    def _open_writer(self) -> Writer:
        if self._writer is None:
            raise SearchUnavailable("this rebuild is over")
        return self._writer


@contextmanager
def _failures_told() -> Iterator[None]:
    """tantivy and the file system say what is wrong in their own ways; here it is: no answer."""
    try:
        yield
    except SearchUnavailable:
        raise
    except (ValueError, OSError) as error:
        log.error("the embedded index cannot be used: %s", error)
        raise SearchUnavailable(str(error)) from error
