"""Files without a version, and versions without their file: what a killed process or a bad restore leaves."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from extranet.papers import receiving
from extranet.papers.models import PaperVersion, store
from intranet.finding.chunks import chunks

log = logging.getLogger(__name__)

AGE = timedelta(days=2)
"""No upload takes so long; and a restored database may be a day behind its files."""
PART_AGE = timedelta(days=7)
"""An upload that was broken off can be gone on with for so long."""
CHUNK = 500


def sweep(_last: date, _today: date) -> int:
    """Once a day: remove files that are no version's; returns how many. Says of versions whose file is gone."""
    for version in missing():
        log.error("the file of version %s of paper %s is gone", version.number, version.paper_id)
    now = timezone.now()
    return remove_older_than(now - AGE) + remove_parts_older_than(now - PART_AGE)


def remove_older_than(moment: datetime) -> int:
    place, removed = store(), 0
    for names in chunks(_stored(), CHUNK):
        kept = set(PaperVersion.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if name not in kept and place.get_modified_time(name) < moment:
                place.delete(name)
                removed += 1
    if removed:
        log.warning("%s files were no version's and were removed", removed)
    return removed


def remove_parts_older_than(moment: datetime) -> int:
    """Parts of uploads that nobody has gone on with; what is a paper by now keeps its bytes under its own name."""
    removed = 0
    for part in receiving.folder().iterdir():
        try:
            if part.stat().st_mtime < moment.timestamp():
                part.unlink()
                removed += 1
        except FileNotFoundError:  # somebody has just finished it
            continue
    if removed:
        log.warning("%s parts of uploads were left and were removed", removed)
    return removed


def missing() -> Iterator[PaperVersion]:
    """Versions whose file is not there."""
    place = store()
    for version in PaperVersion.objects.order_by("pk").iterator(chunk_size=CHUNK):
        if not place.exists(str(version.file.name)):
            yield version


def _stored() -> Iterator[str]:
    place = store()
    try:
        folders, _ = place.listdir("")
    except FileNotFoundError:
        return
    for folder in folders:
        if folder == receiving.PARTS:
            continue
        _, names = place.listdir(folder)
        yield from (f"{folder}/{name}" for name in names)
