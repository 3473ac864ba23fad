"""What whoever works at the desk asks for: it is theirs, or it does not exist."""

from __future__ import annotations

from django.http import Http404

from extranet.access import desk
from extranet.access.rights import Rights
from extranet.bodies.models import Body
from extranet.meetings.models import AgendaItem, Meeting

TAKES_CHANGES = frozenset({Meeting.State.DRAFT, Meeting.State.SUMMONED})
"""Once it has been held, what stood on the agenda is what the minutes are written from."""


def body_at_desk(rights: Rights, slug: str) -> Body:
    """Raises Http404."""
    found = desk.bodies(rights).select_related("authority").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def meeting_at_desk(rights: Rights, pk: int) -> Meeting:
    """Raises Http404."""
    mine = desk.meetings(rights, Meeting.objects.select_related("body__authority", "changed_by", "sent_by"))
    found = mine.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def item_at_desk(rights: Rights, pk: int) -> AgendaItem:
    """One that may be changed, not only moved. Raises Http404."""
    every = AgendaItem.objects.select_related("meeting__body__authority", "matter", "changed_by")
    found = desk.items(rights, every).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def takes_changes(meeting: Meeting) -> bool:
    return meeting.state in TAKES_CHANGES
