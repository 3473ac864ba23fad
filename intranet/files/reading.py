"""Reading the text of files that have come in: in a confined child, place by place, into passages.

What is to be read is found from the rows themselves, so a killed worker loses nothing: its version stays
READING, and whoever comes when that has been so for too long reads it again. `text_since` is the reader's
claim: set when a version is taken, moved with each batch, and asked for with each batch, so that of two who
believe that a version is theirs only one can write.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Length
from django.utils import timezone

from intranet.files import capture, passages, problems
from intranet.files.confined import AnswerTooLarge, Crashed, TimedOut, TooLarge, stream
from intranet.files.passages import ClaimLost
from intranet.files.versions import DocumentVersion, Passage

log = logging.getLogger(__name__)
Text = DocumentVersion.Text

MOST_TRIES = 3
PATIENCE = timedelta(minutes=2)
"""How much longer than a child may take a reader may be silent, waiting for the database say, before it is dead."""
PICKED = 20
ANSWER_MEGABYTES = 320  # of JSON; the child stops at its own limit of characters before


def waiting(now: datetime) -> QuerySet[DocumentVersion]:
    """What is to be read at `now`: what has come in, and what its reader left."""
    return DocumentVersion.objects.filter(Q(text_state=Text.WAITING) | _left(now)).order_by()


def _left(now: datetime) -> Q:
    dead = now - timedelta(seconds=settings.FILES_READ_SECONDS) - PATIENCE
    return Q(text_state=Text.READING, text_since__lt=dead)


def next_ones(now: datetime) -> list[DocumentVersion]:
    """The first in turn: what readers get before what was replaced, what a person has just put in before what
    came with many others, what was never tried before what was, the newest before the older.

    What waits is had in that order from an index, however much waits; what dead readers left is as little as
    there are readers, and has its turn among them.
    """
    found = [version for which in (Q(text_state=Text.WAITING), _left(now)) for version in in_turn(which)]
    return sorted(
        found, key=lambda each: (each.text_turn, each.text_tries, -each.created_at.timestamp(), -each.pk)
    )[:PICKED]


def in_turn(which: Q) -> QuerySet[DocumentVersion]:
    """The first of these. The order is that of the index `text_in_turn`."""
    turn = DocumentVersion.objects.filter(which)
    return turn.order_by("text_turn", "text_tries", "-created_at", "-pk")[:PICKED]


def read_some(until: Callable[[], bool]) -> tuple[int, bool]:
    """Read the first in turn, until `until()` says so: how many, and whether there were any to read.

    The turn is asked for once for all of them.
    """
    done = 0
    turn = next_ones(timezone.now())
    for version in turn:
        if done and until():
            break
        if claim(version):
            read(version)
            done += 1
    return done, bool(turn)


def read_next() -> bool:
    """Read one version that waits, if there is one: whether there was."""
    return read_some(lambda: True)[0] > 0


def claim(version: DocumentVersion) -> bool:
    """Make the version this reader's; False if it is another's, or nobody needs to read it any more."""
    now = timezone.now()
    same = waiting(now).filter(pk=version.pk, text_since=version.text_since, text_tries=version.text_tries)
    if not same.update(text_state=Text.READING, text_tries=F("text_tries") + 1, text_since=now):
        return False
    version.text_state, version.text_since = Text.READING, now
    version.text_tries += 1
    return True


def read(version: DocumentVersion) -> None:
    """Read a version that this process has claimed, and set how it went. Gives way if the claim is lost."""
    try:
        if version.text_tries > MOST_TRIES:
            _settle(version, "crashed")  # whoever read it died each time
            return
        try:
            _settle(version, *_read_confined(version))
        except Crashed as crash:
            # Neither name nor content: the log's reader may not be the file's.
            log.warning(
                "reading document version %s, try %s, crashed: %s", version.pk, version.text_tries, crash
            )
            if version.text_tries < MOST_TRIES:
                passages.move_claim(version, text_state=Text.WAITING)
            else:
                _settle(version, "crashed")
    except ClaimLost:
        log.warning("document version %s was taken over by another reader", version.pk)


def _read_confined(version: DocumentVersion) -> tuple[str, dict[str, Any]]:
    """Its problem (or none) and what else was learnt; the passages are written on the way. Raises Crashed."""
    passages.remove(version)
    try:
        with _on_disk(version) as path:
            told = stream(
                "intranet.files.extract.reader.read",
                *(str(path), version.filename or path.name, settings.FILES_READ_PLACES),
                seconds=settings.FILES_READ_SECONDS,
                megabytes=settings.FILES_READ_MEGABYTES,
                answer_megabytes=ANSWER_MEGABYTES,
            )
            with closing(told):
                end = passages.write(version, told)
    except FileNotFoundError:
        return "missing", {}
    except TimedOut:
        return "time", {}
    except AnswerTooLarge:
        return "too_long", {}
    except TooLarge:
        return "memory", {}
    problem = str(end.get("problem", ""))
    if unforeseen := str(end.get("unforeseen", "")):
        # One of ours to mend, most likely. Neither name nor content: the log's reader may not be the file's.
        log.warning("reading document version %s met what was not foreseen: %s", version.pk, unforeseen[:300])
    learnt = {"places": end.get("places"), "media_type": str(end.get("media_type", ""))[:127]}
    return problem if problem in problems.PROBLEMS else ("damaged" if problem else ""), learnt


def _settle(version: DocumentVersion, problem: str, learnt: dict[str, Any] | None = None) -> None:
    written = Passage.objects.filter(version=version).order_by()
    characters = written.aggregate(sum=Sum(Length("text")))["sum"]
    anything = characters is not None
    fields = {name: value for name, value in (learnt or {}).items() if value not in (None, "")}
    fields["characters"] = characters
    state = problems.state_after(problem, anything=anything)
    with transaction.atomic():
        passages.move_claim(version, text_state=state, text_problem=problem, **fields)
        capture.text_was_read(version)


@contextmanager
def _on_disk(version: DocumentVersion) -> Iterator[Path]:
    """The file where a process can open it; a copy, if it is stored somewhere else."""
    try:
        path = Path(version.file.path)
    except NotImplementedError:
        with tempfile.NamedTemporaryFile() as copy:
            with version.file.open() as stored:
                for chunk in stored.chunks():
                    copy.write(chunk)
            copy.flush()
            yield Path(copy.name)
        return
    if not path.is_file():
        raise FileNotFoundError
    yield path


def again(versions: QuerySet[DocumentVersion]) -> int:
    """Have these read again, but for those that somebody reads now; how many that is."""
    return versions.exclude(text_state=Text.READING).update(
        text_state=Text.WAITING, text_tries=0, text_since=timezone.now()
    )
