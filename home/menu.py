"""This app's entries in the site's navigation."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.access.requests import ViewerRequest
from intranet.navigation import registry
from intranet.navigation.registry import Entry
from intranet.pages.frame import menu_entries


def register() -> None:
    registry.register(0, _start)
    registry.register(10, menu_entries)
    registry.register(20, _runs)
    registry.register(50, _people)


def _start(request: ViewerRequest) -> list[Entry]:
    return [Entry(_("Start"), "/")] if request.viewer.has_role else []


def _runs(request: ViewerRequest) -> list[Entry]:
    """For those who work: others can have no part in a run."""
    return [Entry(_("Genomgångar"), reverse("runs"))] if request.viewer.is_employee else []


def _people(request: ViewerRequest) -> list[Entry]:
    return [Entry(_("Kollegor"), reverse("people"))] if request.viewer.has_role else []
