"""Trees as tantivy queries."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from search import tree
from search.tree import Node


def query_of(node: Node, schema: tantivy.Schema) -> Query:
    def each(nodes: Sequence[Node]) -> list[Query]:
        return [query_of(inner, schema) for inner in nodes]

    match node:
        case tree.All(nodes):
            # Alone, a Not has nothing to take away from.
            wanted = each([n for n in nodes if not isinstance(n, tree.Not)] or [tree.Everything()])
            unwanted = each([n.node for n in nodes if isinstance(n, tree.Not)])
            return Query.boolean_query(
                [*((Occur.Must, query) for query in wanted), *((Occur.MustNot, query) for query in unwanted)]
            )
        case tree.Some(nodes, least):
            return Query.boolean_query(
                [(Occur.Should, query) for query in each(nodes)], minimum_number_should_match=least
            )
        case tree.Best(nodes):
            return Query.disjunction_max_query(each(nodes), tie_breaker=tree.OTHERS_COUNT)
        case tree.Not():
            return query_of(tree.All((node,)), schema)
        case tree.Weighted(inner, weight):
            return Query.boost_query(query_of(inner, schema), weight)
        case tree.Fixed(inner, score):
            return Query.const_score_query(query_of(inner, schema), score)
        case tree.Raised(inner, by):
            return Query.boolean_query(
                [(Occur.Must, query_of(inner, schema)), *((Occur.Should, query) for query in each(by))]
            )
    return _leaf(node, schema)


def _leaf(node: Node, schema: tantivy.Schema) -> Query:
    match node:
        case tree.Everything():
            return _unranked(Query.all_query())
        case tree.Nothing():
            return Query.empty_query()
        case tree.Has(field, token):
            return Query.term_query(schema, field, token)
        case tree.HasAny(field, values):
            return (
                _unranked(Query.term_set_query(schema, field, sorted(values)))
                if values
                else Query.empty_query()
            )
        case tree.Between(field, low, high):
            return _unranked(Query.range_query(schema, field, FieldType.Integer, low, high))
        case tree.Phrase(field, tokens):
            return Query.phrase_query(schema, field, list(tokens))
    raise TypeError(node)


def _unranked(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
