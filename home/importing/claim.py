"""The row of an import that is under way: one process at a time, and the next one goes on where the last one ended."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from home.importing.models import TextImport

SILENT = timedelta(minutes=2)
"""A process on another machine that has said nothing for so long is gone."""


class BusyError(Exception):
    """Somebody else is reading in the folder; the text says since when."""


@dataclass
class Claim:
    """An import that is this process' own. `came_to_nothing` is set by an import that wrote nothing."""

    row: TextImport
    goes_on: bool  # an interrupted import is taken up
    came_to_nothing: bool = False


@contextmanager
def claimed(folder: Path) -> Iterator[Claim]:
    """The folder is this process' own until the block ends.

    To be asked for before anything is looked at: what was found out while another one wrote is not true any more.
    Raises BusyError. A process that was killed leaves its name; whether it lives is asked of the system.
    """
    named = str(folder.resolve())[:500]
    now = timezone.now()
    with transaction.atomic():
        TextImport.objects.get_or_create(folder=named, defaults={"started_at": now, "ended_at": now})
        row = TextImport.objects.select_for_update().get(folder=named)
        if _is_alive(row):
            since = timezone.localtime(row.started_at)
            raise BusyError(f"Mappen läses redan in, sedan {since:%Y-%m-%d %H.%M}. Vänta tills det är klart.")
        goes_on = row.ended_at is None
        row.started_at = row.started_at if goes_on else now
        row.host, row.pid, row.ended_at = socket.gethostname(), os.getpid(), None
        row.total, row.done, row.stage = 0, 0, "survey"
        row.save()
    claim = Claim(row, goes_on)
    mine = TextImport.objects.filter(pk=row.pk)
    try:
        yield claim
    except BaseException:
        mine.update(host="", pid=None, ended_at=None if goes_on or row.stage != "survey" else now)
        raise
    # One that was interrupted before and wrote nothing now still has its end to come.
    ended = None if claim.came_to_nothing and goes_on else timezone.now()
    mine.update(host="", pid=None, ended_at=ended, stage="")


def _is_alive(row: TextImport) -> bool:
    if not row.pid or row.pid == os.getpid():
        return False
    if row.host != socket.gethostname():
        return row.seen_at > timezone.now() - SILENT
    try:
        os.kill(row.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def say(row: TextImport, stage: str, done: int, total: int | None = None) -> None:
    """How far the import has come; also the sign of life that another machine looks for."""
    row.stage, row.total = stage, row.total if total is None else total
    TextImport.objects.filter(pk=row.pk).update(
        stage=stage, done=done, total=row.total, seen_at=timezone.now()
    )
