"""What the tests of `confined` call in the child: each goes wrong in its own way, and means it."""

from __future__ import annotations

import ctypes
import mmap
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def echo(*args: Any) -> Any:
    return list(args)


def environment() -> dict[str, str]:
    return dict(os.environ)


def loaded(prefix: str) -> list[str]:
    return sorted(name for name in sys.modules if name.split(".")[0] == prefix)


def loaded_by_reading(path: str) -> list[str]:
    """The modules of a child that has read this file."""
    from intranet.files.extract.reader import read

    list(read(path, path))
    return sorted(sys.modules)


def count(to: int) -> Iterator[int]:
    yield from range(to)


def some_then_error(number: int) -> Iterator[int]:
    yield from range(number)
    raise ValueError("lönen är 61 000")


def sleep() -> None:
    time.sleep(3600)


def one_then_sleep() -> Iterator[int]:
    yield 1
    time.sleep(3600)


def spin() -> None:
    while True:
        pass


def deaf_spin() -> None:
    """Does not listen to being told that its time is over, nor to anything else that can be ignored."""
    for number in (signal.SIGXCPU, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    spin()


def eat() -> int:
    eaten = []
    while True:
        eaten.append(bytearray(16 * 1024 * 1024))


def eat_outside_python() -> int:
    held = []
    while True:
        area = mmap.mmap(-1, 16 * 1024 * 1024)
        area.write(b"x" * len(area))
        held.append(area)


def print_endlessly() -> None:
    while True:
        sys.stdout.write("x" * 10_000)
        sys.stderr.write("y" * 10_000)


def answer_endlessly() -> Iterator[str]:
    while True:
        yield "x" * 10_000


def answer_long(characters: int) -> str:
    return "å" * characters


def segfault() -> None:
    ctypes.string_at(0)


def leave(code: int) -> None:
    os._exit(code)


def kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def garble() -> Iterator[int]:
    """Writes to every pipe that it can find, as code that a broken parser was led to could."""
    for number in range(3, 64):
        try:
            os.write(number, b"no answer\n")
        except OSError:
            continue
    yield 1


def close_everything_and_sleep() -> None:
    os.closerange(0, 64)
    time.sleep(3600)


def leave_a_grandchild(note: str) -> Iterator[int]:
    """Starts a process that holds the pipe open, says its number and dies."""
    grandchild = os.fork()
    if grandchild == 0:
        time.sleep(3600)
    yield grandchild
    os._exit(7)


def grandchild_then_done() -> int:
    grandchild = os.fork()
    if grandchild == 0:
        time.sleep(3600)
    return grandchild


def write_file(path: str, size: int) -> int:
    return Path(path).write_bytes(b"x" * size)


def tell_number_and_sleep(path: str) -> None:
    Path(path).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(3600)


def spin_after_one() -> Iterator[int]:
    yield os.getpid()
    spin()


def count_with_number() -> Iterator[int]:
    while True:
        yield os.getpid()


def places_then(end: str, path: str, filename: str, most_places: int) -> Iterator[Any]:
    """A reader that gives two places and then goes wrong."""
    yield [1, "page", "", "Första stället"]
    yield [2, "page", "ii", "Andra stället"]
    {"hang": sleep, "crash": segfault, "eat": eat}[end]()


def places_then_hang(*args: Any) -> Iterator[Any]:
    yield from places_then("hang", *args)


def places_then_crash(*args: Any) -> Iterator[Any]:
    yield from places_then("crash", *args)


def places_then_eat(*args: Any) -> Iterator[Any]:
    yield from places_then("eat", *args)


def crash_at_once(*args: Any) -> Iterator[Any]:
    segfault()
    yield None


def places_in_disorder(*args: Any) -> Iterator[Any]:
    yield [2, "page", "", "Två"]
    yield [2, "page", "", "Två igen"]
    yield {"media_type": "x", "places": 1, "problem": ""}


def place_of_no_kind(*args: Any) -> Iterator[Any]:
    yield [1, "<script>", "", "x"]
    yield {"media_type": "x", "places": 1, "problem": ""}


def place_without_end(*args: Any) -> Iterator[Any]:
    yield [1, "page", "", "x"]


def place_with_what_no_database_takes(*args: Any) -> Iterator[Any]:
    yield [1, "page", "a\x00b", "c\x00d \ud800"]
    yield {"media_type": "application/pdf", "places": 1, "problem": ""}


def unknown_problem(*args: Any) -> Iterator[Any]:
    yield {"media_type": "application/pdf", "places": 0, "problem": "<b>"}


def places_many(*args: Any) -> Iterator[Any]:
    for number in range(1, 251):
        yield [number, "page", "", f"Sidan {number}"]
    yield {"media_type": "application/pdf", "places": 250, "problem": ""}
