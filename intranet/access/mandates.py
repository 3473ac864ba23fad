"""Where mandates come from.

The ground floor does not know the extranet; whoever keeps mandates registers a source here. Until one does,
members of the group named in `ELECTED_GROUP` count as elected officials.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from intranet.people.models import Person

ELECTED_GROUP = "Förtroendevalda"


class MandateSource(Protocol):
    def __call__(self, person: Person, on: date, groups: Collection[str]) -> bool:
        """Whether the person, member of the groups of these names, has a mandate that day; at most one query."""


def group_source(person: Person, on: date, groups: Collection[str]) -> bool:
    return ELECTED_GROUP in groups


_source: MandateSource = group_source


def register_mandate_source(source: MandateSource) -> None:
    """Called once, from the AppConfig.ready of the app that keeps mandates."""
    global _source  # noqa: PLW0603  # the one source
    _source = source


def has_mandate(person: Person, on: date, groups: Collection[str]) -> bool:
    return _source(person, on, groups)
