"""How people are named in runs: also those who have left, never those whose personal data is protected."""

from __future__ import annotations

from django.utils.translation import gettext

from intranet.access import people
from intranet.access.viewer import Viewer
from intranet.people.models import Person


def signature(viewer: Viewer, person: Person | None) -> str:
    """A name that the viewer may read; a protected person is "a colleague" to all but themselves and their handlers."""
    if person is None:
        return ""
    if people.is_visible_to(viewer, person) or not person.protected:
        return str(person)
    return gettext("En medarbetare")
