"""One part of a file, as a viewer of PDF asks for it (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
CHUNK = 64 * 1024


class UnsatisfiableError(ValueError):
    """Nothing of the file lies in what was asked for."""


def asked(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the one range that a header asks for.

    None, and the whole file is sent, for several ranges or for what is no range. Raises UnsatisfiableError.
    """
    match = ONE_RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first == "":
        start, end = max(0, size - int(last)), size - 1
        if int(last) == 0:
            raise UnsatisfiableError
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
    if start >= size:
        raise UnsatisfiableError
    return start, end


class Part:
    """The bytes from one place to another, read as they are sent. Closes the file."""

    def __init__(self, file: BinaryIO, first: int, last: int) -> None:
        self.file, self.left = file, last - first + 1
        file.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0 and (data := self.file.read(min(CHUNK, self.left))):
            self.left -= len(data)
            yield data

    def close(self) -> None:
        self.file.close()
