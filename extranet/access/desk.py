"""What a body's secretary works on at the desk: its meetings, their items, and the papers that lie on them.

Recusal binds those who prepare as it binds those who decide (KL 7:4): from an item that a recusal of theirs is in
effect for they neither read nor change anything but its place on the agenda.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from extranet.access.rights import Rights
from extranet.bodies.models import Body
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement


def bodies(rights: Rights) -> QuerySet[Body]:
    """Those that somebody is the secretary of, by a mandate in force."""
    return Body.objects.filter(pk__in=rights.prepared)


def meetings(rights: Rights, among: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Those that somebody prepares."""
    return among.filter(body__in=rights.prepared)


def items(rights: Rights, among: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Those that somebody may change."""
    return among.filter(Q(meeting__body__in=rights.prepared) & ~Q(pk__in=rights.recused))


def placements(rights: Rights, among: QuerySet[Placement]) -> QuerySet[Placement]:
    """Those that somebody may move, replace, mark or withdraw."""
    theirs = Q(item__meeting__body__in=rights.prepared) & ~Q(item__in=rights.recused)
    return among.filter(theirs, withdrawn_at__isnull=True)
