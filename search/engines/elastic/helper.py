"""A process beside ours that analyses documents and sends them, while ours reads the next from the database.

It knows nothing of the database: what it is given is whole. It ends when ours does, however that may be, for the
pipe between them ends then, and nobody else holds it.
"""

from __future__ import annotations

import gc
import os
import signal
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection

from intranet.finding.engine import Batch, DocumentsRefused, SearchUnavailable
from search.engines.elastic.writing import Sending, connected

STARTED = "started"


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Helper:
    """Takes batches in their order; like `Sending`, `write` may tell of one before.

    Raises SearchUnavailable if the process has ended. At most three batches are under way: one on its way to
    Elasticsearch, one being analysed and one being handed over.
    """

    def __init__(self, url: str, timeout: float, index: str) -> None:
        # Begun anew and not forked: a fork would hold our locks, and our connections to the database.
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._timeout = timeout
        self._process = context.Process(target=_help, args=(theirs, url, timeout, index), daemon=True)
        self._process.start()
        theirs.close()
        self._started = False
        self._unanswered = False

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def has_started(self) -> bool:
        """Whether it may be given batches; does not wait."""
        if not self._started:
            self._started = self._pipe.poll() and self._receive() == STARTED
        return self._started

    def write(self, batch: Batch) -> None:
        self._answered()
        self._hand_over(batch)

    def arrived(self) -> None:
        """Wait until Elasticsearch has all that was given."""
        self._answered()
        self._hand_over(None)
        self._answered()

    def close(self) -> None:
        """It ends by itself when it has nothing more under way."""
        self._pipe.close()
        self._process.join(2 * self._timeout)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _hand_over(self, batch: Batch | None) -> None:
        try:
            self._pipe.send(batch)
        except OSError:
            raise self._ended() from None
        self._unanswered = True

    def _answered(self) -> None:
        if self._unanswered:
            self._unanswered = False
            answer = self._receive()
            if isinstance(answer, Exception):
                raise answer

    def _receive(self) -> object:
        try:
            return self._pipe.recv()
        except (EOFError, OSError):
            raise self._ended() from None

    def _ended(self) -> SearchUnavailable:
        self._process.join(1)
        return SearchUnavailable(f"the process that writes the index has ended ({self._process.exitcode})")


def _help(pipe: Connection, url: str, timeout: float, index: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for whoever started it all to answer
    gc.freeze()
    sending = Sending(connected(url, timeout), index)
    with suppress(EOFError, OSError):
        pipe.send(STARTED)
        while True:
            pipe.send(_done(sending, pipe.recv()))
    sending.close()


def _done(sending: Sending, batch: Batch | None) -> Exception | None:
    try:
        if batch is None:
            sending.arrived()
        else:
            sending.write(batch)
    except (SearchUnavailable, DocumentsRefused) as error:
        return error
    return None
