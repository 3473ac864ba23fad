"""What a meeting's page asks of its reader: whether they come."""

from __future__ import annotations

from dataclasses import dataclass

from extranet.access.rights import Rights
from extranet.attendance.answers import who_is_asked
from extranet.attendance.calling import takes_answers
from extranet.attendance.models import Attendance
from extranet.meetings.models import Meeting


@dataclass(frozen=True)
class Coming:
    """`answer` is what they have said, empty if nothing."""

    answer: str
    said: str


def coming(rights: Rights, meeting: Meeting) -> Coming | None:
    """None for whom nobody asks, and once the meeting takes no answers; a handful of queries."""
    if not takes_answers(meeting, rights.at):
        return None
    if rights.person not in {mandate.person_id for mandate in who_is_asked(meeting)}:
        return None
    kept = Attendance.objects.filter(meeting=meeting, person=rights.person).first()
    return Coming(kept.answer, kept.get_answer_display()) if kept else Coming("", "")
