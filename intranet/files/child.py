"""The other side of `confined`: calls one function inside limits and tells what it gave, line by line.

Run as a script by an interpreter of its own, `python -I -B child.py PARENT_PID`; never imported by the site.
It stays free of Django, so that it starts in a few hundredths of a second and holds no secret: neither
settings nor connections. What it is to do comes on its standard input, where no list of processes shows it.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
PROJECT = Path(__file__).resolve().parent.parent.parent
NICENESS = 10


def bind_to(parent: int) -> None:
    """Die when the thread that started this process does; only Linux offers it."""
    if sys.platform == "linux":
        import ctypes

        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)  # it died before the bond was tied


def confine(seconds: int, memory: int, written: int, files: int) -> None:
    """Bounds of CPU time (s), address space and each written file (bytes), open files. No cores."""
    os.nice(NICENESS)  # whoever waits for a page goes first
    _first_to_go()
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_AS, memory),
    ):
        _limit(what, most, most)
    _limit(resource.RLIMIT_CPU, seconds, seconds + 2)  # told first (SIGXCPU, which ends it), then killed


def _limit(what: int, soft: int, hard: int) -> None:
    _, highest = resource.getrlimit(what)
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    try:
        resource.setrlimit(what, (soft, hard))
    except (ValueError, OSError):
        if sys.platform == "linux":
            raise  # elsewhere some bounds do not exist; there the wall clock has to do


def _first_to_go() -> None:
    """Should the machine run out of memory, the kernel ends this process before the site's."""
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError:
        return


def call(function: str, args: list[Any]) -> Iterator[dict[str, Any]]:
    """What the function gives, each as the line to be written; the last one says how it went.

    Of an error its class and its places in the code are told, never its message: that may quote the file.
    """
    module, _, name = function.rpartition(".")
    try:
        given = getattr(import_module(module), name)(*args)
        if hasattr(given, "__next__"):
            for value in given:
                yield {"value": value}
        else:
            yield {"value": given}
    except MemoryError:
        given = None  # what it holds is what there is too much of
        yield {"memory": True}
    except Exception as error:  # noqa: BLE001  # told to the parent, who knows what it means
        yield {"raised": type(error).__name__, "at": _places(error)}
    else:
        yield {"done": True}


def _places(error: BaseException) -> str:
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " ".join(places[-4:])


def main() -> None:
    bind_to(int(sys.argv[1]))
    asked = json.load(sys.stdin)
    # Whatever a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    sys.path.insert(0, str(PROJECT))
    confine(asked["seconds"], asked["memory"], asked["written"], asked["files"])
    for line in call(asked["function"], asked["args"]):
        json.dump(line, answers)
        answers.write("\n")
        answers.flush()
    # Threads and exit handlers of libraries have nothing more to say.
    os._exit(0)


if __name__ == "__main__":
    main()
