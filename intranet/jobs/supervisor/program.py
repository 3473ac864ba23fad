"""One program of the site, and the process that runs it now."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

LEASH = Path(__file__).with_name("leash.py")


@dataclass(frozen=True)
class Program:
    """What to run; `name` stands before each line that it writes."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    inherits: tuple[int, ...] = ()
    """File descriptors that it takes over."""


class Child:
    """A running process of a program, in a process group of its own.

    Its own group, so that Ctrl-C in the terminal reaches the supervisor alone, which ends all in order.
    Must be made in the main thread: the leash is tied to the thread that holds it.
    """

    def __init__(self, program: Program, say: Callable[[str, str], None]) -> None:
        self.program = program
        self.started = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603  # commands of our own
            [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), *program.command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **program.environment},
            pass_fds=program.inherits,
            process_group=0,
        )
        self._pump = threading.Thread(target=self._read, args=(say,), daemon=True)
        self._pump.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def status(self) -> int | None:
        """How it ended (negative: by that signal), None while it runs."""
        return self._process.poll()

    def lived(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.started

    def ask_to_stop(self) -> None:
        if self.status() is None:
            self._process.terminate()

    def kill(self) -> None:
        """End it and whatever it has started, at once."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()

    def drain(self) -> None:
        """Let the last lines come out."""
        self._pump.join(timeout=1)

    def _read(self, say: Callable[[str, str], None]) -> None:
        assert self._process.stdout is not None  # noqa: S101  # for the type checker: it is a pipe
        with self._process.stdout as lines:
            for line in lines:
                say(self.program.name, line.decode(errors="replace").rstrip())
