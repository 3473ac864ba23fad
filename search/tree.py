"""A question as a tree, which each engine turns into its own query: no text passes through a parser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Everything:
    pass


@dataclass(frozen=True)
class Nothing:
    pass


@dataclass(frozen=True)
class Has:
    """The word field has this token; ranked by how telling it is there."""

    field: str
    token: str


@dataclass(frozen=True)
class HasAny:
    """The key field has at least one of these values; does not rank."""

    field: str
    values: frozenset[str]


@dataclass(frozen=True)
class Between:
    """The number field is from `low` to `high`, both included; does not rank."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Phrase:
    """The word field has these tokens one after the other."""

    field: str
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class All:
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Some:
    """At least `least` of these; the more, the better."""

    nodes: tuple[Node, ...]
    least: int = 1


@dataclass(frozen=True)
class Best:
    """At least one of these; ranked by the best, the others count for a little."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    node: Node


@dataclass(frozen=True)
class Weighted:
    """`node`, counting `weight` times."""

    node: Node
    weight: float


@dataclass(frozen=True)
class Fixed:
    """`node`, worth the same wherever it matches."""

    node: Node
    score: float


@dataclass(frozen=True)
class Raised:
    """Exactly what `node` finds; those that also match one of `by` come higher."""

    node: Node
    by: tuple[Node, ...]


Leaf: TypeAlias = Everything | Nothing | Has | HasAny | Between | Phrase
Node: TypeAlias = "Leaf | All | Some | Best | Not | Weighted | Fixed | Raised"

OTHERS_COUNT = 0.2
"""What the other branches of a Best add to its score."""


def all_of(nodes: Iterable[Node]) -> Node:
    found = tuple(node for node in nodes if not isinstance(node, Everything))
    if not found:
        return Everything()
    return found[0] if len(found) == 1 else All(found)
