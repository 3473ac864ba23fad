"""Files from a plain form, without the script: written where parts lie as they come, never in memory or elsewhere."""

from __future__ import annotations

from io import BufferedRandom
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from extranet.papers import receiving
from extranet.placements.arriving import MEGABYTE


class ReceivedFile(UploadedFile):
    """A file that is all there, in a part of its own; `cut` if it was larger than may be."""

    def __init__(self, part: str, name: str, size: int, *, cut: bool) -> None:
        super().__init__(None, name, "application/octet-stream", size)
        self.part, self.cut = part, cut

    def close(self) -> None:
        """There is nothing open."""


class PartHandler(FileUploadHandler):
    """Of a request: `parts` are those that have been begun. Whoever asks removes what was not used."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.parts: list[str] = []
        self._file: BufferedRandom | None = None
        self._length = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._close()
        self.parts.append(receiving.begin())
        self._file, self._length = (receiving.folder() / self.parts[-1]).open("r+b"), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._length += len(raw_data)
        if self._file is not None and self._length <= settings.PAPERS_MEGABYTES * MEGABYTE:
            self._file.write(raw_data)

    def file_complete(self, file_size: int) -> ReceivedFile:
        self._close()
        part = self.parts[-1]
        written = receiving.length(part)
        return ReceivedFile(part, self.file_name or "", file_size, cut=written != file_size)

    def leave(self, used: set[str]) -> None:
        """Remove what was begun and nobody has taken over."""
        self._close()
        for part in self.parts:
            if part not in used:
                receiving.remove(part)

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
