"""Parts of the site where somebody without a role may have something to do: each view there asks a rule of its own."""

from __future__ import annotations

from django.urls import reverse

from intranet.access.viewer import Viewer

_routes: list[str] = []


def register(route: str) -> None:
    """Everything at this route's address and below, for viewers who are involved (`Viewer.is_involved`)."""
    if route not in _routes:
        _routes.append(route)


def rooms_of(viewer: Viewer) -> tuple[str, ...]:
    """The addresses that a viewer without a role is let in to besides their own account; the first is their start."""
    return tuple(reverse(route) for route in _routes) if viewer.is_involved else ()
