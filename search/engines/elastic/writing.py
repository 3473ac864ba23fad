"""Writing to Elasticsearch: batches as bulk requests, made here line by line, and what became of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from intranet.finding.engine import Batch, DocumentsRefused, IndexNotReady, SearchUnavailable
from search.documents import Row, row_of

log = logging.getLogger(__name__)

MOST_CHARACTERS = 10_000_000
"""Of a request; more documents than that go in another one."""
# Of each document only what tells whether it was taken, and why not: the rest is as long as some documents.
ANSWERED = ("items.*._id", "items.*.status", "items.*.error.type")
TOO_MANY = 429

_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def connected(url: str, timeout: float) -> Elasticsearch:
    """A client that asks once and waits so many seconds."""
    return Elasticsearch(url, request_timeout=timeout, max_retries=0)


def source_of(row: Row) -> dict[str, Any]:
    return {
        **row.tokens,
        **{name: list(values) for name, values in row.keys.items()},
        **row.numbers,
        "shown": row.shown,
    }


def lines_of(batch: Batch) -> list[str]:
    """The lines of a batch in a bulk request: each document's in one string, so that no request comes between."""
    removed = [_line({"delete": {"_id": document_id}}) for document_id in batch.removed]
    written = [
        f"{_line({'index': {'_id': document.id}})}\n{_line(source_of(row_of(document)))}"
        for document in batch.documents
    ]
    return [*removed, *written]


def write(
    client: Elasticsearch,
    index: str,
    batch: Batch,
    lines: Iterable[str],
    *,
    alias: bool = False,
    seen: bool = False,
) -> None:
    """Return when the changes are kept, and if `seen` searches see them; raise DocumentsRefused for those not taken.

    `lines` are those of the batch. With `alias`, nothing is written unless `index` is one: a write to an alias
    that is gone would make an index of that name.
    """
    if batch.places:
        client.indices.refresh(index=index)
        client.delete_by_query(
            index=index,
            query={"terms": {"within": list(batch.places)}},
            conflicts="proceed",
            refresh=True,
        )
    options: dict[str, Any] = {"index": index, "refresh": seen, "filter_path": ANSWERED}
    if alias:
        options["require_alias"] = True
    refused: dict[str, str] = {}
    try:
        for some in _requests(lines):
            refused |= _refused(client.bulk(**options | {"operations": some}).body)
    except ApiError as error:
        if error.status_code not in (400, 413):
            raise
        # Too large, or not to be read at all: the whole of it is refused, and its writer finds out which.
        # What it was to remove as well: a batch that only removes is otherwise taken for done.
        every = [*batch.removed, *(document.id for document in batch.documents)]
        refused = dict.fromkeys(every, str(error.status_code))
    if refused:
        raise DocumentsRefused(list(refused), next(iter(refused.values())))


def _requests(lines: Iterable[str]) -> Iterator[list[str]]:
    some: list[str] = []
    size = 0
    for line in lines:
        if some and size + len(line) > MOST_CHARACTERS:
            yield some
            some, size = [], 0
        some.append(line)
        size += len(line)
    if some:
        yield some


def _refused(answer: dict[str, Any]) -> dict[str, str]:
    """What the engine refused, with its reason; raises SearchUnavailable if it had no room or failed."""
    refused: dict[str, str] = {}
    for item in answer.get("items", ()):
        (outcome,) = item.values()
        if "error" not in outcome:  # to remove what is not there is none
            continue
        reason = outcome["error"]["type"]
        if outcome["status"] >= TOO_MANY:
            raise SearchUnavailable(reason)
        refused[outcome["_id"]] = reason
    return refused


@contextmanager
def failures_told() -> Iterator[None]:
    try:
        yield
    except NotFoundError as error:
        raise IndexNotReady("the Elasticsearch index has to be built") from error
    except (TransportError, ApiError) as error:
        # The kind of error only: a whole one quotes the question, and so what somebody searched for.
        reason = f"{type(error).__name__} {getattr(error, 'status_code', '')}".strip()
        log.warning("Elasticsearch did not do as asked: %s", reason)
        raise SearchUnavailable(reason) from None


class Sending:
    """Sends a batch while the next one is made: `write` may tell of the one before."""

    def __init__(self, client: Elasticsearch, index: str) -> None:
        self._client = client
        self._index = index
        self._sender = ThreadPoolExecutor(1)
        self._sent: Future[None] | None = None

    def write(self, batch: Batch) -> None:
        lines = lines_of(batch)
        self.arrived()
        self._sent = self._sender.submit(write, self._client, self._index, batch, lines)

    def arrived(self) -> None:
        """Wait for what was sent; raise what became of it."""
        sent, self._sent = self._sent, None
        if sent is not None:
            with failures_told():
                sent.result()

    def close(self) -> None:
        """Nothing more is sent."""
        self._sender.shutdown(wait=True, cancel_futures=True)
