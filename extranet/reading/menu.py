"""This app's entry in the site's navigation."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from extranet.access.holdings import holds_anything
from intranet.access.requests import ViewerRequest
from intranet.navigation import registry
from intranet.navigation.registry import Entry


def register() -> None:
    registry.register(5, _meetings)


def _meetings(request: ViewerRequest) -> list[Entry]:
    """For elected officials, and for whoever prepares or keeps something for the bodies."""
    return [Entry(_("Sammanträden"), reverse("meetings"))] if holds_anything(request.viewer) else []
