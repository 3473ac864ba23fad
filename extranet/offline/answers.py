"""What a device is told: what it is given to keep, and at each contact what of that it may go on keeping."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from extranet.access.rights import Rights
from extranet.meetings.models import Meeting
from extranet.offline import choosing, pages
from extranet.offline.contents import Contents, PaperLine, contents
from extranet.offline.models import Device, KeptPaper, OfflineCopy
from extranet.placements.models import Placement
from intranet.access.viewer import Viewer
from intranet.files.serve import dress
from intranet.files.types import SHOWN

PART = 2 * 1024 * 1024
"""Bytes that a file is fetched by, so that what has come is kept when the network goes."""

WITHDRAWN, REPLACED, LOST = "withdrawn", "replaced", "lost"


@dataclass(frozen=True)
class Asker:
    """Who asks from a device. `secret_until`: when the step-up of this session has grown old, if there is one."""

    viewer: Viewer
    rights: Rights
    secret_until: datetime | None = None


def offer(asker: Asker, meeting: Meeting) -> dict[str, Any]:
    """What keeping it would come to, before anything is kept."""
    kept = contents(asker.rights, meeting)
    return {
        "files": len(kept.kept),
        "size": sum(paper.placement.version.size for paper in kept.kept),
        "left_out": len(kept.papers) - len(kept.kept),
    }


def copy_of(asker: Asker, copy: OfflineCopy, known: str = "") -> tuple[dict[str, Any], Contents]:
    """All of a copy but the files' bytes. The pages are left out if they are those that the device has (`known`)."""
    meeting, until = copy.meeting, copy.until
    kept = contents(asker.rights, meeting)
    html = pages.pages(meeting, kept)
    digest = hashlib.sha256(json.dumps(html, sort_keys=True).encode()).hexdigest()
    answer = {
        "meeting": meeting.pk,
        "until": _milliseconds(until),
        "banner": pages.banner(copy.made_at, choosing.last_day(until)),
        "last": date_format(choosing.last_day(until), "j F Y"),
        "digest": digest,
        "files": [_file(asker, copy, paper) for paper in kept.kept],
    }
    if digest != known:
        answer["pages"] = html
    return answer, kept


def around(copies: Sequence[OfflineCopy]) -> dict[str, Any]:
    """What is the same for all copies on a device: pages of no meeting, style sheets, the time."""
    return {
        "shell": pages.shell((copy.meeting, choosing.last_day(copy.until)) for copy in copies),
        "styles": pages.styles(),
        "now": _milliseconds(timezone.now()),
    }


def contact(asker: Asker, device: Device, known: dict[int, str]) -> dict[str, Any]:
    """Of each copy on a device what may stay, until when now, and what has to go and why."""
    copies, gone, left = [], [], []
    now = asker.rights.at
    for copy in device.copies.select_related("meeting__body").order_by("meeting__starts", "pk"):
        meeting = choosing.found(asker.rights, copy.meeting_id)
        if meeting is None or copy.until <= now or not choosing.stays(asker.rights, meeting):
            gone.append({"meeting": copy.meeting_id, "why": "expired" if copy.until <= now else LOST})
            continue
        copy.meeting, copy.until = meeting, choosing.until(asker.viewer, asker.rights, meeting)
        copy.save(update_fields=["until"])
        answer, kept = copy_of(asker, copy, known.get(meeting.pk, ""))
        may = {paper.placement.pk for paper in kept.kept}
        answer["dropped"] = dropped(copy, may)
        held = set(copy.papers.values_list("placement", flat=True))
        answer["more"] = len(may - held)
        answer["files"] = [file for file in answer["files"] if file["placement"] in held]
        copies.append(answer)
        left.append(copy)
    return {"known": True, "copies": copies, "gone": gone, **around(left)}


def dropped(copy: OfflineCopy, may: set[int]) -> list[dict[str, Any]]:
    """What was given to the device and may not stay there. No more of why than the reader is told on the site."""
    lines = KeptPaper.objects.filter(copy=copy).exclude(placement__in=may)
    return [
        {"placement": line.placement_id, "why": _why(line)}
        for line in lines.select_related("placement").order_by("pk")
    ]


def _why(line: KeptPaper) -> str:
    if line.placement.withdrawn_at is not None:
        return WITHDRAWN
    newer = Placement.objects.filter(replaces=line.placement_id, withdrawn_at=None)
    if newer.filter(published_at__lte=timezone.now()).exists():
        return REPLACED
    return LOST


def _file(asker: Asker, copy: OfflineCopy, paper: PaperLine) -> dict[str, Any]:
    """`until`: a secret paper is readable no longer than the step-up that let it be kept."""
    placement, until = paper.placement, copy.until
    if paper.is_secret:
        until = min(until, asker.secret_until or asker.rights.at)
    version = placement.version
    dressed = HttpResponse()
    shown = version.content_type if version.content_type in SHOWN else None
    dress(dressed, shown, f"handling-{placement.pk}" if paper.is_secret else version.filename)
    return {
        "placement": placement.pk,
        "url": reverse("paper_file", args=[placement.pk]),
        "parts": reverse("offline_part", args=[copy.meeting_id, placement.pk, 0]).removesuffix("0/"),
        "part": PART,
        "size": version.size,
        "sha256": version.sha256,
        "title": paper.title,
        "until": _milliseconds(until),
        "headers": dict(dressed.items()),
    }


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
