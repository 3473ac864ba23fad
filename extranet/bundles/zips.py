"""Files in a ZIP, a piece at a time: never whole in memory, and never on disk unless that is where it goes.

Nothing is compressed: papers are mostly PDFs, which are so already.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import RawIOBase
from typing import BinaryIO

from django.utils import timezone

CHUNK = 256 * 1024


class _Sink(RawIOBase):
    """Takes what is written until it is fetched; cannot go back, so sizes stand after each file."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._written.append(bytes(data))
        return len(data)

    def fetched(self) -> bytes:
        data = b"".join(self._written)
        self._written.clear()
        return data


@dataclass(frozen=True)
class Entry:
    """A file to be: what it is called, what opens it, when it was made."""

    name: str
    opener: Callable[[], BinaryIO]
    made: datetime


def pieces(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The bytes of a ZIP. An entry whose file is gone when its turn comes is left out."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            try:
                file = entry.opener()
            except FileNotFoundError:
                continue
            made = timezone.localtime(entry.made)
            about = zipfile.ZipInfo(
                entry.name, (made.year, made.month, made.day, made.hour, made.minute, made.second)
            )
            about.external_attr = 0o600 << 16
            with file, archive.open(about, "w", force_zip64=True) as into:
                while data := file.read(CHUNK):
                    into.write(data)
                    yield sink.fetched()
    yield sink.fetched()
