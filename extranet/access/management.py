"""Who looks after bodies, mandates and grants.

Bodies, their rules and the lists round them are looked after by those who hold, through a group of theirs, the right
to give people their roles; a body's mandates by them and by its secretary; what lets somebody read papers by the
secretary alone. Rank counts for nothing: a superuser in no such group looks after none of it. And nobody looks after
what concerns themselves, whichever of these they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils import timezone

from extranet.bodies.models import Authority, Body
from extranet.exceptions.models import Grant
from extranet.mandates.models import SECRETARY, Audit, Mandate
from intranet.access.viewer import Viewer

ROLE_GIVERS = ("access", "assign_roles")
"""The app and the codename of the permission that those hold who give people their roles."""


@dataclass(frozen=True)
class Management:
    """`administers`: bodies, rules, parties, authorities and all mandates. `secretary_of`: bodies, by primary key."""

    person: int
    groups: frozenset[int] = frozenset()
    administers: bool = False
    secretary_of: frozenset[int] = frozenset()
    breaks_glass: bool = False

    def bodies(self) -> Q:
        """For a queryset of bodies: those whose mandates somebody looks after."""
        return Q() if self.administers else Q(pk__in=self.secretary_of)

    def mandates(self) -> Q:
        return Q() if self.administers else Q(body__in=self.secretary_of)

    def grants(self) -> Q:
        """Those on bodies, meetings and items of the bodies whose secretary somebody is."""
        mine = self.secretary_of
        return Q(body__in=mine) | Q(meeting__body__in=mine) | Q(item__meeting__body__in=mine)


def management_of(viewer: Viewer, at: datetime | None = None) -> Management:
    """What a viewer looks after at a moment (now unless given). Two queries."""
    if viewer.person is None:
        return Management(0)
    groups, today = viewer.holder.groups, timezone.localdate(at)
    app, codename = ROLE_GIVERS
    giving = Group.objects.filter(
        pk__in=groups, permissions__content_type__app_label=app, permissions__codename=codename
    )
    administers = bool(groups) and giving.exists()
    mine = Mandate.objects.in_force(today).filter(person=viewer.person, role__code=SECRETARY)
    return Management(
        person=viewer.person.pk,
        groups=groups,
        administers=administers,
        secretary_of=frozenset(mine.values_list("body", flat=True)),
        # The one thing that rank does give is to break the glass: for a reason, for two hours, and told to the chair.
        breaks_glass=administers or viewer.holder.is_superuser,
    )


def manages(management: Management, body: Body) -> bool:
    """Whether somebody looks after the body's mandates."""
    return management.administers or body.pk in management.secretary_of


def is_own_mandate(management: Management, mandate: Mandate) -> bool:
    """Whether it is somebody's own, that of their personal substitute, or of whom they are the personal substitute."""
    me, replaced = management.person, mandate.substitute_for
    if mandate.person_id == me or (replaced is not None and replaced.person_id == me):
        return True
    return mandate.pk is not None and any(s.person_id == me for s in mandate.personal_substitutes.all())


def is_own_grant(management: Management, grant: Grant) -> bool:
    """Whether it lets somebody read themselves: by name, or through a group that they are in."""
    return grant.person_id == management.person or grant.group_id in management.groups


def is_own_audit(management: Management, audit: Audit) -> bool:
    """Whether somebody has, or had, or will have a seat among those who audit, and so would read more by it."""
    return Mandate.objects.filter(person=management.person, body=audit.auditing_id).exists()


def is_own_registry(management: Management, authority: Authority) -> bool:
    """Whether somebody is in the group that reads what has been withdrawn at the authority."""
    return authority.registrators_id in management.groups
