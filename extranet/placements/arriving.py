"""Taking a file in piece by piece, gone on with after any break from where the server has got to.

The bytes are on the disk before the row says so: a process that is killed between them leaves a part that is
longer than its row says, which is cut there; never one that lacks what has been acknowledged.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BufferedRandom

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from extranet.meetings.models import AgendaItem, Meeting
from extranet.papers import receiving
from extranet.papers.orphans import PART_AGE
from extranet.papers.receiving import LostError, Source
from extranet.placements.placing import TAKES_NO_MORE, MeetingOverError
from extranet.placements.uploads import Upload
from intranet.files.accepting import checked
from intranet.people.models import Person

State = Upload.State
MEGABYTE = 1024 * 1024
MOST_AT_ONCE = 500
"""Files of one sender for one meeting that may wait at the same time."""


class OffsetError(Exception):
    """What is sent does not begin where the server has got to, which is `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the upload stands at {offset}")
        self.offset = offset


def of_person(person: int, meeting: Meeting) -> QuerySet[Upload]:
    """What somebody has on its way to a meeting, or waiting to be sorted."""
    return Upload.objects.filter(person=person, meeting=meeting)


def refusal(size: int) -> str:
    """Why a file of so many bytes is not taken, in plain words; empty if it is."""
    most = settings.PAPERS_MEGABYTES
    if size <= 0:
        return _("Filen är tom. Kontrollera att du valde rätt fil.")
    if size > most * MEGABYTE:
        return _("Filen är större än %(most)s MB. Dela upp den eller spara den mindre.") % {"most": most}
    return ""


def begin(
    person: Person, meeting: Meeting, name: str, size: int, *, item: AgendaItem | None = None, stamp: str = ""
) -> Upload:
    """A new upload, or the one that the same file was broken off in.

    The same file has the same name, size and moment of change, as the browser tells them. Raises MeetingOverError,
    and ValidationError in plain words for one that is too large, or one too many.
    """
    if meeting.state in TAKES_NO_MORE:
        raise MeetingOverError
    if problem := refusal(size):
        raise ValidationError(problem)
    name = name.replace("\\", "/").rpartition("/")[2][-255:]
    mine = of_person(person.pk, meeting)
    broken = mine.filter(state=State.COMING, name=name, size=size, stamp=stamp[:30])
    if stamp and (found := broken.order_by("pk").first()):
        if item is not None and found.item_id != item.pk:
            Upload.objects.filter(pk=found.pk).update(item=item)
        return found
    if mine.count() >= MOST_AT_ONCE:
        raise ValidationError(
            _("%(count)s filer väntar redan. Sortera dem innan du lägger in fler.") % {"count": MOST_AT_ONCE}
        )
    return Upload.objects.create(
        person=person,
        meeting=meeting,
        item=item,
        name=name,
        size=size,
        stamp=stamp[:30],
        part=receiving.begin(),
    )


def offset_of(upload: Upload) -> int:
    """Where to go on: what has been acknowledged, or less where a restored store has less."""
    if upload.state != State.COMING:
        return upload.offset
    return min(upload.offset, receiving.length(upload.part))


def take(upload: Upload, offset: int, source: Source, most: int | None = None) -> Upload:
    """Take in what comes from `offset` on, and look at the file when all of it is there. As the upload is then.

    Raises OffsetError, receiving.BusyError while another request writes, and OSError if the disk does not take it.
    Not to be called in a transaction: what has come stays, whatever happens to the request.
    """
    try:
        with receiving.held(upload.part) as part:
            fresh = Upload.objects.get(pk=upload.pk)
            if fresh.state != State.COMING or fresh.offset != offset:
                raise OffsetError(fresh.offset)
            left = fresh.size - offset
            reached = receiving.write(part, offset, source, left if most is None else min(left, most))
            Upload.objects.filter(pk=fresh.pk).update(offset=reached, moved_at=timezone.now())
            fresh.offset = reached
            if reached < fresh.size:
                return fresh
            return _look_at(fresh, part)
    except LostError as lost:
        if not (receiving.folder() / upload.part).exists():
            Upload.objects.filter(pk=upload.pk).update(part=receiving.begin(), offset=0)
            raise OffsetError(0) from lost
        Upload.objects.filter(pk=upload.pk).update(offset=lost.length)
        raise OffsetError(lost.length) from lost


def _look_at(upload: Upload, part: BufferedRandom) -> Upload:
    """All of it is there: what it is, and whether it may come in. One that is refused leaves no bytes behind."""
    try:
        upload.content_type = checked(part, upload.name)
        upload.sha256 = receiving.digest(part)
        upload.state = State.READY
    except ValidationError as refused:
        upload.state, upload.problem = State.REFUSED, " ".join(refused.messages)[:300]
        receiving.remove(upload.part)
    upload.save(update_fields=["content_type", "sha256", "state", "problem"])
    return upload


def received(
    person: Person, meeting: Meeting, name: str, size: int, part: str, item: AgendaItem | None = None
) -> Upload:
    """A file that came whole, in a part of its own, by a plain form. Raises as `begin` does."""
    upload = begin(person, meeting, name, size, item=item)
    receiving.remove(upload.part)
    Upload.objects.filter(pk=upload.pk).update(part=part, offset=size)
    upload.part, upload.offset = part, size
    with receiving.held(part) as whole:
        return _look_at(upload, whole)


def drop(upload: Upload) -> None:
    """Give it up: row and bytes. The row goes first: bytes without a row are swept, a row without bytes is a hole."""
    part = upload.part
    with transaction.atomic():
        Upload.objects.filter(pk=upload.pk).delete()
        transaction.on_commit(lambda: receiving.remove(part))


def forget_old(now: datetime, age: timedelta = PART_AGE) -> int:
    """For once a day: what nobody has gone on with, or sorted, for a week; how many that was."""
    old = list(Upload.objects.filter(moved_at__lt=now - age))
    for upload in old:
        drop(upload)
    return len(old)
