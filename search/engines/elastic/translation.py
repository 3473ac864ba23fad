"""Trees as Elasticsearch queries."""

from __future__ import annotations

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search import tree
from search.tree import Node


def query_of(node: Node) -> Query:
    match node:
        case tree.All(nodes):
            # Alone, a Not has nothing to take away from.
            return Q(
                "bool",
                must=[query_of(n) for n in nodes if not isinstance(n, tree.Not)] or [_everything()],
                must_not=[query_of(n.node) for n in nodes if isinstance(n, tree.Not)],
            )
        case tree.Some(nodes, least):
            return Q("bool", should=[query_of(n) for n in nodes], minimum_should_match=least)
        case tree.Best(nodes):
            return Q("dis_max", queries=[query_of(n) for n in nodes], tie_breaker=tree.OTHERS_COUNT)
        case tree.Not():
            return query_of(tree.All((node,)))
        case tree.Weighted(inner, weight):
            return Q("bool", must=[query_of(inner)], boost=weight)
        case tree.Fixed(inner, score):
            return Q("constant_score", filter=query_of(inner), boost=score)
        case tree.Raised(inner, by):
            return Q("bool", must=[query_of(inner)], should=[query_of(n) for n in by])
    return _leaf(node)


def _leaf(node: Node) -> Query:
    match node:
        case tree.Everything():
            return _everything()
        case tree.Nothing():
            return Q("match_none")
        case tree.Has(field, token):
            return Q("term", **{field: {"value": token}})
        case tree.HasAny(field, values):
            return _unranked(Q("terms", **{field: sorted(values)}))
        case tree.Between(field, low, high):
            ends = {name: value for name, value in (("gte", low), ("lte", high)) if value is not None}
            return _unranked(Q("range", **{field: ends}))
        case tree.Phrase(field, tokens):
            return Q("match_phrase", **{field: {"query": " ".join(tokens)}})
    raise TypeError(node)


def _everything() -> Query:
    return Q("match_all", boost=0)


def _unranked(query: Query) -> Query:
    return Q("constant_score", filter=query, boost=0)
