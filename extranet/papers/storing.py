"""Taking a file in as a paper's next version: written once, hashed on the way, never held in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.files.base import File
from django.db import transaction

from extranet.papers import receiving
from extranet.papers.models import Paper, PaperVersion, store, stored_name
from intranet.files.accepting import checked, safe_name
from intranet.people.models import Person


class SameFileError(Exception):
    """The paper's newest version has these bytes already; `version` is that one."""

    def __init__(self, version: PaperVersion) -> None:
        super().__init__(f"the same file as {version}")
        self.version = version


class _Hashed(File):
    """A file whose SHA-256 and size are known when it has been read."""

    def __init__(self, file: Any) -> None:
        super().__init__(file)
        self.digest = hashlib.sha256()
        self.length = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        for chunk in super().chunks(chunk_size):
            self.digest.update(chunk)
            self.length += len(chunk)
            yield chunk


def add_version(
    paper: Paper,
    content: BinaryIO,
    filename: str,
    *,
    made_by: Person,
    changes: str = "",
    masked_of: PaperVersion | None = None,
) -> PaperVersion:
    """Make a file the paper's next version. Two who do so at once get a number each.

    The file is there before its row. If the row is not written the file is taken away; what a process leaves that
    is killed between them, `orphans.sweep` does. Raises ValidationError for a file that is refused, in words that
    say what to do, and SameFileError for one that the newest version already is.
    """
    content_type = checked(content, filename)
    hashed = _Hashed(content)
    place = store()
    name = place.save(stored_name(None, filename), hashed)
    try:
        return _as_next(
            paper,
            PaperVersion(
                sha256=hashed.digest.hexdigest(),
                size=hashed.length,
                content_type=content_type,
                filename=safe_name(filename, content_type),
                changes=changes,
                masked_of=masked_of,
                made_by=made_by,
            ),
            name,
        )
    except BaseException:
        place.delete(name)
        raise


def add_received(
    paper: Paper,
    part: str,
    filename: str,
    *,
    sha256: str,
    content_type: str,
    made_by: Person,
    changes: str = "",
    masked_of: PaperVersion | None = None,
) -> PaperVersion:
    """The same of a file that has been received in parts, and looked at: without reading it again.

    The part stays until the row is committed, and whoever calls removes it then. Raises SameFileError, and
    FileNotFoundError if the part is gone.
    """
    place = store()
    name = stored_name(None, filename)
    path = Path(place.path(name))
    receiving.give(part, path)
    try:
        version = PaperVersion(
            sha256=sha256,
            size=path.stat().st_size,
            content_type=content_type,
            filename=safe_name(filename, content_type),
            changes=changes,
            masked_of=masked_of,
            made_by=made_by,
        )
        return _as_next(paper, version, name)
    except BaseException:
        place.delete(name)
        raise


def _as_next(paper: Paper, version: PaperVersion, name: str) -> PaperVersion:
    """Write the row of a file that is stored under `name`. Raises SameFileError."""
    with transaction.atomic():
        list(Paper.objects.select_for_update().filter(pk=paper.pk).values_list("pk"))
        newest = paper.versions.order_by("-number").first()
        same = newest is not None and newest.sha256 == version.sha256
        if newest is not None and same and newest.masked_of_id == version.masked_of_id:
            raise SameFileError(newest)
        version.paper = paper
        version.number = newest.number + 1 if newest else 1
        version.file.name = name
        version.save()
        return version


def opened(version: PaperVersion) -> BinaryIO:
    """The version's bytes, to be read and closed. Raises FileNotFoundError if the file is gone."""
    return cast(BinaryIO, version.file.storage.open(str(version.file.name)))
