"""Sending the summons: asked for in a request, done by a job, once however often it is asked for.

A summons is a row from when somebody has asked for it. The job makes the PDF, and then in one transaction publishes the
agenda and its papers, sets the meeting's state, keeps the recipients and tells them. Whoever comes when that has been
done does nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from extranet.attendance import answers
from extranet.delivery.models import Way
from extranet.meetings.models import Meeting
from extranet.summons import document, kinds
from extranet.summons.models import Override, Recipient, Summons
from extranet.summons.publishing import Published, draft_placements, publish
from extranet.summons.recipients import called_to
from intranet.jobs.models import Job
from intranet.jobs.progress import JobProgress
from intranet.notices import queue

log = logging.getLogger(__name__)
State = Summons.State

PATIENCE = timedelta(minutes=5)
"""A summons that has been in the making for longer was left by a worker that died."""
MOST_TRIES = 3
STEPS = 2


class NotNowError(RuntimeError):
    """The meeting takes no summons: it has been held, or nothing has changed since the last one."""


class _ChangedError(RuntimeError):
    """The agenda was changed while its PDF was made."""


def under_way(meeting: Meeting) -> Summons | None:
    """The summons that is being sent, or could not be."""
    return _rows().filter(meeting=meeting).exclude(state=State.SENT).first()


def last_sent(meeting: Meeting) -> Summons | None:
    return _rows().filter(meeting=meeting, state=State.SENT).order_by("-number").first()


def has_moved(meeting: Meeting, summons: Summons) -> bool:
    """Whether its time or place is another than the summons told of."""
    told = (summons.starts, summons.ends, summons.place)
    return told != (meeting.starts, meeting.ends, meeting.place)


def takes_summons(meeting: Meeting) -> bool:
    """A draft does; one that was summoned when its time or place is another."""
    if meeting.state == Meeting.State.DRAFT:
        return True
    last = last_sent(meeting)
    return meeting.state == Meeting.State.SUMMONED and last is not None and has_moved(meeting, last)


def locked(pk: int) -> Meeting:
    """A meeting that nobody else sends until the transaction ends. Raises Meeting.DoesNotExist."""
    return Meeting.objects.select_for_update(no_key=True, of=("self",)).select_related("body").get(pk=pk)


@transaction.atomic
def ask(meeting: Meeting, by: int, keys: Iterable[str]) -> Summons:
    """Have the summons of a meeting sent by `by`, passing over the findings with these keys.

    `meeting` is held by the caller's transaction (`locked`). Asked again before it is sent, by anybody, it is the same
    summons. Raises NotNowError.
    """
    summons = under_way(meeting)
    if summons is None:
        if not takes_summons(meeting):
            raise NotNowError
        number = Summons.objects.filter(meeting=meeting).count() + 1
        summons = Summons(meeting=meeting, number=number, sent_by_id=by)
    elif summons.state != State.FAILED:
        return summons
    summons.starts, summons.ends, summons.place = meeting.starts, meeting.ends, meeting.place
    about = _about(meeting)
    summons.items, summons.placements = list(about.items), list(about.placements)
    now = timezone.now()
    summons.state, summons.asked_at, summons.since = State.WAITING, now, now
    summons.tries, summons.sent_by_id = 0, by
    summons.save()
    passed_over = Override.objects.filter(meeting=meeting, key__in=list(keys), summons=None, addition=None)
    passed_over.update(summons=summons)
    Job.objects.update_or_create(
        key=job_key(summons),
        defaults={"name": "Kallelse skickas", "state": Job.State.WAITING, "started_by_id": by, "done": 0},
    )
    return summons


def _about(meeting: Meeting) -> Published:
    """What a summons that is asked for now is about: a draft's whole agenda; later on what the body reads already."""
    items = meeting.items.all()
    if meeting.state != Meeting.State.DRAFT:
        return Published(tuple(items.filter(published_at__isnull=False).values_list("pk", flat=True)), ())
    placed = draft_placements(meeting).values_list("pk", flat=True)
    return Published(tuple(items.values_list("pk", flat=True)), tuple(placed))


def job_key(summons: Summons) -> str:
    return f"summons:{summons.pk}"


