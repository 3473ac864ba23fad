"""Files that nothing refers to: stored by a saving that was taken back, which takes back rows and no bytes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from intranet.files.documents import CustomDocument
from intranet.files.versions import DocumentVersion
from intranet.finding.chunks import chunks

log = logging.getLogger(__name__)

FOLDER = "documents"
AGE = timedelta(days=2)
"""No saving takes so long; and a restored database may be a day behind its files."""
CHUNK = 500


def sweep(_last: date, _today: date) -> int:
    """Once a day: how many files were removed. Asks of some hundred at a time; whoever stops it loses nothing."""
    return remove_older_than(timezone.now() - AGE)


def remove_older_than(day: datetime) -> int:
    removed = 0
    for names in chunks(_stored(), CHUNK):
        kept = set(DocumentVersion.objects.filter(file__in=names).values_list("file", flat=True))
        kept |= set(CustomDocument.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if name not in kept and _is_older(name, day):
                default_storage.delete(name)
                removed += 1
    if removed:
        log.warning("%s stored files belonged to no document and were removed", removed)
    return removed


def _stored() -> Iterator[str]:
    """Every file below the folder; each document's lie in a folder of their own."""
    try:
        folders, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    yield from (f"{FOLDER}/{name}" for name in files)
    for folder in folders:
        try:
            _, inside = default_storage.listdir(f"{FOLDER}/{folder}")
        except FileNotFoundError:
            continue
        yield from (f"{FOLDER}/{folder}/{name}" for name in inside)


def _is_older(name: str, day: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < day
    except FileNotFoundError:
        return False
