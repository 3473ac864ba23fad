"""The Elasticsearch index: its settings and its mapping."""

from __future__ import annotations

from typing import Any

from elasticsearch.dsl import Mapping

from search import documents

SETTINGS: dict[str, Any] = {
    # One shard: counts of facets are exact, and ranks comparable. Thousands of documents, not millions.
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "max_result_window": 10_000,
}


def mapping(fingerprint: str) -> Mapping:
    """Words come analysed, so that both engines find the same: here they are only told apart by spaces."""
    described = Mapping()
    described.meta("dynamic", "strict")
    described.meta("_meta", {"fingerprint": fingerprint})
    # The words need not be given back: what is shown of a document is kept beside them.
    described.meta("_source", {"includes": ["id", "kind", "shown"]})
    for name in documents.KEY_FIELDS:
        described.field(name, "keyword")
    for name in documents.WORD_FIELDS:
        described.field(
            name,
            "text",
            analyzer="whitespace",
            index_options="positions" if name in documents.PLACES else "freqs",
        )
    for name in documents.PREFIX_FIELDS:
        described.field(name, "text", analyzer="whitespace", index_options="docs", norms=False)
    for name in documents.NUMBER_FIELDS:
        described.field(name, "long")
    described.field("shown", "keyword", index=False, doc_values=False)
    return described
