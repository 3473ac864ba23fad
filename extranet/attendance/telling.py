"""What people are told of attendance and recusals, through the one queue of notices."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils import timezone

from extranet.attendance.kinds import ASKED, CALLED, DECIDED, DECLARED, MOVED, RELEASED, VACANT
from extranet.attendance.models import Call
from extranet.exceptions.models import Recusal
from extranet.mandates.models import SECRETARY, Mandate
from extranet.meetings.models import Meeting
from intranet.notices import queue
from intranet.notices.models import Notice


def asked(meeting: Meeting, people: Iterable[int]) -> None:
    queue.put(ASKED, people, meeting)


def moved(meeting: Meeting, people: Iterable[int]) -> None:
    """Of a new time; once for each, also for who has read that it was moved before."""
    queue.withdraw(MOVED, meeting)
    queue.put(MOVED, people, meeting)


def answered_at_all(meeting: Meeting, person: int) -> None:
    queue.withdraw(ASKED, meeting, [person])


def called(call: Call) -> None:
    queue.put(CALLED, [call.substitute.person_id], call)


def answered(call: Call) -> None:
    queue.withdraw(CALLED, call)


def withdrawn(call: Call, served: bool) -> None:
    queue.withdraw(CALLED, call)
    if served:
        queue.put(RELEASED, [call.substitute.person_id], call)


def vacant(meeting: Meeting, mandates: Collection[int]) -> None:
    """Tell the body's secretaries of each seat (mandates, by primary key) for which nobody is left to call."""
    keys = {str(pk) for pk in mandates}
    told = Notice.objects.filter(kind=VACANT, object_id=meeting.pk).values_list("key", flat=True)
    for gone in set(told) - keys:
        queue.withdraw(VACANT, meeting, key=gone)
    for key in keys:
        queue.put(VACANT, secretaries(meeting.body_id), meeting, key=key)


def declared(recusal: Recusal) -> None:
    queue.put(DECLARED, secretaries(recusal.item.meeting.body_id) - {recusal.person_id}, recusal)


def taken_back(recusal: Recusal) -> None:
    queue.withdraw(DECLARED, recusal)


def decided(recusal: Recusal) -> None:
    queue.withdraw(DECLARED, recusal)
    queue.withdraw(DECIDED, recusal)  # a decision that has been mended is told anew
    queue.put(DECIDED, [recusal.person_id], recusal)


def secretaries(body: int) -> set[int]:
    today = timezone.localdate()
    mandates = Mandate.objects.in_force(today).filter(body=body, role__code=SECRETARY)
    return set(mandates.values_list("person", flat=True))
