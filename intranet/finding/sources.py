"""What there is to find: each family of things registers how its documents are had and who may see them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Protocol

from django.utils.functional import Promise

from intranet.access.viewer import Viewer
from intranet.finding.documents import IndexDocument
from intranet.finding.results import Card


class IndexSource(Protocol):
    """One family of things: pages, people, files.

    Primary keys are strings here, whatever they are in the family's table.
    """

    family: str

    @property
    def kinds(self) -> Mapping[str, str | Promise]:
        """The document kinds that it makes, with the name of each in the plural: `{"rutin": "Rutiner"}`."""

    def count(self) -> int:
        """About how many documents `iterate` gives; for the progress bar."""

    def iterate(self) -> Iterator[IndexDocument]:
        """Every document of the family, in bounded memory."""

    def documents(self, pks: Collection[str]) -> Iterable[IndexDocument]:
        """The documents of these as they are now; what is gone or not to be found is simply left out."""

    def below(self, pk: str) -> Iterable[str]:
        """Primary keys of everything inside that place, itself included; for what has been moved."""

    def check(self, viewer: Viewer, pks: Collection[str]) -> Mapping[str, Card]:
        """Those that the viewer may see at this moment, by the rule of `intranet.access`, in one query."""


Inside = Callable[[str], Iterable[str]]
"""Of a thing's primary key, those of what lies in it."""

_sources: dict[str, IndexSource] = {}
_following: dict[str, dict[str, Inside]] = {}


def register(source: IndexSource) -> None:
    """Called from the AppConfig.ready of the app that keeps the family; a second of its name replaces it."""
    _sources[source.family] = source


def follow(family: str, places: str, inside: Inside) -> None:
    """Called from AppConfig.ready: things of `family` lie in things of the family `places`, which is another's.

    When one of these has moved, what `inside` names of it is indexed again before the move is acknowledged.
    """
    _following.setdefault(places, {})[family] = inside


def following(places: str) -> Mapping[str, Inside]:
    """Which families lie in things of this one, and how to find out what of them does."""
    return _following.get(places, {})


def all_sources() -> tuple[IndexSource, ...]:
    return tuple(_sources.values())


def source_of(family: str) -> IndexSource | None:
    return _sources.get(family)


def kind_names() -> dict[str, str | Promise]:
    """The names of every kind that any source makes."""
    return {kind: name for source in _sources.values() for kind, name in source.kinds.items()}
