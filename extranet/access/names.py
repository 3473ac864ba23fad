"""How people are named where a body's secretary and members meet them: never those who are protected."""

from __future__ import annotations

from django.utils.translation import gettext

from extranet.mandates.models import Mandate
from intranet.access import people
from intranet.access.viewer import Viewer
from intranet.people.models import Person


def name(viewer: Viewer, person: Person) -> str:
    """Also of who has left. A protected person is "an elected official" to all but themselves and their handlers."""
    if people.is_visible_to(viewer, person) or not person.protected:
        return str(person)
    return gettext("En förtroendevald")


def with_party(viewer: Viewer, mandate: Mandate) -> str:
    """`Anna Berg (S)`."""
    party = f" ({mandate.party.code})" if mandate.party else ""
    return f"{name(viewer, mandate.person)}{party}"
