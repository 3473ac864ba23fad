"""Which papers carry their reader's name and the time, as their body wants it, and what stands there."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from extranet.bodies.models import Body, BodyRules
from extranet.placements.models import Placement
from intranet.files.types import PDF
from intranet.people.models import Person

Watermark = BodyRules.Watermark


def is_marked(body: Body, *, secret: bool) -> bool:
    """Whether a body wants its papers marked, or its secret ones."""
    return body.watermark == Watermark.ALL or (secret and body.watermark == Watermark.SECRET)


def carries_mark(placement: Placement, *, secret: bool) -> bool:
    """Whether a paper (with its item's meeting's body) is to carry a mark. Only a PDF can; one that is signed,
    locked or broken is found out when it is opened, and handed out as it is."""
    wanted = is_marked(placement.item.meeting.body, secret=secret)
    return wanted and placement.version.content_type == PDF


def mark(person: Person, at: datetime) -> str:
    return f"{person.get_full_name() or person.get_username()} {timezone.localtime(at):%Y-%m-%d %H.%M}"
