"""Where mandates come from.

The ground floor does not know the extranet; whoever keeps mandates registers a source here. Until one does, nobody
counts as an elected official.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol


class MandateSource(Protocol):
    def __call__(self, people: Collection[int], on: date) -> Collection[int]:
        """Those among the people (by primary key) who have a mandate that day; in one query."""


def no_source(people: Collection[int], on: date) -> Collection[int]:
    return ()


_source: MandateSource = no_source


def register_mandate_source(source: MandateSource) -> None:
    """Called once, from the AppConfig.ready of the app that keeps mandates."""
    global _source  # noqa: PLW0603  # the one source
    _source = source


def with_mandate(people: Collection[int], on: date) -> frozenset[int]:
    """Those among the people who are elected officials that day."""
    return frozenset(_source(people, on)) if people else frozenset()
