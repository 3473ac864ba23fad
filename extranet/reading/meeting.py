"""The page of a meeting, as whoever has these rights reads it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from extranet.access import meetings
from extranet.access.rights import Rights
from extranet.meetings.models import Meeting
from extranet.reading.agenda import agenda
from extranet.reading.coming import coming
from extranet.summons import sending


def meeting_page(rights: Rights, meeting: Meeting, since: datetime | None, unlock_url: str) -> dict[str, Any]:
    """What its template names but for the way to it. `unlock_url`: where a step-up is made."""
    joins = meetings.takes_in_whole(rights, meeting)
    return {
        "page": {"title": meeting_name(meeting)},
        "meeting": meeting,
        "agenda": agenda(rights, meeting, since),
        "since": since,
        "coming": coming(rights, meeting),
        "joins": joins,
        "summons": sending.last_sent(meeting) if joins else None,
        "sees_answers": meeting.body_id in rights.prepared,
        "unlock_url": "" if rights.fresh else unlock_url,
    }


def meeting_name(meeting: Meeting) -> str:
    return f"{meeting.body.name} {date_format(timezone.localtime(meeting.starts), 'j F Y')}"
