"""What the process that reads a folder would be with a reader that fails in every way; it knows nothing of Django."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from home.importing import wire

FAULTS = {
    "dödad": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "hänger": lambda: all(iter(lambda: True, False)),
    "minne": lambda: bytearray(1 << 40),
    "oväntat": lambda: {}["hemligt ord"],
}


def read_files(paths: list[str]) -> Iterator[dict[str, Any]]:
    original = wire.read_source

    def read_source(path: Path, data: bytes) -> Any:
        for name, fault in FAULTS.items():
            if path.stem.startswith(name):
                fault()
        return original(path, data)

    wire.read_source = read_source
    yield from wire.read_files(paths)
