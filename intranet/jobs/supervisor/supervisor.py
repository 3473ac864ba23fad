"""Starts programs, starts again what dies, and ends them all together."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from types import FrameType

from intranet.jobs.supervisor.program import Child, Program

FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
SETTLED = 30.0
"""Seconds a process must have lived for its death to count as the first one."""
PATIENCE = 8.0
"""Seconds that processes get to end by themselves."""
ECHO = 1.0
"""Seconds in which a second signal is the first one's echo: `timeout` and some terminals send it twice."""
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """`say(name, line)` gets the programs' output and, under the name "site", what the supervisor does."""

    def __init__(self, say: Callable[[str, str], None], first_wait: float = FIRST_WAIT) -> None:
        self._say = say
        self._first_wait = first_wait
        self._programs: dict[str, Program] = {}
        self._children: dict[str, Child] = {}
        self._due: dict[str, float] = {}
        self._wait: dict[str, float] = {}
        self.stopping = False
        self._asked = 0.0
        self._impatient = False
        # A signal may interrupt anything here, also what holds a lock: its handler only sets marks, and wakes
        # the loop through a pipe.
        self._asleep, self._wake = os.pipe()

    def listen_to_signals(self) -> None:
        """From now on Ctrl-C, a polite kill and a closed terminal stop the site; a second one kills it."""
        for number in STOPPING:
            signal.signal(number, self._signalled)

    def start(self, *programs: Program) -> None:
        """Run these too, and keep them alive."""
        for program in programs:
            self._programs[program.name] = program
            self._children[program.name] = Child(program, self._say)

    def pids(self) -> dict[str, int]:
        return {name: child.pid for name, child in self._children.items()}

    def ask_to_stop(self) -> None:
        """End the loop of `run` soon; may be called from anywhere."""
        self.stopping = True
        os.write(self._wake, b".")

    def run(self, every_second: Callable[[], None] = lambda: None) -> None:
        """Keep them alive until asked to stop, then end them all, whatever happens in between."""
        try:
            while not self.stopping:
                self.tend()
                every_second()
                self._rest(0.1 if self._due else 1)
        finally:
            self.stop()

    def tend(self) -> None:
        """Notice who has died; start again those whose wait is over."""
        now = time.monotonic()
        for name, program in self._programs.items():
            child = self._children.get(name)
            if child is not None and (status := child.status()) is not None:
                child.kill()  # what it had started and left
                child.drain()
                del self._children[name]
                wait = self._next_wait(name, child.lived())
                self._due[name] = now + wait
                self._say("site", f"{name} ended ({_reason(status)}); started again in {wait:.0f} s")
            elif child is None and now >= self._due.get(name, now):
                self._due.pop(name, None)
                self.start(program)

    def stop(self) -> None:
        """Ask all to end, wait a little, kill the rest with what they have started."""
        for child in self._children.values():
            child.ask_to_stop()
        deadline = time.monotonic() + PATIENCE
        while any(child.status() is None for child in self._children.values()):
            if self._impatient or time.monotonic() > deadline:
                break
            self._rest(0.05)
        for child in self._children.values():
            child.kill()
            child.drain()
        self._children.clear()

    def _next_wait(self, name: str, lived: float) -> float:
        previous = self._wait.get(name, 0.0)
        wait = self._first_wait if lived >= SETTLED or not previous else min(previous * 2, LONGEST_WAIT)
        self._wait[name] = wait
        return wait

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if not self.stopping:
            self._asked = now
        elif now - self._asked > ECHO:
            self._impatient = True
        self.ask_to_stop()

    def _rest(self, seconds: float) -> None:
        """So long, or until a signal comes."""
        if select.select([self._asleep], [], [], seconds)[0]:
            os.read(self._asleep, 1024)


def _reason(status: int) -> str:
    return f"status {status}" if status >= 0 else signal.Signals(-status).name
