"""This app's entries in the site's navigation."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.access.requests import ViewerRequest
from intranet.navigation import registry
from intranet.navigation.registry import Entry
from intranet.signon import rooms


def register() -> None:
    registry.register(5, _meetings)
    # Who holds a grant, or has written a paper, need be neither employed nor elected.
    rooms.register("meetings")


def _meetings(request: ViewerRequest) -> list[Entry]:
    """For elected officials, and for whoever else reads, prepares or keeps something for the bodies.

    The desk is for bodies' secretaries alone.
    """
    viewer = request.viewer
    if not (viewer.is_elected or viewer.is_involved):
        return []
    entries = [Entry(_("Sammanträden"), reverse("meetings"))]
    if viewer.is_preparing:
        entries.append(Entry(_("Bered sammanträden"), reverse("desk")))
    return entries
