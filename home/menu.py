"""This app's entries in the site's navigation."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from intranet.navigation import registry
from intranet.navigation.registry import Entry
from intranet.pages.frame import menu_entries


def register() -> None:
    registry.register(0, _start)
    registry.register(10, menu_entries)
    registry.register(50, _people)


def _start(request: HttpRequest) -> list[Entry]:
    return [Entry("Start", "/")] if request.viewer.has_role else []  # type: ignore[attr-defined]


def _people(request: HttpRequest) -> list[Entry]:
    return [Entry("Kollegor", reverse("people"))] if request.viewer.has_role else []  # type: ignore[attr-defined]
