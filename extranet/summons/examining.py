"""Looking through the files of what is to be published, before it is: in a job, once for each version.

What waits is found from the rows: versions on drafts that nobody has looked through as they are now, once their text
has been read. Neither the name nor the content of a paper is logged or kept.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from extranet.meetings.models import Meeting
from extranet.papers.models import PaperVersion
from extranet.placements.models import Placement
from extranet.summons import findings
from extranet.summons.models import Examination
from extranet.summons.words import has_person_number, speaks_of_secrecy
from extranet.texts.models import READ, PaperText, TextReading
from intranet.files import types
from intranet.files.confined import ConfinedError, run

log = logging.getLogger(__name__)
State = Examination.State

REVISION = 1
"""Raised when what is looked for changes: then all that waits is looked through again."""
SECONDS = 60
PATIENCE = timedelta(minutes=2)
MOST_TRIES = 3
KEPT_PAGES = 50
"""Pages that are named of each kind of finding; nobody reads more."""

PERSON_NUMBERS, SECRECY, EMPTY, PAGES = "person_numbers", "secrecy", "empty", "pages"
"""What is found, besides what is counted (`findings`): lists of pages, and how many pages there are."""

OPEN_MEETINGS = (Meeting.State.DRAFT, Meeting.State.SUMMONED)
UNREAD = (TextReading.State.WAITING, TextReading.State.READING)


def to_be_sent() -> QuerySet[Placement]:
    """Drafts on the agendas of meetings that are to come."""
    return Placement.objects.filter(
        published_at__isnull=True, withdrawn_at__isnull=True, item__meeting__state__in=OPEN_MEETINGS
    )


def waiting(now: datetime) -> QuerySet[PaperVersion]:
    """Versions to be looked through at `now`: their text has come to an end, and nobody has, or whoever did died."""
    dead = now - timedelta(seconds=SECONDS) - PATIENCE
    done = Examination.objects.filter(
        Q(state__in=(State.DONE, State.FAILED)) | Q(state=State.RUNNING, since__gte=dead),
        version=OuterRef("pk"),
        revision=REVISION,
        text_since=OuterRef("text__since"),
    )
    placed = to_be_sent().values("version")
    ready = PaperVersion.objects.filter(pk__in=placed, text__isnull=False).exclude(text__state__in=UNREAD)
    return ready.exclude(Exists(done))


def examine_next() -> bool:
    """Look through one that waits, if there is one; whether there was."""
    now = timezone.now()
    for version in waiting(now).select_related("text").order_by("pk")[:20]:
        examination = _claim(version, now)
        if examination is not None:
            _examine(version, examination)
            return True
    return False


def _claim(version: PaperVersion, now: datetime) -> Examination | None:
    """The row of this look through it; None if somebody else has begun."""
    fields = {
        "revision": REVISION,
        "text_since": version.text.since,
        "state": State.RUNNING,
        "since": now,
        "found": {},
    }
    there = Examination.objects.filter(version=version).first()
    if there is not None:
        tries = 1 if there.text_since != version.text.since or there.revision != REVISION else F("tries") + 1
        mine = Examination.objects.filter(pk=there.pk, since=there.since, state=there.state)
        return Examination.objects.get(pk=there.pk) if mine.update(tries=tries, **fields) else None
    with suppress(IntegrityError), transaction.atomic():
        return Examination.objects.create(version=version, tries=1, **fields)
    return None


def _examine(version: PaperVersion, examination: Examination) -> None:
    state, found = State.DONE, dict(_in_text(version))
    if examination.tries > MOST_TRIES:
        state = State.FAILED
    else:
        try:
            found.update(_in_file(version))
        except ConfinedError as stopped:
            log.warning("looking through version %s was stopped: %s", version.pk, type(stopped).__name__)
            state = State.FAILED
    mine = Examination.objects.filter(pk=examination.pk, since=examination.since, state=State.RUNNING)
    mine.update(state=state, found=found, since=timezone.now())


def _in_file(version: PaperVersion) -> dict[str, int]:
    """What `hidden` counts. Raises ConfinedError; a file that is gone has nothing, and its text says so."""
    path = Path(version.file.path)
    if not path.is_file():
        return {}
    told = run(
        "extranet.summons.hidden.look", str(path), seconds=SECONDS, megabytes=settings.FILES_READ_MEGABYTES
    )
    wanted = (findings.AUTHORS, findings.COMMENTS, findings.CHANGES)
    # A child that has read a hostile file may say anything.
    return {name: told[name] for name in wanted if isinstance(told, dict) and isinstance(told.get(name), int)}


def _in_text(version: PaperVersion) -> Iterator[tuple[str, Any]]:
    """What its pages say, and which of them say nothing. Of a secret version no text is kept, and none is looked at."""
    numbers, words, with_text = [], [], set()
    texts = PaperText.objects.filter(version=version).order_by("page").values_list("page", "text")
    for page, text in texts.iterator(chunk_size=100):
        with_text.add(page)
        if has_person_number(text):
            numbers.append(page)
        if speaks_of_secrecy(text):
            words.append(page)
    yield PERSON_NUMBERS, numbers[:KEPT_PAGES]
    yield SECRECY, words[:KEPT_PAGES]
    pages = version.text.pages or 0
    is_pdf = version.content_type == types.PDF and version.text.state in (*READ, TextReading.State.NONE)
    empty = [page for page in range(1, pages + 1) if page not in with_text] if is_pdf else []
    yield EMPTY, empty[:KEPT_PAGES]
    yield PAGES, pages
