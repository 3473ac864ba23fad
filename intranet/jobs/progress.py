"""How far long work has come: a bar in the terminal, a row that a page can show, or nobody told.

Work calls `begin` once a stretch and `advance` for each thing done; what it is shown on is the caller's.
"""

from __future__ import annotations

import time
from typing import IO, Protocol

from tqdm import tqdm

from intranet.jobs.models import Job


class Progress(Protocol):
    def begin(self, what: str, total: int) -> None:
        """A stretch of work begins: its name and how many things there are."""

    def advance(self, count: int = 1) -> None:
        """So many more things are done."""

    def end(self) -> None:
        """The stretch is over."""


class Untold:
    """Shows nothing; for tests and for work that is part of other work."""

    def begin(self, what: str, total: int) -> None: ...

    def advance(self, count: int = 1) -> None: ...

    def end(self) -> None: ...


class Bar:
    """A bar in the terminal; plain lines would drown a log, so a stream that is no terminal gets none."""

    def __init__(self, stream: IO[str], *, always: bool = False) -> None:
        self._stream = stream
        self._hidden = not (always or stream.isatty())
        self._bar: tqdm | None = None

    def begin(self, what: str, total: int) -> None:
        self.end()
        self._bar = tqdm(total=total, desc=what, file=self._stream, unit="", leave=True, disable=self._hidden)

    def advance(self, count: int = 1) -> None:
        if self._bar is not None:
            self._bar.update(count)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class JobProgress:
    """Writes to a `Job` row, at most once a second and outside anybody's transaction of more than that."""

    def __init__(self, job: Job, every: float = 1.0) -> None:
        self._job = job
        self._every = every
        self._written = 0.0

    def begin(self, what: str, total: int) -> None:
        self._job.message, self._job.total, self._job.done = what[:500], total, 0
        self._write()

    def advance(self, count: int = 1) -> None:
        self._job.done += count
        if time.monotonic() - self._written >= self._every:
            self._write()

    def end(self) -> None:
        self._write()

    def _write(self) -> None:
        self._written = time.monotonic()
        self._job.save(update_fields=["message", "total", "done", "updated_at"])
