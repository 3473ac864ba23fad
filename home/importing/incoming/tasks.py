"""Reading what waits. The task only wakes; what there is to read is in the rows, and the clock comes round."""

from __future__ import annotations

import base64
import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from home.importing.company import ANSWER_MEGABYTES, CRASHED, MEGABYTES, SECONDS, why
from home.importing.incoming.models import Delivery, IncomingPicture, IncomingText
from home.importing.telling import State
from intranet.files import confined
from intranet.jobs import waking
from intranet.jobs.models import Job

log = logging.getLogger(__name__)
SLICE = timedelta(seconds=20)
"""How long one task goes on taking files: the same worker sends mail, which must get its turn."""
PATIENCE = timedelta(minutes=3)
"""Longer than any file may take: whoever claimed a row then is gone."""
TRIES = 2


def job_key(delivery: int) -> str:
    return f"incoming-{delivery}"


@task(queue_name="files")
def read_waiting() -> int:
    """Read what waits, one file at a time, for a while; returns how many. Safe to run at any time, twice at once."""
    done = 0
    until = time.monotonic() + SLICE.total_seconds()
    while (row := _claim()) is not None:
        _read(row)
        done += 1
        if time.monotonic() >= until:
            wake()  # behind whatever else waits; the clock would come round too
            break
    return done


def wake() -> None:
    """Have what waits read soon. One task that waits for its turn is enough."""
    waking.wake(read_waiting)


def queue_if_waiting(now: datetime) -> int:
    """For the clock: how many files wait that nobody reads, and wake whoever does if there are any."""
    waiting = _unclaimed(now).count()
    if waiting:
        wake()
    return waiting


def _unclaimed(now: datetime) -> Any:
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - PATIENCE)
    return IncomingText.objects.filter(free, state=IncomingText.State.WAITING)


def _claim() -> IncomingText | None:
    """The next file, marked as being read: of two workers one gets it."""
    now = timezone.now()
    for key in _unclaimed(now).order_by("pk").values_list("pk", flat=True)[:20]:
        if _unclaimed(now).filter(pk=key).update(claimed_at=now, tries=F("tries") + 1):
            return IncomingText.objects.select_related("delivery").get(pk=key)
    return None


def _read(row: IncomingText) -> None:
    Job.objects.filter(key=job_key(row.delivery_id)).update(state=Job.State.RUNNING, message="Läser filer")
    if row.tries > TRIES:
        # The worker itself died over it, more than once: it must not do so for ever.
        _refuse(row, CRASHED)
        return
    pictures: list[tuple[str, bytes]] = []
    source: dict[str, Any] | None = None
    try:
        answers = confined.stream(
            "home.importing.wire.read_file",
            row.file.path,
            row.name,
            seconds=SECONDS,
            megabytes=MEGABYTES,
            answer_megabytes=ANSWER_MEGABYTES,
        )
        for answer in answers:
            if "unreadable" in answer:
                _refuse(row, answer["unreadable"])
                return
            if "source" in answer:
                source = answer["source"]
            else:
                pictures.append((answer["picture"], base64.b64decode(answer["data"])))
    except confined.ConfinedError as error:
        log.warning("incoming file %s could not be read: %s %s", row.pk, type(error).__name__, error)
        _refuse(row, why(error))
    else:
        if source is None:
            _refuse(row, CRASHED)
        else:
            _keep(row, source, pictures)


def _keep(row: IncomingText, source: dict[str, Any], pictures: list[tuple[str, bytes]]) -> None:
    unsure = sum(told["state"] == State.UNSURE for told in source["told"])
    with transaction.atomic():
        row.pictures.all().delete()
        for name, data in pictures:
            suffix = name.rpartition(".")[2][:8]
            IncomingPicture.objects.create(
                text=row, name=name[:255], file=ContentFile(data, name=f"b.{suffix}")
            )
        row.source, row.doubts, row.reason = source, unsure, ""
        row.state = IncomingText.State.DOUBTFUL if unsure or source["problems"] else IncomingText.State.READY
        row.save(update_fields=["source", "doubts", "reason", "state"])
    _advance(row.delivery)


def _refuse(row: IncomingText, reason: str) -> None:
    row.state, row.reason = IncomingText.State.UNREADABLE, reason[:500]
    row.save(update_fields=["state", "reason"])
    _advance(row.delivery)


def _advance(delivery: Delivery) -> None:
    """How far the job has come, counted anew each time so that no count is lost."""
    waiting = delivery.texts.filter(state=IncomingText.State.WAITING).count()
    job = Job.objects.filter(key=job_key(delivery.pk)).first()
    if job is None:
        return
    job.done = max(job.total - waiting, 0)
    if not waiting:
        job.state, job.message = Job.State.DONE, "Filerna är lästa"
    job.save(update_fields=["done", "state", "message", "updated_at"])
