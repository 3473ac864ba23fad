"""A function in a process of its own: whatever it does, its caller gets an answer or one of four errors in time."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from intranet.files.confined import AnswerTooLarge, ConfinedError, Crashed, TimedOut, TooLarge, run, stream

VICTIMS = "tests.intranet.confined_victims"
LONG = 20.0
IN_TIME = 60.0
"""Seconds: far beyond what ends a child even on a busy machine, and far below the hour that one would last."""


def call(name: str, *args, seconds: float = LONG, megabytes: int = 256, **limits):
    return run(f"{VICTIMS}.{name}", *args, seconds=seconds, megabytes=megabytes, **limits)


def read(name: str, *args, seconds: float = LONG, megabytes: int = 256, **limits):
    return stream(f"{VICTIMS}.{name}", *args, seconds=seconds, megabytes=megabytes, **limits)


def keep(values: Iterable[Any], kept: list[Any]) -> None:
    """Also what came before an error is then in `kept`."""
    for value in values:
        kept.append(value)


def is_gone(pid: int) -> bool:
    """Dead, or a zombie that only waits to be fetched; its parent may be the machine's first process."""
    for _ in range(6000):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state in "ZX":
            return True
        time.sleep(0.01)
    return False


def test_it_gives_what_the_function_returns():
    asked = ["räksmörgås", 1, 2.5, None, True, {"a": ["b"]}]
    assert call("echo", *asked) == asked


def test_a_stream_gives_each_value_and_ends():
    assert list(read("count", 5_000)) == list(range(5_000))


def test_what_came_before_an_error_is_kept():
    got: list[Any] = []
    with pytest.raises(Crashed) as crash:
        keep(read("some_then_error", 3), got)
    assert got == [0, 1, 2]
    assert crash.value.raised == "ValueError"


def test_an_error_tells_its_class_and_place_but_not_what_it_says():
    with pytest.raises(Crashed) as crash:
        list(read("some_then_error", 0))
    assert "confined_victims.py:" in crash.value.at
    assert "61 000" not in str(crash.value)


def test_a_function_that_is_not_there_is_an_error_too():
    with pytest.raises(Crashed) as crash:
        call("no_such_function")
    assert crash.value.raised == "AttributeError"


def test_the_child_has_none_of_the_sites_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hemlig")
    assert set(call("environment")) <= {"PATH", "LANG", "LC_CTYPE"}


def test_the_child_starts_without_django():
    assert call("loaded", "django") == []


def test_big_answers_come_whole():
    assert len(call("answer_long", 3_000_000)) == 3_000_000


@pytest.mark.parametrize("name", ["sleep", "print_endlessly", "close_everything_and_sleep"])
def test_one_that_does_not_end_is_ended(name):
    began = time.monotonic()
    with pytest.raises(ConfinedError) as error:
        call(name, seconds=1)
    assert time.monotonic() - began < IN_TIME
    assert isinstance(error.value, TimedOut) or name == "close_everything_and_sleep"


@pytest.mark.parametrize("name", ["spin", "deaf_spin"])
def test_one_that_spins_is_ended(name):
    began = time.monotonic()
    with pytest.raises(TimedOut):
        call(name, seconds=1)
    assert time.monotonic() - began < IN_TIME


def test_the_kernel_ends_one_that_spins_while_nobody_waits_for_it():
    """The time of CPU is counted by the kernel, whatever the caller does meanwhile."""
    lines = read("spin_after_one", seconds=3)  # its start is counted, too
    with closing(lines):
        assert is_gone(next(lines))
        with pytest.raises(TimedOut):
            next(lines)


@pytest.mark.parametrize("name", ["eat", "eat_outside_python"])
def test_one_that_eats_memory_is_stopped(name):
    with pytest.raises(ConfinedError) as error:
        call(name, megabytes=128)
    assert isinstance(error.value, TooLarge) or error.value.raised == "OSError"  # mmap's word for it


def test_one_that_answers_endlessly_is_stopped():
    with pytest.raises(AnswerTooLarge):
        for _ in read("answer_endlessly", answer_megabytes=2):
            pass


def test_one_line_that_is_too_long_is_stopped():
    with pytest.raises(AnswerTooLarge):
        call("answer_long", 1_000_000, answer_megabytes=1)


def test_a_segfault_is_a_crash():
    with pytest.raises(Crashed) as crash:
        call("segfault")
    assert crash.value.signal == signal.SIGSEGV


@pytest.mark.parametrize("code", [0, 3])
def test_leaving_early_is_a_crash_even_with_a_good_exit_code(code):
    with pytest.raises(Crashed) as crash:
        call("leave", code)
    assert crash.value.exit_code == code


def test_being_killed_is_a_crash():
    with pytest.raises(Crashed) as crash:
        call("kill_itself")
    assert crash.value.signal == signal.SIGKILL


def test_garbled_answers_are_a_crash():
    with pytest.raises(Crashed) as crash:
        list(read("garble"))
    assert crash.value.raised == "garbled answer"


def test_a_grandchild_neither_holds_the_caller_up_nor_survives():
    began = time.monotonic()
    got: list[Any] = []
    with pytest.raises(Crashed) as crash:
        keep(read("leave_a_grandchild", ""), got)
    assert crash.value.exit_code == 7
    assert time.monotonic() - began < IN_TIME
    assert is_gone(got[0])


def test_a_grandchild_does_not_survive_a_good_end_either():
    assert is_gone(call("grandchild_then_done"))


def test_closing_the_stream_ends_the_child():
    lines = read("count_with_number")
    number = next(lines)
    lines.close()
    assert is_gone(number)


def test_no_file_is_written_beyond_what_is_allowed(tmp_path):
    with pytest.raises(Crashed) as crash:
        call("write_file", str(tmp_path / "a"), 10)
    assert crash.value.raised == "OSError"
    assert call("write_file", str(tmp_path / "b"), 10, written_megabytes=1) == 10


def test_it_dies_with_whoever_started_it(tmp_path):
    note = tmp_path / "number"
    code = (
        "from intranet.files.confined import run\n"
        f"run('{VICTIMS}.tell_number_and_sleep', {str(note)!r}, seconds=60, megabytes=256, written_megabytes=1)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=settings.BASE_DIR)
    try:
        for _ in range(6000):
            if note.exists() and note.read_text():
                break
            time.sleep(0.01)
        child = int(note.read_text())
        os.kill(child, 0)
    finally:
        parent.kill()
        parent.wait()
    assert is_gone(child)


def test_nothing_is_left_open():
    gc.collect()  # what other tests have dropped may still be open
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        call("echo", 1)
        with pytest.raises(ConfinedError):
            call("segfault")
    gc.collect()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
