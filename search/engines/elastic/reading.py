"""Asking Elasticsearch: one request a question, and what its answer says."""

from __future__ import annotations

import hashlib
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import A, Search
from elasticsearch.dsl.aggs import Agg

from intranet.finding import request as asked
from intranet.finding import states
from intranet.finding.request import SearchRequest, SuggestRequest
from intranet.finding.results import Facet, Results, Suggestion
from search import filters, ranking
from search.documents import shown_of
from search.engines import reading
from search.engines.elastic.translation import query_of
from search.tree import all_of

MOST_VALUES = 10_000
BY_RELEVANCE = ("_score", "-date", "tie")  # the score with the highest first, as Elasticsearch has it
BY_DATE = ("-date", "tie")


def search_of(client: Elasticsearch, alias: str, request: SearchRequest) -> Search:
    """The whole page as one request: hits, total and every facet."""
    search = (
        Search(using=client, index=alias)
        .query(query_of(ranking.matching(request)))
        .query("bool", filter=[query_of(_findable(request))])
        # After the counting: each facet leaves out its own choice, the hits none.
        .post_filter(query_of(filters.but_for(request, None)))
        .sort(*(BY_DATE if request.sort == asked.DATE else BY_RELEVANCE))
        .source(["id", "kind", "shown"])
        .params(preference=_copy_for(request.text))
        .extra(track_total_hits=True, from_=request.offset, size=request.page_size)
    )
    for name in request.facets:
        others = A("filter", query_of(filters.but_for(request, name)))
        search.aggs.bucket(name, others).bucket("values", _counted(request, name))
    return search


def suggest_of(client: Elasticsearch, alias: str, request: SuggestRequest) -> Search:
    expired = filters.chosen(SearchRequest(today=request.today), asked.STATE)
    return (
        Search(using=client, index=alias)
        .query(query_of(ranking.suggesting(request)))
        .query("bool", filter=[query_of(all_of((_findable(request), expired)))])
        .sort(*BY_RELEVANCE)
        .source(["id", "kind", "shown"])
        .params(preference=_copy_for("suggest"))
        .extra(track_total_hits=False, size=request.limit)
    )


def results_of(request: SearchRequest, answer: Any) -> Results:
    question = ranking.question(request.text)
    return Results(
        hits=tuple(
            reading.hit(
                found["_source"]["id"][0],
                found["_source"]["kind"][0],
                found["_source"]["shown"],
                found["_score"] or 0.0,
                question,
            )
            for found in answer["hits"]["hits"]
        ),
        total=answer["hits"]["total"]["value"],
        facets=tuple(
            _facet(request, name, answer["aggregations"][name]["values"]) for name in request.facets
        ),
    )


def suggestions_of(answer: Any) -> tuple[Suggestion, ...]:
    sources = [found["_source"] for found in answer["hits"]["hits"]]
    return tuple(
        Suggestion(source["id"][0], source["kind"][0], shown_of(source["shown"]).title) for source in sources
    )


def _findable(request: SearchRequest | SuggestRequest) -> Any:
    return filters.findable(request.scope, request.stale, request.today)


def _counted(request: SearchRequest, name: str) -> Agg[Any]:
    if name == asked.STATE:
        each = {state: query_of(filters.in_state(state, request.today)).to_dict() for state in states.STATES}
        return A("filters", filters=each)
    return A("terms", field=filters.FACET_FIELDS[name], size=MOST_VALUES)


def _facet(request: SearchRequest, name: str, values: Any) -> Facet:
    buckets = values["buckets"]
    if isinstance(buckets, dict):
        counts = {key: bucket["doc_count"] for key, bucket in buckets.items()}
    else:
        counts = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
    return reading.facet(request, name, counts)


def _copy_for(text: str) -> str:
    # Page two from the same copy of the index as page one: copies may rank a hair differently.
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=8).hexdigest()
