"""The site's one line of navigation: apps register their entries, each shown to whom it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intranet.access.requests import ViewerRequest


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Source:
    order: int
    entries: Callable[[ViewerRequest], list[Entry]]


_sources: list[Source] = []


def register(order: int, entries: Callable[[ViewerRequest], list[Entry]]) -> None:
    """`entries(request)` gives the entries that its viewer should have; lower orders stand first."""
    _sources.append(Source(order, entries))
    _sources.sort(key=lambda source: source.order)


def entries_for(request: ViewerRequest) -> list[Entry]:
    """All entries for a request's viewer; the one whose address is the longest start of the path is current."""
    path = request.path
    found = [entry for source in _sources for entry in source.entries(request)]
    matching = [e.url for e in found if path == e.url or (e.url != "/" and path.startswith(e.url))]
    current = max(matching, key=len, default=None)
    return [Entry(entry.label, entry.url, entry.url == current) for entry in found]
