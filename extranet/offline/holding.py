"""Which devices still hold a paper: what the desk is shown of one that has been withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from extranet.offline.choosing import last_day
from extranet.offline.models import KeptPaper
from extranet.placements.models import Placement
from intranet.people.models import Person


@dataclass(frozen=True)
class Holder:
    """`last_day` is the last on which the device shows it, if it makes no contact before. Its name is its owner's."""

    person: Person
    last_contact: datetime
    last_day: date


def still_holding(placement: Placement) -> list[Holder]:
    """Those who have a paper on a device that has not said since that it is gone. One query.

    For who may work with the placement at the desk: this asks nobody's rights.
    """
    lines = KeptPaper.objects.filter(placement=placement, copy__until__gt=timezone.now())
    found = lines.select_related("copy__device__person").order_by("copy__device__last_contact", "pk")
    return [
        Holder(
            person=line.copy.device.person,
            last_contact=line.copy.device.last_contact,
            last_day=last_day(line.copy.until),
        )
        for line in found
    ]
