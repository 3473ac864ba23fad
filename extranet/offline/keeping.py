"""Writing down what is given to a device, and what it says that it still has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from extranet.meetings.models import Meeting
from extranet.offline.models import Device, KeptPaper, OfflineCopy
from extranet.placements.models import Placement


def keep(device: Device, meeting: Meeting, papers: Collection[Placement], until: datetime) -> OfflineCopy:
    """Note a copy before anything of it is sent. What an earlier one had stays noted until the device says it is gone.

    Kept anew is added to; the same paper twice is one.
    """
    with transaction.atomic():
        copy, _made = OfflineCopy.objects.update_or_create(
            device=device, meeting=meeting, defaults={"until": until, "made_at": timezone.now()}
        )
        lines = [
            KeptPaper(copy=copy, placement=placement, sha256=placement.version.sha256) for placement in papers
        ]
        KeptPaper.objects.bulk_create(lines, ignore_conflicts=True)
    return copy


def holds(device: Device, held: Mapping[int, Collection[int]]) -> None:
    """What a device says that it has: placements of each meeting. It can only have less than was noted."""
    with transaction.atomic():
        for copy in OfflineCopy.objects.filter(device=device):
            if copy.meeting_id not in held:
                copy.delete()
            else:
                copy.papers.exclude(placement__in=held[copy.meeting_id]).delete()
        device.last_contact = timezone.now()
        if device.revoked_at and not held:
            device.emptied_at = device.last_contact
        device.save(update_fields=["last_contact", "emptied_at"])


def forget(device: Device) -> None:
    """The browser has been told to remove all that the site has there."""
    device.delete()


def given(device: Device, meeting: int, placement: int) -> bool:
    """Whether a paper was noted before it is asked for."""
    return KeptPaper.objects.filter(
        copy__device=device, copy__meeting=meeting, placement=placement, copy__until__gt=timezone.now()
    ).exists()
