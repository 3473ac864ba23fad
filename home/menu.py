"""This app's entries in the site's navigation."""

from __future__ import annotations

from django.urls import reverse

from intranet.access.requests import ViewerRequest
from intranet.navigation import registry
from intranet.navigation.registry import Entry
from intranet.pages.frame import menu_entries


def register() -> None:
    registry.register(0, _start)
    registry.register(10, menu_entries)
    registry.register(50, _people)


def _start(request: ViewerRequest) -> list[Entry]:
    return [Entry("Start", "/")] if request.viewer.has_role else []


def _people(request: ViewerRequest) -> list[Entry]:
    return [Entry("Kollegor", reverse("people"))] if request.viewer.has_role else []
