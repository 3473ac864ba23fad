"""Rules made of named conditions, each in two forms side by side: for a queryset, and for one thing.

Both forms of a rule are made from the same list, so that one cannot have a condition that the other lacks. That
the two forms of each condition agree is held by tests/extranet/test_access_agreement.py; that each is needed, by
`python -m tests.extranet.mutations`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q

from extranet.access.rights import Rights


@dataclass(frozen=True)
class Condition:
    name: str
    query: Callable[[Rights], Q]
    holds: Callable[[Rights, Any], bool]


Way = tuple[Condition, ...]
"""Conditions that must all hold."""


class Rule:
    """Ways to be let in, any of which will do. Raises ValueError for a way that asks nothing."""

    def __init__(self, **ways: Way) -> None:
        if not ways or not all(ways.values()):
            raise ValueError("a way that asks nothing lets everybody in")
        self.ways = ways

    def query(self, rights: Rights) -> Q:
        return reduce(or_, (reduce(and_, (c.query(rights) for c in way)) for way in self.ways.values()))

    def admits(self, rights: Rights, thing: Any) -> bool:
        return any(all(c.holds(rights, thing) for c in way) for way in self.ways.values())

    def narrowed(self, *conditions: Condition) -> Rule:
        """The same ways, each with these conditions besides."""
        return Rule(**{name: (*way, *conditions) for name, way in self.ways.items()})
