"""What people are told of when something has been sent: the objects that notices about a meeting name."""

from __future__ import annotations

from collections.abc import Iterator

from extranet.meetings.models import Meeting
from extranet.summons.models import Addition, Summons


def told_of(meeting: Meeting) -> Iterator[Summons | Addition]:
    """All of a meeting that somebody may have been told of: read once its page is. Two queries."""
    yield from Summons.objects.defer("pdf").filter(meeting=meeting, state=Summons.State.SENT)
    yield from Addition.objects.filter(meeting=meeting)
