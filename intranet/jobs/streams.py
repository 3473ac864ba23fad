"""Work that has no end of its own: things pass through one by one, such as files whose text is read.

A `Job` is begun and ends. A stream is what stands in somebody's rows at this moment; who has one registers here
how it is told, and the page of long work shows it among the jobs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Stream:
    """`left` things are still to come through, of `total`: those that have come since the oldest that still waits.

    `failed` of all did not; `failed_url` lists them. The texts say the same in the words of whoever does the work.
    """

    name: Any
    left: int = 0
    total: int = 0
    failed: int = 0
    left_text: str = ""
    failed_text: str = ""
    failed_url: str = ""

    @property
    def done(self) -> int:
        return max(0, self.total - self.left)

    @property
    def is_empty(self) -> bool:
        return not self.left and not self.failed


Tell = Callable[[Any], Stream | None]
_streams: dict[str, Tell] = {}


def register(code: str, tell: Tell) -> None:
    """`tell(request)` counts what the request's viewer may know of; None for whom it does not concern."""
    _streams[code] = tell


def told(request: HttpRequest) -> list[Stream]:
    """Those that have anything to tell this viewer."""
    found = (tell(request) for tell in _streams.values())
    return [stream for stream in found if stream is not None and not stream.is_empty]
