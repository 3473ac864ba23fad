"""Who may know of a meeting, and of a body as a place where meetings are read.

A meeting is known to whoever its body has summoned it for, to the body's secretary before that, and to everybody
who knows of something on its agenda. Nothing of it but body, time and place is told by that.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from extranet.access import items
from extranet.access.conditions import Condition, Rule
from extranet.access.rights import Rights
from extranet.bodies.models import Body
from extranet.meetings.models import AgendaItem, Meeting

SENT = Condition(
    "its summons has been sent",
    lambda _rights: ~Q(state=Meeting.State.DRAFT),
    lambda _rights, meeting: meeting.state != Meeting.State.DRAFT,
)
REACHED = Condition(
    "a mandate or grant in force reaches the whole of it",
    lambda rights: Q(body__in=rights.reach.bodies) | Q(pk__in=rights.reach.meetings),
    lambda rights, meeting: meeting.body_id in rights.reach.bodies or meeting.pk in rights.reach.meetings,
)
PREPARED = Condition(
    "one is the body's secretary",
    lambda rights: Q(body__in=rights.prepared),
    lambda rights, meeting: meeting.body_id in rights.prepared,
)
HOLDS_WHAT_IS_KNOWN = Condition(
    "one knows of something on its agenda",
    lambda rights: Q(Exists(items.known_to(rights, AgendaItem.objects.filter(meeting=OuterRef("pk"))))),
    lambda rights, meeting: items.known_to(rights, AgendaItem.objects.filter(meeting=meeting)).exists(),
)

KNOWN = Rule(reader=(SENT, REACHED), preparer=(PREPARED,), of_an_item=(HOLDS_WHAT_IS_KNOWN,))
WHOLE = Rule(reader=(REACHED,), preparer=(PREPARED,))


def known_to(rights: Rights, meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Those whose body, time and place somebody may know."""
    return meetings.filter(KNOWN.query(rights))


def is_known_to(rights: Rights, meeting: Meeting) -> bool:
    return KNOWN.admits(rights, meeting)


def takes_in_whole(rights: Rights, meeting: Meeting) -> bool:
    """Whether somebody is there for the whole of it, not for single items alone."""
    return WHOLE.admits(rights, meeting)


def bodies_known_to(rights: Rights, bodies: QuerySet[Body]) -> QuerySet[Body]:
    """Bodies of whose meetings somebody may know, or could."""
    own = rights.reach.bodies | {body for body, _kind in rights.reach.kinds} | rights.prepared
    known = known_to(rights, Meeting.objects.filter(body=OuterRef("pk")))
    return bodies.filter(Q(pk__in=own) | Q(Exists(known)))
