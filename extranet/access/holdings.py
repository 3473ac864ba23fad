"""Whether somebody has anything to do with the bodies at all: for the navigation, never for what they may read."""

from __future__ import annotations

from django.db.models import Exists, Q
from django.utils import timezone

from extranet.access import placements
from extranet.access.rights import Rights
from extranet.bodies.models import Authority
from extranet.exceptions.models import BreakGlass, Grant
from extranet.placements.models import Placement
from intranet.access.viewer import Viewer
from intranet.people.models import Appointment, Person


def holds_anything(viewer: Viewer) -> bool:
    """A mandate; or a grant or broken glass in force, a paper that waits for publishing, an authority's registry.

    No query for elected officials, one for all others.
    """
    if viewer.person is None or viewer.is_elected:
        return viewer.is_elected
    person, groups, now = viewer.person.pk, viewer.holder.groups, timezone.now()
    rights = Rights(person, now)
    functions = Appointment.objects.in_force(viewer.today).filter(person=person).values("function")
    waiting = Placement.objects.filter(placements.NOT_PUBLISHED.query(rights), withdrawn_at__isnull=True)
    mine = waiting.filter(placements.written_by(rights) | Q(version__paper__responsible__in=functions))
    granted = Grant.objects.in_force(now).filter(Q(person=person) | Q(group__in=groups))
    opened = BreakGlass.objects.in_force(now).filter(person=person)
    kept = Authority.objects.filter(registrators__in=groups)
    anything = Q(Exists(mine)) | Q(Exists(granted)) | Q(Exists(opened))
    if groups:
        anything |= Q(Exists(kept))
    return Person.objects.filter(anything, pk=person).exists()
