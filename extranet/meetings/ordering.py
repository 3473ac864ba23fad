"""The order of an agenda, and the numbers that follow from it.

Until the summons is sent every item may be moved, and numbers run from one. What has been sent keeps its place and
its number; what comes later stands after it. Everything here holds the meeting's row, so that two who move at once
do so one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from extranet.meetings.models import AgendaItem, Meeting


class FixedError(Exception):
    """The item has been sent: its place and number stand."""


def locked(pk: int) -> Meeting:
    """A meeting whose agenda nobody else orders until the transaction ends. Raises Meeting.DoesNotExist."""
    return Meeting.objects.select_for_update(no_key=True).get(pk=pk)


def is_fixed(meeting: Meeting, item: AgendaItem) -> bool:
    return meeting.state != Meeting.State.DRAFT and item.published_at is not None


@transaction.atomic
def move(meeting_pk: int, item_pk: int, place: int) -> int:
    """Put an item at a place, counted from one among all on the agenda, or as near as may be. Returns where it is.

    Raises FixedError, Meeting.DoesNotExist, and AgendaItem.DoesNotExist for one that is not on this agenda.
    """
    meeting = locked(meeting_pk)
    agenda = _agenda(meeting)
    item = next((item for item in agenda if item.pk == item_pk), None)
    if item is None:
        raise AgendaItem.DoesNotExist
    if is_fixed(meeting, item):
        raise FixedError
    fixed = [each for each in agenda if is_fixed(meeting, each)]
    free = [each for each in agenda if not is_fixed(meeting, each) and each.pk != item_pk]
    at = min(max(place - 1 - len(fixed), 0), len(free))
    free.insert(at, item)
    _number(meeting, fixed, free)
    return len(fixed) + at + 1


@transaction.atomic
def step(meeting_pk: int, item_pk: int, by: int) -> int:
    """Put an item so many places further down (up, if negative) than it stands at that moment. As `move`."""
    agenda = _agenda(locked(meeting_pk))
    place = next((number for number, item in enumerate(agenda, 1) if item.pk == item_pk), None)
    if place is None:
        raise AgendaItem.DoesNotExist
    return move(meeting_pk, item_pk, place + by)


@transaction.atomic
def renumber(meeting_pk: int) -> None:
    """After something has been added or removed."""
    meeting = locked(meeting_pk)
    agenda = _agenda(meeting)
    _number(
        meeting,
        [item for item in agenda if is_fixed(meeting, item)],
        [item for item in agenda if not is_fixed(meeting, item)],
    )


def last_place(meeting: Meeting) -> int:
    """The order of what is put last, under the meeting's lock."""
    return (meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1


def _agenda(meeting: Meeting) -> list[AgendaItem]:
    """What has been sent first: so it stands also if somebody has been late in writing its order."""
    found = list(
        meeting.items.only("pk", "meeting", "order", "number", "published_at").order_by("order", "pk")
    )
    return sorted(found, key=lambda item: not is_fixed(meeting, item))


def _number(meeting: Meeting, fixed: Sequence[AgendaItem], free: Sequence[AgendaItem]) -> None:
    order = max((item.order for item in fixed), default=0)
    number = max((item.number or 0 for item in fixed), default=0)
    changed = []
    for after, item in enumerate(free, 1):
        if (item.order, item.number) != (order + after, number + after):
            item.order, item.number = order + after, number + after
            changed.append(item)
    AgendaItem.objects.bulk_update(changed, ["order", "number"])
