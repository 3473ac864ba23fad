"""What a meeting's page asks of its reader: whether they come."""

from __future__ import annotations

from dataclasses import dataclass

from extranet.access.rights import Rights
from extranet.attendance.calling import takes_answers
from extranet.attendance.models import Attendance
from extranet.attendance.seats import is_asked
from extranet.meetings.models import Meeting


@dataclass(frozen=True)
class Coming:
    """`answer` is what they have said, empty if nothing."""

    answer: str
    said: str


def coming(rights: Rights, meeting: Meeting) -> Coming | None:
    """None for whom nobody asks, and once the meeting takes no answers; at most two queries."""
    if not takes_answers(meeting, rights.at) or not is_asked(meeting, rights.person):
        return None
    kept = Attendance.objects.filter(meeting=meeting, person=rights.person).first()
    return Coming(kept.answer, kept.get_answer_display()) if kept else Coming("", "")
