"""Reading the text of papers, in the confined child that reads all files of the site, page by page into rows.

What is to be read is found from the rows themselves, so a killed worker loses nothing: whoever comes when a
version has been READING for too long reads it again. Neither the name nor the content of a paper is logged.
"""

from __future__ import annotations

import logging
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Length
from django.utils import timezone

from extranet.papers.models import PaperVersion
from extranet.texts.hushing import hush, marked
from extranet.texts.models import PaperText, TextReading
from extranet.texts.signals import text_changed
from intranet.files import problems
from intranet.files.batches import HIGHEST, write_in_batches
from intranet.files.confined import AnswerTooLarge, Crashed, TimedOut, TooLarge, stream
from intranet.files.extract.places import Place
from intranet.files.passages import REMOVED, ClaimLost
from intranet.files.reading import ANSWER_MEGABYTES, MOST_TRIES, PATIENCE

log = logging.getLogger(__name__)
State = TextReading.State


def enrol() -> int:
    """Give each version that has none the row that says how far its text has come; how many that was."""
    new = PaperVersion.objects.filter(text__isnull=True).order_by("pk").values_list("pk", flat=True)
    rows = [TextReading(version_id=pk) for pk in new.iterator(chunk_size=2000)]
    TextReading.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def waiting(now: datetime) -> QuerySet[TextReading]:
    """What is to be read at `now`: what has come in, and what its reader left. Nothing that is secret."""
    dead = now - timedelta(seconds=settings.FILES_READ_SECONDS) - PATIENCE
    left = Q(state=State.READING, since__lt=dead)
    return TextReading.objects.filter(Q(state=State.WAITING) | left).exclude(marked("version"))


def read_next() -> bool:
    """Read one that waits, if there is one: what was never tried first, then the newest. Whether there was."""
    turn = waiting(timezone.now()).select_related("version").order_by("tries", "-version")
    for reading in turn[:20]:
        if claim(reading):
            read(reading)
            return True
    return False


def claim(reading: TextReading) -> bool:
    """Make it this reader's; False if it is another's, secret by now, or read."""
    now = timezone.now()
    same = waiting(now).filter(pk=reading.pk, since=reading.since, tries=reading.tries)
    if not same.update(state=State.READING, tries=F("tries") + 1, since=now):
        return False
    reading.state, reading.since = State.READING, now
    reading.tries += 1
    return True


def read(reading: TextReading) -> None:
    """Read a version that this process has claimed, and set how it went. Gives way if the claim is lost."""
    try:
        if reading.tries > MOST_TRIES:
            _settle(reading, "crashed")  # whoever read it died each time
            return
        try:
            problem, pages = _read_confined(reading)
        except Crashed as crash:
            log.warning(
                "reading paper version %s, try %s, crashed: %s", reading.version_id, reading.tries, crash
            )
            if reading.tries < MOST_TRIES:
                _move_claim(reading, state=State.WAITING)
            else:
                _settle(reading, "crashed")
            return
        _settle(reading, problem, pages)
    except ClaimLost:
        log.info("paper version %s is no more to be read here", reading.version_id)


def _read_confined(reading: TextReading) -> tuple[str, int | None]:
    """What was wrong (or nothing) and how many pages there are; texts are written on the way. Raises Crashed."""
    _remove(reading)
    version = reading.version
    path = Path(version.file.path)
    if not path.is_file():
        return "missing", None
    told = stream(
        "intranet.files.extract.reader.read",
        *(str(path), version.filename, settings.FILES_READ_PLACES),
        seconds=settings.FILES_READ_SECONDS,
        megabytes=settings.FILES_READ_MEGABYTES,
        answer_megabytes=ANSWER_MEGABYTES,
    )
    try:
        with closing(told):
            end = write_in_batches(told, lambda places: _write(reading, places))
    except TimedOut:
        return "time", None
    except AnswerTooLarge:
        return "too_long", None
    except TooLarge:
        return "memory", None
    problem, pages = str(end.get("problem", "")), end.get("places")
    if unforeseen := str(end.get("unforeseen", "")):
        log.warning("reading paper version %s met what was not foreseen: %s", version.pk, unforeseen[:300])
    known = problem if problem in problems.PROBLEMS else ("damaged" if problem else "")
    return known, pages if isinstance(pages, int) and 0 < pages < HIGHEST else None


def _settle(reading: TextReading, problem: str, pages: int | None = None) -> None:
    """Set how it went, and tell; what became secret on the way is hushed instead."""
    with transaction.atomic():
        characters = PaperText.objects.filter(version=reading.version_id).aggregate(sum=Sum(Length("text")))[
            "sum"
        ]
        state = problems.state_after(problem, anything=characters is not None)
        _move_claim(reading, state=state, problem=problem, pages=pages, characters=characters)
        if PaperVersion.objects.filter(marked(), pk=reading.version_id).exists():
            hush([reading.version_id])
        else:
            text_changed.send(sender=TextReading, versions=[reading.version_id])


def _move_claim(reading: TextReading, **fields: Any) -> None:
    """Set these fields, and when, if it is still this reader's. The update locks the row. Raises ClaimLost."""
    now = timezone.now()
    mine = TextReading.objects.filter(pk=reading.pk, state=State.READING, since=reading.since)
    if not mine.update(since=now, **fields):
        raise ClaimLost(reading.version_id)
    reading.since = now
    for name, value in fields.items():
        setattr(reading, name, value)


def _remove(reading: TextReading) -> None:
    """Take away what an earlier reader has written."""
    mine = PaperText.objects.filter(version=reading.version_id).order_by()
    while some := list(mine.values_list("pk", flat=True)[:REMOVED]):
        with transaction.atomic():
            _move_claim(reading)
            PaperText.objects.filter(pk__in=some).delete()


def _write(reading: TextReading, places: list[Place]) -> None:
    _move_claim(reading)
    PaperText.objects.bulk_create(
        PaperText(version_id=reading.version_id, page=place.position, text=place.text) for place in places
    )
