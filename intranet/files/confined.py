"""Calling a function in a process of its own, inside limits: for everything that parses what people send in.

A parser that hangs, eats memory or crashes takes only that process with it. It is a fresh interpreter, never a
fork: a fork would begin with the memory, the connections and the threads of the site. It gets an environment
without the site's secrets, and answers in JSON: to unpickle what a broken parser says would let it call
anything here.

The limits of CPU time, memory and files are the kernel's (Linux; what another system lacks, the time waited
has to replace). The time counted is what the caller has waited, so that a slow reader of a stream is not
taken for a slow child.
"""

from __future__ import annotations

import json
import math
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

CHILD = Path(__file__).resolve().parent / "child.py"
MEGABYTE = 1024 * 1024
OPEN_FILES = 128
ANSWER_MEGABYTES = 64
"""How much a child may answer in all, unless told otherwise."""
LOOK = 0.25
"""Seconds between looks at whether a silent child is alive: a grandchild may hold its pipe open."""
READ = 64 * 1024


class ConfinedError(Exception):
    """The function did not come to an end of its own."""


class TimedOut(ConfinedError):  # noqa: N818
    """It took more time, waited for or of the CPU, than it had."""


class TooLarge(ConfinedError):  # noqa: N818
    """It needed more memory than it had."""


class AnswerTooLarge(TooLarge):
    """It answered more than it may."""


class Crashed(ConfinedError):  # noqa: N818
    """It raised an error (`raised` names its class), ended with `exit_code`, or was killed by `signal`."""

    def __init__(self, *, raised: str = "", at: str = "", exit_code: int = 0, signal_number: int = 0) -> None:
        self.raised, self.at, self.exit_code, self.signal = raised, at, exit_code, signal_number
        said = raised or (f"signal {signal_number}" if signal_number else f"exit {exit_code}")
        super().__init__(f"{said} at {at}" if at else said)


def run(
    function: str,
    *args: Any,
    seconds: float,
    megabytes: int,
    written_megabytes: int = 0,
    answer_megabytes: int = ANSWER_MEGABYTES,
    open_files: int = OPEN_FILES,
) -> Any:
    """What `function` (dotted: "module.name") returns for these arguments, in a process of its own.

    Arguments and result are what JSON can say (tuples come back as lists). `seconds`: of waiting and of CPU;
    `megabytes`: its address space, some 50 of which an interpreter with a parser needs itself;
    `written_megabytes`: the size of each file that it may write, none unless told otherwise; `open_files`: how
    many it may have open.

    Raises TimedOut, TooLarge, AnswerTooLarge or Crashed, all ConfinedError; never anything of the child's.
    """
    limits = {
        "written_megabytes": written_megabytes,
        "answer_megabytes": answer_megabytes,
        "open_files": open_files,
    }
    values = list(stream(function, *args, seconds=seconds, megabytes=megabytes, **limits))
    if len(values) != 1:
        raise Crashed(raised="TypeError", at="the function gave a stream")
    return values[0]


def stream(
    function: str,
    *args: Any,
    seconds: float,
    megabytes: int,
    written_megabytes: int = 0,
    answer_megabytes: int = ANSWER_MEGABYTES,
    open_files: int = OPEN_FILES,
) -> Generator[Any, None, None]:
    """What a generator function gives, one by one as it comes. Limits and errors as those of `run`.

    The child waits while nobody reads. Closing the iterator ends it, with whatever it has started.
    """
    asked = {
        "function": function,
        "args": args,
        "seconds": math.ceil(seconds),
        "memory": megabytes * MEGABYTE,
        "written": written_megabytes * MEGABYTE,
        "files": open_files,
    }
    with tempfile.TemporaryFile("w+", encoding="utf-8") as question:
        json.dump(asked, question)
        question.seek(0)
        child = subprocess.Popen(  # noqa: S603  # our own interpreter and script
            [sys.executable, "-I", "-B", str(CHILD), str(os.getpid())],
            stdin=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            start_new_session=True,
        )
    finished = False
    try:
        for line in _lines(child, seconds, answer_megabytes * MEGABYTE):
            answer = _answer(line)
            if "value" in answer:
                yield answer["value"]
            else:
                finished = True
                _raise_if_wrong(answer)
                break
        if not finished:
            _wait_for_death(child)
    finally:
        _end(child)
    if not finished:
        raise _death(child.returncode)


def _lines(child: subprocess.Popen[bytes], seconds: float, most: int) -> Iterator[bytes]:
    """Its answers, until it closes its end or is dead. Raises TimedOut and AnswerTooLarge."""
    pipe = _pipe(child)
    begun: list[bytes] = []  # of a line whose end has not come
    left, total = seconds, 0
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            began = time.monotonic()
            speaks = selector.select(min(left, LOOK))
            left -= time.monotonic() - began
            if not speaks:
                if left <= 0:
                    raise TimedOut(f"no end after {seconds} seconds")
                if _is_dead(child) and not selector.select(0):
                    return
                continue
            piece = os.read(pipe.fileno(), READ)
            if not piece:
                return
            total += len(piece)
            if total > most:
                raise AnswerTooLarge(f"more than {most} bytes of answers")
            *lines, rest = piece.split(b"\n")
            if lines:
                yield b"".join([*begun, lines[0]])
                yield from lines[1:]
                begun = []
            begun.append(rest)
            if left <= 0:
                raise TimedOut(f"no end after {seconds} seconds")


def _answer(line: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError) as garbled:
        raise Crashed(raised="garbled answer") from garbled
    if not isinstance(answer, dict):
        raise Crashed(raised="garbled answer")
    return answer


def _raise_if_wrong(answer: dict[str, Any]) -> None:
    if "memory" in answer:
        raise TooLarge("out of memory")
    if "raised" in answer:
        raise Crashed(raised=str(answer["raised"])[:80], at=str(answer.get("at", ""))[:200])


def _death(code: int) -> ConfinedError:
    if code == -signal.SIGXCPU:
        return TimedOut("its CPU time is used up")
    return Crashed(signal_number=-code) if code < 0 else Crashed(exit_code=code)


def _pipe(child: subprocess.Popen[bytes]) -> IO[bytes]:
    if child.stdout is None:
        raise ValueError("the child has no pipe")
    return child.stdout


def _is_dead(child: subprocess.Popen[bytes]) -> bool:
    """Without reaping it: as long as it is not, nobody else can get its number, and so its group's."""
    if not hasattr(os, "waitid"):
        return False  # macOS: the end of its pipe must tell
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _wait_for_death(child: subprocess.Popen[bytes]) -> None:
    """It has closed its pipe: a moment to die by itself, so that its exit code can be told."""
    until = time.monotonic() + 4 * LOOK
    while not _is_dead(child) and time.monotonic() < until:
        time.sleep(LOOK / 25)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill it with all that it has started, and forget it."""
    with suppress(ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of the dead
        os.killpg(child.pid, signal.SIGKILL)
    _pipe(child).close()
    child.wait()
