"""Somebody's devices as they see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone

from extranet.meetings.models import Meeting
from extranet.offline.choosing import last_day
from extranet.offline.models import Device, OfflineCopy


@dataclass(frozen=True)
class CopyRow:
    meeting: Meeting
    papers: int
    last_day: date


@dataclass(frozen=True)
class DeviceRow:
    """`here`: it is the one that asks."""

    device: Device
    here: bool
    copies: Sequence[CopyRow]


def of_person(person: int, here: int | None) -> list[DeviceRow]:
    """Two queries, however many there are. A device that has been emptied is none any more."""
    readable = OfflineCopy.objects.readable(timezone.now()).filter(device__person=person)
    copies = defaultdict(list)
    for copy in (
        readable.select_related("meeting__body")
        .annotate(count=Count("papers"))
        .order_by("meeting__starts", "pk")
    ):
        copies[copy.device_id].append(CopyRow(copy.meeting, copy.count, last_day(copy.until)))
    found = Device.objects.filter(person=person, emptied_at=None).order_by("-last_contact", "pk")
    return [DeviceRow(device, device.pk == here, copies[device.pk]) for device in found]
