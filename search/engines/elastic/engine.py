"""The engine for production: Elasticsearch 8, behind an alias that always names one index."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from intranet.finding.engine import Batch, IndexNotReady, IndexState, SearchUnavailable
from intranet.finding.request import SearchRequest, SuggestRequest
from intranet.finding.results import Results, Suggestion
from search.documents import fingerprint
from search.engines.elastic import reading
from search.engines.elastic.helper import Helper, cores
from search.engines.elastic.mapping import SETTINGS, mapping
from search.engines.elastic.writing import Sending, connected, failures_told, lines_of, write

log = logging.getLogger(__name__)

WRITING = 10
"""How many times longer than for a question the engine may take to write."""
MANY = 500
"""Documents in a batch, from which a rebuild is long enough for a process of its own to be worth its start."""

BeginHelper = Callable[[str], Helper]


class ElasticEngine:
    def __init__(self, url: str, alias: str, timeout: float) -> None:
        """`url` may carry user and password; `timeout` is in seconds, for one question."""
        self.url = url or "http://localhost:9200"
        self.timeout = timeout
        self.alias = alias
        self.fingerprint = fingerprint()
        self.client = connected(self.url, timeout)
        self._fitting: set[str] = set()
        self.writing = self.client.options(request_timeout=timeout * WRITING)

    def search(self, request: SearchRequest) -> Results:
        with failures_told():
            answer = reading.search_of(self.client, self.alias, request).execute().to_dict()
        return reading.results_of(request, self._trusted(answer))

    def suggest(self, request: SuggestRequest) -> tuple[Suggestion, ...]:
        with failures_told():
            answer = reading.suggest_of(self.client, self.alias, request).execute().to_dict()
        return reading.suggestions_of(self._trusted(answer))

    def write(self, batch: Batch) -> None:
        with failures_told():
            if self.state() is not IndexState.READY:
                raise IndexNotReady(f"the index {self.alias} has to be built")
            write(self.writing, self.alias, batch, lines_of(batch), alias=True, seen=True)

    @contextmanager
    def rebuild(self) -> Iterator[ElasticRebuild]:
        with failures_told():
            aside = ElasticRebuild(
                self.writing, self.alias, self.fingerprint, partial(Helper, self.url, self.timeout * WRITING)
            )
        try:
            yield aside
        finally:
            with failures_told():
                aside.close()

    def state(self) -> IndexState:
        with failures_told():
            name = self.index_name()
            if name is None:
                return IndexState.MISSING
            described = self.client.indices.get_mapping(index=name)
        made_with = described[name]["mappings"].get("_meta", {}).get("fingerprint")
        return IndexState.READY if made_with == self.fingerprint else IndexState.OUTDATED

    def index_name(self) -> str | None:
        with failures_told():
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
    """An index made aside. `write` may tell of a batch before: one is sent while the next is made."""

    def __init__(self, client: Elasticsearch, alias: str, made_with: str, begin_helper: BeginHelper) -> None:
        self._client = client
        self._alias = alias
        self.name = f"{alias}-{secrets.token_hex(8)}"
        self.sweep()
        client.indices.create(
            index=self.name,
            settings={**SETTINGS, "refresh_interval": "-1"},
            mappings=mapping(made_with).to_dict(),
        )
        self._writer: Sending | Helper = Sending(client, self.name)
        self._begin_helper: BeginHelper | None = begin_helper
        self._helper: Helper | None = None

    def write(self, batch: Batch) -> None:
        self._let_help()
        self._writer.write(batch)
        if self._begin_helper and len(batch.documents) >= MANY and cores() > 1:
            self._helper = self._begin_helper(self.name)
            self._begin_helper = None

    def _let_help(self) -> None:
        """From when the helper has started, all goes by it; what went before has to have arrived then."""
        if self._helper is None or self._writer is self._helper:
            return
        try:
            started = self._helper.has_started()
        except SearchUnavailable as error:
            log.warning("the index is written without help: %s", error)
            self._helper.close()
            self._helper = None
            return
        if started:
            self._writer.arrived()
            self._writer.close()
            self._writer = self._helper

    def swap(self) -> None:
        self._writer.arrived()
        with failures_told():
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
        self._writer.close()
        if self._helper is not None:
            self._helper.close()
        self.sweep()

    def sweep(self) -> None:
        """Remove every index of ours that the alias does not name."""
        found = self._client.indices.get_alias(index=f"{self._alias}-*")
        mine = (name for name in found if len(name) == len(self.name))
        left = [name for name in mine if self._alias not in found[name]["aliases"]]
        if left:
            self._client.indices.delete(index=left, ignore_unavailable=True)
