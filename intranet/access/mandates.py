"""Who has to do with the bodies, and where that is known from.

The ground floor does not know the extranet; whoever keeps mandates registers a source here, and what it gives is
asked for together with everything else that a viewer is made of: no query of its own. Until one is registered,
nobody counts as an elected official.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from django.db.models import QuerySet


class Standing(StrEnum):
    """`ELECTED`: a mandate in force. `INVOLVED`: anything else to read or to do there. `PREPARING`: their meetings.

    None of them lets anybody read anything of the bodies: their own rule does.
    """

    ELECTED = "elected"
    INVOLVED = "involved"
    PREPARING = "preparing"


class Arm(NamedTuple):
    """Rows that give somebody a standing; `person` is the path of whose they are."""

    standing: Standing
    rows: QuerySet
    person: str


class MandateSource(Protocol):
    def __call__(self, people: Collection[int], today: date, now: datetime) -> Iterable[Arm]:
        """Those of these people, by primary key. `now` reaches the database as it is, or not at all."""


def no_source(people: Collection[int], today: date, now: datetime) -> Iterable[Arm]:
    return ()


_source: MandateSource = no_source


def register_mandate_source(source: MandateSource) -> None:
    """Called once, from the AppConfig.ready of the app that keeps mandates."""
    global _source  # noqa: PLW0603  # the one source
    _source = source


def arms(people: Collection[int], today: date, now: datetime) -> list[Arm]:
    return list(_source(people, today, now))
