"""Programs are started again when they die, and none outlives its supervisor."""

import os
import queue
import select
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from intranet.jobs.supervisor import supervisor as module
from intranet.jobs.supervisor.program import Program
from intranet.jobs.supervisor.supervisor import Supervisor

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20
"""Seconds that a test gives what should happen at once, on a busy machine."""
ITS_PATIENCE = 3 * PATIENCE
"""Seconds that a supervisor in a process of its own gives its programs to end: who waited for that comes too late."""


def python(name, code, **kwargs):
    return Program(name, (sys.executable, "-c", code), **kwargs)


STEADY = "import os, signal; print(os.getpid(), flush=True); signal.pause()"


class Heard:
    """What programs have said; a test waits for a line, not for a time."""

    def __init__(self):
        self.lines = queue.Queue()

    def __call__(self, name, line):
        self.lines.put((name, line))

    def next(self, name):
        while True:
            who, line = self.lines.get(timeout=PATIENCE)
            if who == name:
                return line


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def supervise(heard):
    """Starts programs; ends them after the test, whatever happened in it."""
    running = []

    def supervise(*programs):
        supervisor = Supervisor(heard, first_wait=0.01)
        running.append(supervisor)
        supervisor.start(*programs)
        return supervisor

    yield supervise
    for supervisor in running:
        supervisor.stop()


def is_gone(pid, timeout=PATIENCE):
    """Whether the process ends within so many seconds."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], timeout)[0])
    finally:
        os.close(process)


def test_lines_carry_the_name_of_their_program(supervise, heard):
    supervise(python("one", "print('mine')"), python("two", "import sys; print('yours', file=sys.stderr)"))

    said = sorted(heard.lines.get(timeout=PATIENCE) for _ in range(2))

    assert said == [("one", "mine"), ("two", "yours")]


def test_what_dies_is_started_again(supervise, heard):
    supervisor = supervise(python("steady", STEADY))
    first = int(heard.next("steady"))
    os.kill(first, signal.SIGKILL)
    assert is_gone(first)

    said = []

    def until_it_is_back():
        while not heard.lines.empty():
            said.append(heard.lines.get())
        if "steady" in dict(said):
            supervisor.ask_to_stop()

    give_up = threading.Timer(PATIENCE, supervisor.ask_to_stop)
    give_up.start()
    supervisor.run(until_it_is_back)
    give_up.cancel()

    assert int(dict(said)["steady"]) != first
    assert "SIGKILL" in dict(said)["site"]


def test_wait_grows_with_each_death_and_has_an_end(heard):
    supervisor = Supervisor(heard, first_wait=1)

    waits = [supervisor._next_wait("quick", lived=0.1) for _ in range(7)]

    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert supervisor._next_wait("quick", lived=3600) == 1


def test_one_that_will_not_end_is_killed_with_what_it_started(supervise, heard, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    stubborn = (
        "import signal, subprocess, sys\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "below = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
        "print(below.pid, flush=True)\n"
        "while True: signal.pause()\n"
    )
    supervisor = supervise(python("stubborn", stubborn))
    below = int(heard.next("stubborn"))
    above = supervisor.pids()["stubborn"]

    supervisor.stop()

    assert is_gone(above)
    assert is_gone(below)


SUPERVISOR = """
import sys
from intranet.jobs.supervisor import supervisor as module
from intranet.jobs.supervisor.program import Program
from intranet.jobs.supervisor.supervisor import Supervisor
supervisor = Supervisor(lambda name, line: print(line, flush=True))
supervisor.listen_to_signals()
module.ECHO, module.PATIENCE = map(float, sys.argv[2:])
supervisor.start(Program("steady", (sys.executable, "-c", sys.argv[1])))
supervisor.run()
"""


@contextmanager
def supervisor_of(code, echo=1.0):
    """A supervisor in a process of its own, and the process id of its child."""
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, code, str(echo), str(ITS_PATIENCE)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as above:
        yield above, int(above.stdout.readline())
        above.kill()


@pytest.fixture
def site():
    with supervisor_of(STEADY) as site:
        yield site


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's leash is Linux's")
def test_no_child_outlives_a_killed_supervisor(site):
    above, below = site

    above.kill()

    assert is_gone(below)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_end_everything_in_order(site, number):
    above, below = site

    above.send_signal(number)

    assert above.wait(PATIENCE) == 0
    assert is_gone(below, timeout=0)


def test_signal_that_comes_twice_at_once_ends_in_order_too(site):
    """As from `timeout`, which signals its child and then the group that they share."""
    above, below = site

    for _ in range(2):
        above.send_signal(signal.SIGTERM)

    assert above.wait(PATIENCE) == 0
    assert is_gone(below, timeout=0)


STUBBORN = """
import os, signal
signal.signal(signal.SIGTERM, lambda *_: print("no", flush=True))
print(os.getpid(), flush=True)
while True: signal.pause()
"""


def test_second_signal_ends_what_will_not_end():
    with supervisor_of(STUBBORN, echo=0) as (above, below):
        above.send_signal(signal.SIGINT)
        assert above.stdout.readline() == "no\n"
        above.send_signal(signal.SIGINT)

        assert above.wait(PATIENCE) == 0
        assert is_gone(below, timeout=0)
