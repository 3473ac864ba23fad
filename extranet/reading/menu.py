"""This app's entry in the site's navigation."""

from __future__ import annotations

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from extranet.access.holdings import holds_anything
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.navigation import registry
from intranet.navigation.registry import Entry

MINUTE = 60


def register() -> None:
    registry.register(5, _meetings)


def _meetings(request: ViewerRequest) -> list[Entry]:
    """For elected officials, and for whoever prepares or keeps something for the bodies."""
    return [Entry(_("Sammanträden"), reverse("meetings"))] if _is_theirs(request.viewer) else []


def _is_theirs(viewer: Viewer) -> bool:
    """Asked anew each minute of who is no elected official: of a link to a page that asks the rule, that will do."""
    if viewer.person is None or viewer.is_elected:
        return viewer.is_elected
    key = f"extranet.menu.{viewer.person.pk}"
    known = cache.get(key)
    if known is None:
        known = holds_anything(viewer)
        cache.set(key, known, MINUTE)
    return bool(known)
