"""A file that comes in piece by piece: its bytes so far, in the papers' own store, until they are a version.

How far it has come is said by whoever keeps the row of it; a part that is longer holds what was never acknowledged,
and is cut there. Nothing here grows with the file.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from django.conf import settings

PARTS = "parts"
CHUNK = 256 * 1024


class BusyError(Exception):
    """Another request is writing to the part just now."""


class LostError(Exception):
    """The part holds less than was acknowledged: a bad restore; `length` is what there is of it."""

    def __init__(self, length: int) -> None:
        super().__init__(f"{length} bytes are left of it")
        self.length = length


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


def folder() -> Path:
    """Where parts lie; beside the papers, so that one becomes a paper without being copied."""
    place = Path(settings.PAPERS_DIR) / PARTS
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def begin() -> str:
    """An empty part; its name, which says nothing and which nobody guesses."""
    name = uuid4().hex
    os.close(os.open(folder() / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return name


def length(name: str) -> int:
    """How many bytes there are of a part; none of one that is gone."""
    try:
        return (folder() / name).stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def held(name: str) -> Iterator[BufferedRandom]:
    """The part, which nobody else writes to meanwhile. A process that is killed lets go of it.

    Raises BusyError, and LostError for one that is gone.
    """
    try:
        part = (folder() / name).open("r+b")
    except FileNotFoundError as gone:
        raise LostError(0) from gone
    with part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise BusyError from busy
        yield part


def write(part: BufferedRandom, offset: int, source: Source, most: int) -> int:
    """Write what comes from `offset` on, at most so many bytes; how long the part is then, on the disk.

    A line that is cut gives less: what came is kept. Raises LostError, and OSError if the disk does not take it.
    """
    there = os.fstat(part.fileno()).st_size
    if there < offset:
        raise LostError(there)
    part.truncate(offset)
    part.seek(offset)
    while most > 0 and (data := _read(source, min(CHUNK, most))):
        part.write(data)
        most -= len(data)
    part.flush()
    os.fsync(part.fileno())
    return part.tell()


def digest(part: BufferedRandom) -> str:
    """Its SHA-256."""
    part.seek(0)
    return hashlib.file_digest(part, "sha256").hexdigest()


def give(name: str, target: Path) -> None:
    """Make the part's bytes a file at `target` too. The part stays: whoever has written the row removes it.

    So a process that is killed at any moment leaves the part, and at most a file that no row names. Raises
    FileNotFoundError if the part is gone.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder() / name
    try:
        os.link(part, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without links
        shutil.copyfile(part, target)
        target.chmod(0o600)
    os.utime(target)  # as new as it is: `orphans` looks at its age


def remove(name: str) -> None:
    (folder() / name).unlink(missing_ok=True)


def _read(source: Source, size: int) -> bytes:
    try:
        return source.read(size)
    except OSError:  # the line was cut
        return b""
