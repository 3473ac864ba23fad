"""Locks that hold between processes and fall with the process that held them.

No lease and no clock: a killed holder has let go at once, a slow one never loses its turn. On PostgreSQL
they are advisory locks of the session (so a pooler in transaction mode must not stand between); on SQLite,
which lives on one machine, a locked file beside the database.
"""

from __future__ import annotations

import fcntl
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

DRAIN = "drain"
REBUILD = "rebuild"

# The session's advisory locks can be taken twice by the session that holds them, and files are no lock
# between threads that share a descriptor: inside a process these decide.
_in_process: dict[str, threading.Lock] = {DRAIN: threading.Lock(), REBUILD: threading.Lock()}


class LockLost(Exception):  # noqa: N818
    """The connection that held the lock has been replaced: others may have done the work meanwhile."""


@contextmanager
def held(name: str, *, wait: bool = False) -> Iterator[bool]:
    """Hold the lock during the block. Without `wait` gives False at once if somebody else has it."""
    inside = _in_process[name]
    if not inside.acquire(blocking=wait):
        yield False
        return
    try:
        if connection.vendor == "postgresql":
            with _advisory(name, wait) as mine:
                yield mine
        elif file := _file(name):
            with _locked_file(file, wait) as mine:
                yield mine
        else:
            yield True
    finally:
        inside.release()


def is_held(name: str) -> bool:
    """Whether anybody has it. Only to be asked while holding another lock that takers of this one pass."""
    with held(name) as mine:
        return not mine


def assert_still_held(name: str) -> None:
    """Raise LockLost if the database has dropped it, as it does when the connection breaks."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND pid = pg_backend_pid()",
            [_number(name)],
        )
        if cursor.fetchone() is None:
            raise LockLost(name)


@contextmanager
def _advisory(name: str, wait: bool) -> Iterator[bool]:
    number = _number(name)
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
            mine = True
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
            mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def _number(name: str) -> int:
    return zlib.crc32(f"intranet.finding.{name}".encode()) & 0x7FFFFFFF


@contextmanager
def _locked_file(path: Path, wait: bool) -> Iterator[bool]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def _file(name: str) -> Path | None:
    """None for a database in memory, which no other process can reach."""
    database = str(connection.settings_dict["NAME"])
    if ":memory:" in database or "mode=memory" in database:
        return None
    return Path(f"{database}.{name}.lock")
