"""What somebody is let see, by both forms of the rule at once."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from extranet.access import items, meetings, placements
from extranet.access.rights import rights_of
from extranet.exceptions.models import Grant
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
from intranet.access.viewer import viewer_of
from tests.factories import make_person

NOTHING, NAME, TITLE = "ingenting", "neutral rubrik", "rubrik"


def sees(person, item) -> str:
    """How much of an item somebody is shown, by both forms of the rule."""
    rights = rights_of(viewer_of(person))
    known, visible = items.is_known_to(rights, item), items.is_visible_to(rights, item)
    among = AgendaItem.objects.all()
    assert items.known_to(rights, among).filter(pk=item.pk).exists() is known
    assert items.visible_to(rights, among).filter(pk=item.pk).exists() is visible
    assert known or not visible
    return TITLE if visible else NAME if known else NOTHING


def opens(person, placement, fresh: bool = True) -> bool:
    rights = rights_of(viewer_of(person), fresh=fresh)
    answer = placements.is_open_to(rights, placement)
    among = Placement.objects.all()
    assert placements.open_to(rights, among).filter(pk=placement.pk).exists() is answer
    assert not answer or placements.is_visible_to(rights, placement)
    return answer


def grant(person=None, group=None, **fields) -> Grant:
    fields.setdefault("expires", timezone.now() + timedelta(days=1))
    return Grant.objects.create(
        person=person, group=group, reason="Behövs för beredningen", made_by=make_person(), **fields
    )


def knows_meeting(person, meeting) -> bool:
    """Whether somebody may know of a meeting, by both forms of the rule."""
    rights = rights_of(viewer_of(person))
    answer = meetings.is_known_to(rights, meeting)
    assert meetings.known_to(rights, Meeting.objects.all()).filter(pk=meeting.pk).exists() is answer
    return answer
