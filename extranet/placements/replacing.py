"""A new version in the place of one that lies on an item. The old one stays for who reads what applied when."""

from __future__ import annotations

from django.db import transaction

from extranet.meetings.models import Meeting
from extranet.papers.models import PaperVersion
from extranet.placements.models import Placement
from extranet.placements.placing import TAKES_NO_MORE, AlreadyPlacedError, MeetingOverError
from intranet.people.models import Person


class ReplacedError(Exception):
    """It has been replaced already; `by` is the placement that stands or waits in its place."""

    def __init__(self, by: Placement) -> None:
        super().__init__(f"replaced by {by}")
        self.by = by


def successor(placement: Placement) -> Placement | None:
    """What has replaced it, or is to; one that was withdrawn again has not."""
    return Placement.objects.filter(replaces=placement, withdrawn_at__isnull=True).first()


@transaction.atomic
def replace(placement: Placement, version: PaperVersion, *, by: Person) -> Placement:
    """Put another version in its place: unpublished, in the same order, late if the summons has been sent.

    What no reader has been sent yet needs nothing to replace it: the version in it is exchanged, and the earlier
    one stays with the paper. Raises ReplacedError, AlreadyPlacedError and MeetingOverError.
    """
    meeting = Meeting.objects.only("state").get(items__placements=placement)
    if meeting.state in TAKES_NO_MORE:
        raise MeetingOverError
    held = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    if (newer := successor(held)) is not None:
        raise ReplacedError(newer)
    already = Placement.objects.filter(item=held.item_id, version=version).first()
    if already is not None:
        raise AlreadyPlacedError(already)
    if held.published_at is None:
        held.version = version
        held.save(update_fields=["version"])
        return held
    return Placement.objects.create(
        item_id=held.item_id,
        version=version,
        order=held.order,
        late=meeting.state != Meeting.State.DRAFT,
        replaces=held,
    )
