"""The rule for people: everybody with a role sees the directory, but protected persons are for named handlers.

Rank does not help: a superuser is no handler unless named.
"""

from __future__ import annotations

from django.db.models import Q

from intranet.access.viewer import Viewer
from intranet.people.models import Person, PersonQuerySet
from intranet.people.responsibility import is_active


def visible_to(viewer: Viewer, people: PersonQuerySet) -> PersonQuerySet:
    """The people of a queryset that the viewer may see."""
    if viewer.person is None:
        return people.none()
    people = people.active(viewer.today)
    if not viewer.has_role:
        return people.filter(pk=viewer.person.pk)
    if viewer.handles_protected:
        return people
    return people.filter(Q(protected=False) | Q(pk=viewer.person.pk))


def is_visible_to(viewer: Viewer, person: Person) -> bool:
    """The same answer for one person; no query."""
    if viewer.person is None or not is_active(person, viewer.today):
        return False
    if person.pk == viewer.person.pk:
        return True
    return viewer.has_role and (viewer.handles_protected or not person.protected)


known_to = open_to = visible_to
is_known_to = is_open_to = is_visible_to
