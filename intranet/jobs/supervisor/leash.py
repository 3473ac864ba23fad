"""Become another command, one that dies when the process that started it dies.

Run as a script, before the command itself: `python -I -S leash.py PARENT_PID COMMAND…`. It must stay free of
imports from the project, so that it costs a few hundredths of a second. Only Linux offers this; elsewhere the
command runs without a leash, and a killed parent leaves it behind.
"""

import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    """Does not return."""
    if sys.platform == "linux":
        import ctypes

        # Killed, not asked: the parent that would have insisted is gone, and all work here survives a kill.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)  # it died before the leash was on
    os.execv(command[0], command)  # noqa: S606  # the supervisor says what


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
