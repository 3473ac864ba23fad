"""What is asked of an engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from intranet.access.scope import AccessScope

RELEVANCE = "relevance"
DATE = "date"
KIND, FILE, UNIT, SUBJECT, STATE = "kind", "file", "unit", "subject", "state"
FACETS: tuple[str, ...] = (KIND, FILE, UNIT, SUBJECT, STATE)

PAGE_SIZE = 10
LAST_POSITION = 10_000
"""No page goes further down than this: nobody reads there, and engines refuse it."""


@dataclass(frozen=True)
class SearchRequest:
    """One page of one search.

    A document is found if it answers to `text` and to each filter that is not empty, and is in scope:
    audience ∩ held ≠ ∅, within ∩ closed = ∅, item ∉ recused unless it is public, and neither it nor a place
    that it is within is in `stale` (what the index still holds but the database has moved or taken away).
    The scope is empty unless given: deny by default. Whoever has a viewer calls `ask.search`, which fills
    in both.

    No text finds everything. No state chosen means every state but EXPIRED.
    `my_units` are codes of units: what is for those units is raised, nothing is hidden.
    """

    text: str = ""
    scope: AccessScope = field(default_factory=AccessScope)
    stale: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    my_units: frozenset[str] = frozenset()
    facets: tuple[str, ...] = FACETS
    sort: str = RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZE
    today: date = field(default_factory=timezone.localdate)

    def __post_init__(self) -> None:
        if self.page < 1 or not 1 <= self.page_size <= 100:
            raise ValueError("page counts from 1, page_size is 1 to 100")
        if self.sort not in (RELEVANCE, DATE) or not set(self.facets) <= set(FACETS):
            raise ValueError("unknown sort or facet")

    @property
    def offset(self) -> int:
        """Position of the page's first hit, counted from 0."""
        return (self.page - 1) * self.page_size

    @property
    def beyond_reach(self) -> bool:
        return self.offset + self.page_size > LAST_POSITION

    def chosen(self, facet: str) -> frozenset[str]:
        """The values chosen of a facet."""
        return {
            KIND: self.kinds,
            FILE: self.files,
            UNIT: self.units,
            SUBJECT: self.subjects,
            STATE: self.states,
        }[facet]


@dataclass(frozen=True)
class SuggestRequest:
    """What to offer somebody who has typed so far; the same scope rule as for a search."""

    text: str
    scope: AccessScope = field(default_factory=AccessScope)
    stale: frozenset[str] = frozenset()
    my_units: frozenset[str] = frozenset()
    limit: int = 7
    today: date = field(default_factory=timezone.localdate)
