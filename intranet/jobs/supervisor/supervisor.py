"""Starts programs, starts again what dies, and ends them all together."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable
from types import FrameType

from intranet.jobs.supervisor.program import Child, Program

FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
SETTLED = 30.0
"""Seconds a process must have lived for its death to count as the first one."""
PATIENCE = 8.0
"""Seconds that processes get to end by themselves."""
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """`say(name, line)` gets the programs' output and, under the name "site", what the supervisor does."""

    def __init__(
        self, programs: Iterable[Program], say: Callable[[str, str], None], first_wait: float = FIRST_WAIT
    ) -> None:
        self._programs = tuple(programs)
        self._say = say
        self._first_wait = first_wait
        self._children: dict[str, Child] = {}
        self._due: dict[str, float] = {}
        self._wait: dict[str, float] = {}
        self.stopping = threading.Event()

    def listen_to_signals(self) -> None:
        """From now on Ctrl-C, a polite kill and a closed terminal stop the site; a second one kills it."""
        for number in STOPPING:
            signal.signal(number, self._signalled)

    def start(self) -> None:
        for program in self._programs:
            self._start(program)

    def pids(self) -> dict[str, int]:
        return {name: child.pid for name, child in self._children.items()}

    def run(self, every_second: Callable[[], None] = lambda: None) -> None:
        """Keep them alive until asked to stop, then end them all, whatever happens in between."""
        try:
            while not self.stopping.is_set():
                self.tend()
                every_second()
                self.stopping.wait(1 if not self._due else 0.1)
        finally:
            self.stop()

    def tend(self) -> None:
        """Notice who has died; start again those whose wait is over."""
        now = time.monotonic()
        for program in self._programs:
            child = self._children.get(program.name)
            if child is not None and (status := child.status()) is not None:
                child.kill()  # what it had started and left
                child.drain()
                del self._children[program.name]
                wait = self._next_wait(program.name, child.lived())
                self._due[program.name] = now + wait
                self._say("site", f"{program.name} ended ({_reason(status)}); started again in {wait:.0f} s")
            elif child is None and now >= self._due.get(program.name, now):
                self._due.pop(program.name, None)
                self._start(program)

    def stop(self) -> None:
        """Ask all to end, wait a little, kill the rest with what they have started."""
        for child in self._children.values():
            child.ask_to_stop()
        deadline = time.monotonic() + PATIENCE
        for child in self._children.values():
            while child.status() is None and time.monotonic() < deadline:
                time.sleep(0.05)
        for child in self._children.values():
            child.kill()
            child.drain()
        self._children.clear()

    def _start(self, program: Program) -> None:
        self._children[program.name] = Child(program, self._say)

    def _next_wait(self, name: str, lived: float) -> float:
        previous = self._wait.get(name, 0.0)
        wait = self._first_wait if lived >= SETTLED or not previous else min(previous * 2, LONGEST_WAIT)
        self._wait[name] = wait
        return wait

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        if self.stopping.is_set():
            for child in self._children.values():
                child.kill()
        self.stopping.set()


def _reason(status: int) -> str:
    return f"status {status}" if status >= 0 else signal.Signals(-status).name
