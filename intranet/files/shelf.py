"""Where readers find every document: a list that an app above has, and tells of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from intranet.access.requests import ViewerRequest


class Shelf(Protocol):
    """`url` lists documents, those of a subject with its slug as `amne`."""

    @property
    def title(self) -> str: ...

    @property
    def url(self) -> str: ...


_finders: list[Callable[[ViewerRequest], Shelf | None]] = []


def register(finder: Callable[[ViewerRequest], Shelf | None]) -> None:
    """`finder(request)` gives the list, if the viewer may have it."""
    if finder not in _finders:
        _finders.append(finder)


def shelf(request: ViewerRequest) -> Shelf | None:
    """The first list that the viewer may have."""
    return next((found for finder in _finders if (found := finder(request))), None)
