"""The engine for production: Elasticsearch 8, behind an alias that always names one index."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from intranet.finding.engine import Batch, IndexNotReady, IndexState, SearchUnavailable
from intranet.finding.request import SearchRequest, SuggestRequest
from intranet.finding.results import Results, Suggestion
from search.documents import fingerprint
from search.engines.elastic import reading
from search.engines.elastic.mapping import SETTINGS, mapping
from search.engines.elastic.writing import lines_of, write

log = logging.getLogger(__name__)

WRITING = 10
"""How many times longer than for a question the engine may take to write."""


class ElasticEngine:
    def __init__(self, url: str, alias: str, timeout: float) -> None:
        """`url` may carry user and password; `timeout` is in seconds, for one question."""
        self.alias = alias
        self.fingerprint = fingerprint()
        self.client = Elasticsearch(url or "http://localhost:9200", request_timeout=timeout, max_retries=0)
        self._fitting: set[str] = set()
        self.writing = self.client.options(request_timeout=timeout * WRITING)

    def search(self, request: SearchRequest) -> Results:
        with _failures_told():
            answer = reading.search_of(self.client, self.alias, request).execute().to_dict()
        return reading.results_of(request, self._trusted(answer))

    def suggest(self, request: SuggestRequest) -> tuple[Suggestion, ...]:
        with _failures_told():
            answer = reading.suggest_of(self.client, self.alias, request).execute().to_dict()
        return reading.suggestions_of(self._trusted(answer))

    def write(self, batch: Batch) -> None:
        with _failures_told():
            if self.state() is not IndexState.READY:
                raise IndexNotReady(f"the index {self.alias} has to be built")
            write(self.writing, self.alias, batch, lines_of(batch), alias=True, seen=True)

    @contextmanager
    def rebuild(self) -> Iterator[ElasticRebuild]:
        with _failures_told():
            aside = ElasticRebuild(self.writing, self.alias, self.fingerprint)
        try:
            yield aside
        finally:
            with _failures_told():
                aside.close()

    def state(self) -> IndexState:
        with _failures_told():
            name = self.index_name()
            if name is None:
                return IndexState.MISSING
            described = self.client.indices.get_mapping(index=name)
        made_with = described[name]["mappings"].get("_meta", {}).get("fingerprint")
        return IndexState.READY if made_with == self.fingerprint else IndexState.OUTDATED

    def index_name(self) -> str | None:
        with _failures_told():
            try:
                return next(iter(self.client.indices.get_alias(name=self.alias)))
            except NotFoundError:
                return None

    def _trusted(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer, if it is whole and from an index of our make."""
        # A part of the index would say too little with a straight face.
        if answer.get("timed_out") or answer["_shards"]["failed"]:
            raise SearchUnavailable("only a part of the index answered")
        names = {found["_index"] for found in answer["hits"]["hits"]}
        if not names <= self._fitting:
            # Looked at once for each making of the index, so that a question is one request.
            if self.state() is not IndexState.READY:
                raise IndexNotReady(f"the index {self.alias} has to be built")
            self._fitting |= names
        return answer


class ElasticRebuild:
    """An index made aside. A batch is sent while the next one is made: `write` may tell of the one before."""

    def __init__(self, client: Elasticsearch, alias: str, made_with: str) -> None:
        self._client = client
        self._sender = ThreadPoolExecutor(1)
        self._sent: Future[None] | None = None
        self._alias = alias
        self.name = f"{alias}-{secrets.token_hex(8)}"
        self.sweep()
        client.indices.create(
            index=self.name,
            settings={**SETTINGS, "refresh_interval": "-1"},
            mappings=mapping(made_with).to_dict(),
        )

    def write(self, batch: Batch) -> None:
        lines = lines_of(batch)
        self._arrived()
        self._sent = self._sender.submit(write, self._client, self.name, batch, lines)

    def _arrived(self) -> None:
        """Wait for what was sent; raise what became of it."""
        sent, self._sent = self._sent, None
        if sent is not None:
            with _failures_told():
                sent.result()

    def swap(self) -> None:
        self._arrived()
        with _failures_told():
            self._client.indices.put_settings(index=self.name, settings={"refresh_interval": None})
            self._client.indices.refresh(index=self.name)
            self._client.indices.update_aliases(
                actions=[
                    {"remove": {"index": f"{self._alias}-*", "alias": self._alias, "must_exist": False}},
                    {"add": {"index": self.name, "alias": self._alias}},
                ]
            )

    def close(self) -> None:
        """Nothing more is sent; what is left behind is swept away."""
        self._sender.shutdown(wait=True, cancel_futures=True)
        self.sweep()

    def sweep(self) -> None:
        """Remove every index of ours that the alias does not name."""
        found = self._client.indices.get_alias(index=f"{self._alias}-*")
        mine = (name for name in found if len(name) == len(self.name))
        left = [name for name in mine if self._alias not in found[name]["aliases"]]
        if left:
            self._client.indices.delete(index=left, ignore_unavailable=True)


@contextmanager
def _failures_told() -> Iterator[None]:
    try:
        yield
    except NotFoundError as error:
        raise IndexNotReady("the Elasticsearch index has to be built") from error
    except (TransportError, ApiError) as error:
        # The kind of error only: a whole one quotes the question, and so what somebody searched for.
        reason = f"{type(error).__name__} {getattr(error, 'status_code', '')}".strip()
        log.warning("Elasticsearch did not do as asked: %s", reason)
        raise SearchUnavailable(reason) from None
