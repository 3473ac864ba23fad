"""Putting an exact version of a paper on an agenda item.

What is placed is a draft to its readers: nobody but who prepares it sees it until the summons, or what came after
it, is published.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from extranet.meetings.models import AgendaItem, Meeting
from extranet.papers.models import PaperVersion
from extranet.placements.models import Placement
from intranet.people.models import Person

TAKES_NO_MORE = frozenset({Meeting.State.ATTESTED, Meeting.State.CLOSED})
"""Once its minutes have been attested, what a meeting had before it does not change."""


class AlreadyPlacedError(Exception):
    """The version lies on the item, or has been withdrawn from it; `placement` is that one."""

    def __init__(self, placement: Placement) -> None:
        super().__init__(f"lies there as {placement}")
        self.placement = placement


class MeetingOverError(Exception):
    """The minutes of the meeting have been attested."""


@transaction.atomic
def place(item: AgendaItem, version: PaperVersion, *, by: Person) -> Placement:
    """Put it last on the item, unpublished; late if the summons has been sent. `by` is who works at the desk.

    Two who place at once get a place each. Raises AlreadyPlacedError and MeetingOverError.
    """
    meeting = Meeting.objects.only("state").get(pk=item.meeting_id)
    if meeting.state in TAKES_NO_MORE:
        raise MeetingOverError
    locked = AgendaItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    already = Placement.objects.filter(item=locked, version=version).first()
    if already is not None:
        raise AlreadyPlacedError(already)
    last = locked.placements.aggregate(last=Max("order"))["last"] or 0
    placed = Placement.objects.create(
        item=locked, version=version, order=last + 1, late=meeting.state != Meeting.State.DRAFT
    )
    AgendaItem.objects.filter(pk=locked.pk).update(changed_by=by, changed_at=timezone.now())
    return placed
