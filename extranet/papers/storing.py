"""Taking a file in as a paper's next version: written once, hashed on the way, never held in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from django.core.files.base import File
from django.db import transaction

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
        with transaction.atomic():
            list(Paper.objects.select_for_update().filter(pk=paper.pk).values_list("pk"))
            newest = paper.versions.order_by("-number").first()
            digest = hashed.digest.hexdigest()
            if newest is not None and newest.sha256 == digest and newest.masked_of_id == _pk(masked_of):
                raise SameFileError(newest)
            version = PaperVersion(
                paper=paper,
                number=newest.number + 1 if newest else 1,
                sha256=digest,
                size=hashed.length,
                content_type=content_type,
                filename=safe_name(filename, content_type),
                changes=changes,
                masked_of=masked_of,
                made_by=made_by,
            )
            version.file.name = name
            version.save()
            return version
    except BaseException:
        place.delete(name)
        raise


def opened(version: PaperVersion) -> BinaryIO:
    """The version's bytes, to be read and closed. Raises FileNotFoundError if the file is gone."""
    return cast(BinaryIO, version.file.storage.open(str(version.file.name)))


def _pk(version: PaperVersion | None) -> int | None:
    return version.pk if version is not None else None