def waiting(now: datetime) -> QuerySet[Summons]:
    """What is to be sent at `now`: what was asked for, and what a worker left."""
    left = Q(state=State.MAKING, since__lt=now - PATIENCE)
    return _rows().filter(Q(state=State.WAITING) | left)


def send_next() -> bool:
    """Send one that waits, if there is one; whether there was."""
    now = timezone.now()
    for summons in waiting(now).order_by("asked_at")[:5]:
        mine = waiting(now).filter(pk=summons.pk, since=summons.since)
        if mine.update(state=State.MAKING, since=now, tries=F("tries") + 1):
            send(summons.pk, now)
            return True
    return False


def send(pk: int, claim: datetime) -> None:
    """Send a summons that this process has claimed at `claim`. What goes wrong is said by its row and its job."""
    summons = _rows().select_related("meeting__body").get(pk=pk)
    job, _new = Job.objects.get_or_create(
        key=job_key(summons), defaults={"name": "Kallelse skickas", "started_by_id": summons.sent_by_id}
    )
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    job.state = Job.State.RUNNING
    progress = JobProgress(job)
    progress.begin("Kallelsen görs", STEPS)
    try:
        if summons.tries > MOST_TRIES:
            raise document.UnmadeError("whoever made it died each time")
        for _try in range(MOST_TRIES):
            try:
                _make_and_send(summons.meeting_id, pk, claim, progress)
                break
            except _ChangedError:
                continue
        else:
            raise document.UnmadeError("the agenda was changed each time")
    except document.UnmadeError as error:
        log.error("summons %s could not be made: %s", pk, error)
        _rows().filter(pk=pk, state=State.MAKING, since=claim).update(state=State.FAILED)
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.FAILED, message="Kallelsen gick inte att göra. Inget har skickats."
        )
        return
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, done=STEPS, message="Kallelsen är skickad.")


def _make_and_send(meeting_pk: int, pk: int, claim: datetime, progress: JobProgress) -> None:
    """Outside the transaction the PDF, inside it all that follows. Raises UnmadeError and _ChangedError."""
    meeting = Meeting.objects.select_related("body").get(pk=meeting_pk)
    about = _rows().get(pk=pk).items
    before = document.content(meeting, about)
    pdf, sha256 = document.made(before, made_at=claim)
    progress.advance()
    with transaction.atomic():
        meeting = locked(meeting_pk)
        summons = (
            _rows().select_for_update(no_key=True).filter(pk=pk, state=State.MAKING, since=claim).first()
        )
        if summons is None:
            return  # somebody else has sent it
        if document.content(meeting, about) != before:
            raise _ChangedError
        at = timezone.now()
        first = meeting.state == Meeting.State.DRAFT
        if first:
            publish(meeting, at, late=False, only=Published(tuple(about), tuple(summons.placements)))
            meeting.state, meeting.sent_at, meeting.sent_by_id = (
                Meeting.State.SUMMONED,
                at,
                summons.sent_by_id,
            )
            meeting.save(update_fields=["state", "sent_at", "sent_by"])
        summons.pdf, summons.sha256, summons.sent_at, summons.state = pdf, sha256, at, State.SENT
        summons.starts, summons.ends, summons.place = meeting.starts, meeting.ends, meeting.place
        summons.save()
        _tell(meeting, summons, at, first=first)
        answers.ask(meeting.pk)
    progress.advance()


def _tell(meeting: Meeting, summons: Summons, at: datetime, *, first: bool) -> None:
    called = called_to(meeting, at)
    Recipient.objects.bulk_create(
        Recipient(
            summons=summons,
            person=one.person,
            why=one.why[:300],
            way=one.way,
            told_at=at if one.way == Way.DIGITAL else None,
        )
        for one in called
    )
    others = [one.person.pk for one in called if one.person.pk != summons.sent_by_id]
    queue.put(kinds.SENT if first else kinds.SENT_ANEW, others, summons, by=summons.sent_by_id)


def _rows() -> QuerySet[Summons]:
    """Without the file, which only its own address reads."""
    return Summons.objects.defer("pdf")
