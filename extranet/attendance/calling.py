"""Who is called in whose stead, brought into line with what has been answered.

Everything here stands in a transaction that holds the meeting's row, so that two people who answer at once do so one
after the other. What should be is worked out anew each time from the answers and the mandates: it may be asked for
as often as one likes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from extranet.attendance import telling
from extranet.attendance.models import Attendance, Call
from extranet.attendance.seats import members, substitutes, who_is_next
from extranet.mandates.models import Mandate
from extranet.meetings.models import Meeting, Serving


class ChangedError(RuntimeError):
    """What was asked is not what is asked now: a call has come, or is needed no more."""


def locked(pk: int) -> Meeting:
    """A meeting that nobody else answers or calls for until the transaction ends. Raises Meeting.DoesNotExist."""
    return Meeting.objects.select_for_update(no_key=True).get(pk=pk)


def takes_answers(meeting: Meeting, at: datetime) -> bool:
    """From the summons until it begins."""
    return meeting.state == Meeting.State.SUMMONED and at < meeting.starts


def settle(meeting: Meeting) -> int:
    """Take back calls that are needed no more, and call whoever is next for each seat that stands empty.

    Under the meeting's lock (`locked`). Returns how many were called.
    """
    absent = _absent(meeting)
    _end_what_is_not_needed(meeting, {mandate.person_id for mandate in absent})
    called, vacant = 0, []
    for mandate in absent:
        if is_filled(meeting, mandate):
            continue
        substitute = who_is_next(meeting, mandate)
        if substitute is None:
            vacant.append(mandate.pk)
            continue
        number = Call.objects.filter(meeting=meeting, absent=mandate).count() + 1
        call = Call.objects.create(meeting=meeting, absent=mandate, substitute_id=substitute, order=number)
        telling.called(call)
        called += 1
    telling.vacant(meeting, vacant)
    return called


def is_filled(meeting: Meeting, absent: Mandate) -> bool:
    """Whether somebody has been asked to serve in the absent member's stead, or does."""
    instead = Call.objects.live().filter(meeting=meeting, absent__person=absent.person_id)
    serving = Serving.objects.filter(meeting=meeting, instead_of__person=absent.person_id)
    return instead.exists() or serving.exists()


def accept(call: Call, by: int) -> None:
    """The substitute serves: from now on the rule for papers counts it.

    Raises ChangedError if somebody has been put there without a call meanwhile.
    """
    if _put_by_hand(call):
        raise ChangedError
    call.state = Call.State.ACCEPTED
    _answered(call, by)
    Serving.objects.create(meeting=call.meeting, mandate=call.substitute, instead_of=call.absent)


def refuse(call: Call, by: int) -> None:
    """The substitute can't, or can't after all."""
    _stop_serving(call)
    call.state = Call.State.REFUSED
    _answered(call, by)


def withdraw(call: Call) -> None:
    """The substitute is needed no more. Who had said yes is told; who had not answered finds nothing to answer."""
    served = call.state == Call.State.ACCEPTED
    _stop_serving(call)
    call.state, call.ended_at = Call.State.WITHDRAWN, timezone.now()
    call.save(update_fields=["state", "ended_at"])
    if served:
        # They came to serve; whether they come to listen, they may say again.
        theirs = Attendance.objects.filter(meeting=call.meeting, person=call.substitute.person_id)
        theirs.exclude(answer=Attendance.Answer.ABSENT).update(answer=Attendance.Answer.NONE)
    telling.withdrawn(call, served)


def close_begun(now: datetime) -> int:
    """For the clock: what nobody answered before the meeting began is withdrawn. Returns how many calls."""
    begun = Call.objects.filter(state=Call.State.ASKED, meeting__starts__lte=now)
    closed = 0
    for pk in set(begun.values_list("meeting", flat=True)):
        with transaction.atomic():
            meeting = locked(pk)
            for call in begun.filter(meeting=meeting):
                withdraw(call)
                closed += 1
            telling.vacant(meeting, [])
    return closed


def settle_coming(now: datetime) -> int:
    """For the clock: mandates begin and end without anybody's answering. Returns how many were called."""
    coming = Meeting.objects.filter(state=Meeting.State.SUMMONED, starts__gt=now)
    with_absence = coming.filter(attendance__answer=Attendance.Answer.ABSENT).distinct()
    called = 0
    for pk in list(with_absence.values_list("pk", flat=True)):
        with transaction.atomic():
            called += settle(locked(pk))
    return called


def _absent(meeting: Meeting) -> list[Mandate]:
    """The members who have said that they don't come, whoever said so first standing first."""
    seats = {mandate.person_id: mandate for mandate in members(meeting)}
    said_no = Attendance.objects.filter(meeting=meeting, answer=Attendance.Answer.ABSENT, person__in=seats)
    ordered = said_no.order_by("answered_at", "pk")
    return [seats[person] for person in ordered.values_list("person", flat=True)]


def _end_what_is_not_needed(meeting: Meeting, absent: Iterable[int]) -> None:
    may_serve = {mandate.pk for mandate in substitutes(meeting)}
    live = Call.objects.live().filter(meeting=meeting).select_related("meeting", "absent", "substitute")
    for call in live:
        needed = call.absent.person_id in absent and call.substitute_id in may_serve
        if not needed or (call.state == Call.State.ASKED and _put_by_hand(call)):
            withdraw(call)


def _put_by_hand(call: Call) -> bool:
    """Whether the substitute serves already, or somebody does in the absent member's stead."""
    either = Q(mandate=call.substitute_id) | Q(instead_of__person=call.absent.person_id)
    return Serving.objects.filter(either, meeting=call.meeting_id).exists()


def _stop_serving(call: Call) -> None:
    if call.state == Call.State.ACCEPTED:
        # One by one, so that the security log is told of each.
        for serving in Serving.objects.filter(meeting=call.meeting_id, mandate=call.substitute_id):
            serving.delete()


def _answered(call: Call, by: int) -> None:
    call.answered_at, call.answered_by_id = timezone.now(), by
    call.save(update_fields=["state", "answered_at", "answered_by"])
    telling.answered(call)
