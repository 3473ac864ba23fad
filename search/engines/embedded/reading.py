"""Answering from a tantivy index: every part of one answer from the same snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tantivy

from intranet.finding import request as asked
from intranet.finding import states
from intranet.finding.request import LAST_POSITION, SearchRequest, SuggestRequest
from intranet.finding.results import Facet, Results, Suggestion
from search import filters, ranking
from search.documents import shown_of
from search.engines import reading
from search.engines.embedded.translation import query_of
from search.tree import Node, all_of

MOST_VALUES = 10_000


@dataclass(frozen=True)
class Snapshot:
    """The index as it was when the question came."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema

    def search(self, request: SearchRequest) -> Results:
        base = all_of(
            (ranking.matching(request), filters.findable(request.scope, request.stale, request.today))
        )
        ranked, total = self._ranked(all_of((base, filters.but_for(request, None))), request.sort)
        question = ranking.question(request.text)
        hits = []
        for address, score in ranked[request.offset : request.offset + request.page_size]:
            stored = self.searcher.doc(address)
            hits.append(
                reading.hit(_text(stored, "id"), _text(stored, "kind"), _shown(stored), score, question)
            )
        return Results(hits=tuple(hits), total=total, facets=self._facets(request, base))

    def suggest(self, request: SuggestRequest) -> tuple[Suggestion, ...]:
        node = all_of(
            (ranking.suggesting(request), filters.findable(request.scope, request.stale, request.today))
        )
        node = all_of((node, filters.chosen(SearchRequest(today=request.today), asked.STATE)))
        ranked, _ = self._ranked(node, asked.RELEVANCE)
        found = (self.searcher.doc(address) for address, _ in ranked[: request.limit])
        return tuple(
            Suggestion(_text(stored, "id"), _text(stored, "kind"), shown_of(_shown(stored)).title)
            for stored in found
        )

    def _ranked(self, node: Node, sort: str) -> tuple[list[tuple[tantivy.DocAddress, float]], int]:
        """Every hit that can be reached, in order, and how many there are."""
        result: Any = self.searcher.search(
            query_of(node, self.schema),
            limit=max(1, min(LAST_POSITION, self.searcher.num_docs)),
            order_by_field="date" if sort == asked.DATE else None,
        )
        addresses = [address for _, address in result.hits]
        if not addresses:
            return [], result.count
        # tantivy breaks ties by where a document happens to lie, which a merge changes between two pages.
        dates = self._numbers("date", addresses)
        ties = self._numbers("tie", addresses)
        order = range(len(addresses))
        if sort == asked.DATE:
            scores = [0.0] * len(addresses)
        else:
            scores = [score for score, _ in result.hits]
        in_order = sorted(order, key=lambda i: (-scores[i], -dates[i], ties[i]))
        return [(addresses[i], scores[i]) for i in in_order], result.count

    def _numbers(self, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        return [int(value or 0) for value in self.searcher.fast_field_values(field, addresses)]

    def _facets(self, request: SearchRequest, base: Node) -> tuple[Facet, ...]:
        """Each facet without its own choice, so that a second value of it can be added to the first."""
        found: dict[str, Facet] = {}
        together: dict[Node, list[str]] = {}
        for name in request.facets:
            node = all_of((base, filters.but_for(request, name)))
            if name == asked.STATE:
                found[name] = reading.facet(request, name, self._states(request, node))
            else:
                together.setdefault(node, []).append(name)
        for node, names in together.items():
            for name, counts in self._counts(node, names).items():
                found[name] = reading.facet(request, name, counts)
        return tuple(found[name] for name in request.facets)

    def _counts(self, node: Node, names: Sequence[str]) -> dict[str, dict[str, int]]:
        wanted = {
            name: {"terms": {"field": filters.FACET_FIELDS[name], "size": MOST_VALUES}} for name in names
        }
        answer = self.searcher.aggregate(query_of(node, self.schema), wanted)
        return {
            name: {bucket["key"]: int(bucket["doc_count"]) for bucket in answer[name]["buckets"]}
            for name in names
        }

    def _states(self, request: SearchRequest, node: Node) -> dict[str, int]:
        counts = {}
        for state in states.STATES:
            query = query_of(all_of((node, filters.in_state(state, request.today))), self.schema)
            result: Any = self.searcher.search(query, limit=1)
            counts[state] = result.count
        return counts


def _text(stored: tantivy.Document, name: str) -> str:
    return str(stored.get_first(name))


def _shown(stored: tantivy.Document) -> str:
    value: Any = stored.get_first("shown")
    return bytes(value).decode()
