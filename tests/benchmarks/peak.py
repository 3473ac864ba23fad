"""The most memory that a management command held, told by the process that ran it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from django.core.management import call_command


def of_command(*command: str) -> None:
    """Run it and print the most kilobytes that this process has held (VmHWM).

    Not what the system says of a process that has ended: that begins with the size of whoever started it.
    """
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        call_command(*command, stdout=nowhere)
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            sys.stdout.write(line.split()[1])
