"""The rule for units: the directory is for everybody with a role, what is closed down for nobody."""

from __future__ import annotations

from intranet.access.viewer import Viewer
from intranet.organisation.models import Unit, UnitQuerySet


def visible_to(viewer: Viewer, units: UnitQuerySet) -> UnitQuerySet:
    """The units of a queryset that the viewer may see."""
    return units.filter(active=True) if viewer.has_role else units.none()


def is_visible_to(viewer: Viewer, unit: Unit) -> bool:
    """The same answer for one unit; no query."""
    return viewer.has_role and unit.active


known_to = open_to = visible_to
is_known_to = is_open_to = is_visible_to
