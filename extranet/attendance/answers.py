"""Answering whether one comes, for oneself or (the body's secretary) for who has rung."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from extranet.attendance import calling, telling
from extranet.attendance.calling import ChangedError
from extranet.attendance.models import Attendance, Call
from extranet.attendance.seats import members, substitutes
from extranet.mandates.models import Mandate
from extranet.meetings.models import Meeting, Serving

Answer = Attendance.Answer


class ClosedError(RuntimeError):
    """The meeting takes no answers: its summons has not been sent, or it has begun."""


class NotAskedError(RuntimeError):
    """Somebody answers who neither has a seat nor may serve on the meeting's day, or in a way that isn't offered."""


def choices(meeting: Meeting) -> list[Answer]:
    """What may be answered. At a distance only where the secretary has given the way to it (KL 5:16, 6:24)."""
    return [Answer.COMES, *([Answer.REMOTE] if meeting.link else []), Answer.ABSENT]


def who_is_asked(meeting: Meeting) -> list[Mandate]:
    """Who is asked to a meeting, one mandate a person: members first, then those who may serve."""
    found: dict[int, Mandate] = {}
    for mandate in (*members(meeting), *substitutes(meeting)):
        found.setdefault(mandate.person_id, mandate)
    return list(found.values())


def call_to(meeting: Meeting, person: int) -> Call | None:
    """The call that somebody has to answer, or has said yes to."""
    calls = Call.objects.live().filter(meeting=meeting, substitute__person=person)
    return calls.select_related("meeting", "absent__person", "absent__party", "substitute").first()


@transaction.atomic
def answer(meeting_pk: int, person: int, said: str, by: int, *, seen_call: int | None = None) -> Attendance:
    """Keep what `person` answers, written by `by`, and call or release substitutes by it.

    `seen_call` is the call that the page showed which the answer comes from (None: none). Raises ClosedError,
    NotAskedError, ChangedError and Meeting.DoesNotExist; then nothing is kept.
    """
    meeting = calling.locked(meeting_pk)
    if not calling.takes_answers(meeting, timezone.now()):
        raise ClosedError
    asked = {mandate.person_id for mandate in who_is_asked(meeting)}
    if person not in asked or said not in choices(meeting):
        raise NotAskedError
    call = call_to(meeting, person)
    if (call.pk if call else None) != seen_call:
        raise ChangedError
    kept = _keep(meeting, person, said, by)
    if said == Answer.ABSENT:
        if call:
            calling.refuse(call, by)
    elif call is None:
        _take_back_a_no(meeting, person, by)
    elif call.state == Call.State.ASKED:
        calling.accept(call, by)
    if said != Answer.ABSENT:
        _takes_their_own_seat(meeting, person)
    calling.settle(meeting)
    telling.answered_at_all(meeting, person)
    return kept


@transaction.atomic
def ask(meeting_pk: int) -> int:
    """When the summons has been sent: everybody with a seat is asked whether they come. Returns how many were.

    May be called again: who has been asked is not asked twice. Raises Meeting.DoesNotExist.
    """
    meeting = calling.locked(meeting_pk)
    if not calling.takes_answers(meeting, timezone.now()):
        return 0
    wanted = [mandate.person_id for mandate in members(meeting)]
    known = set(
        Attendance.objects.filter(meeting=meeting, person__in=wanted).values_list("person", flat=True)
    )
    new = [person for person in wanted if person not in known]
    now = timezone.now()
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person_id=person, asked_at=now) for person in new
    )
    telling.asked(meeting, new)
    return len(new)


def _keep(meeting: Meeting, person: int, said: str, by: int) -> Attendance:
    said_now = {"answer": said, "answered_at": timezone.now(), "answered_by_id": by}
    kept, _new = Attendance.objects.update_or_create(meeting=meeting, person_id=person, defaults=said_now)
    return kept


def _take_back_a_no(meeting: Meeting, person: int, by: int) -> None:
    """Who said no to serving, and can after all, serves if the seat still stands empty."""
    calls = Call.objects.filter(meeting=meeting, substitute__person=person, state=Call.State.REFUSED)
    call = calls.select_related("meeting", "absent", "substitute").first()
    if call and _is_absent(meeting, call.absent.person_id) and not calling.is_filled(meeting, call.absent):
        calling.accept(call, by)


def _is_absent(meeting: Meeting, person: int) -> bool:
    return Attendance.objects.filter(meeting=meeting, person=person, answer=Answer.ABSENT).exists()


def _takes_their_own_seat(meeting: Meeting, person: int) -> None:
    """Whoever was put in a member's stead without a call serves no more when the member comes."""
    called = Call.objects.live().filter(meeting=meeting).values("substitute")
    by_hand = Serving.objects.filter(meeting=meeting, instead_of__person=person).exclude(mandate__in=called)
    for serving in by_hand:
        serving.delete()
