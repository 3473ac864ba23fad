"""Files come in: each becomes a row at once, whatever it is. Nothing is read here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from home.importing.incoming.models import Delivery, IncomingText
from home.importing.incoming.tasks import job_key, wake
from home.importing.reading import MAX_BYTES, is_program
from home.knowledge.index import KnowledgeIndexPage
from intranet.files.types import PROGRAM
from intranet.jobs.models import Job

MAX_FILES = 100
"""At a time; Django's own limit for one form."""
MAX_TOTAL = 60 * 1024 * 1024
"""Bytes of one form; a little less than what the proxy lets through."""
TOO_LARGE = f"Filen är större än {MAX_BYTES // 1024 // 1024} MB. Dela den eller gör bilderna mindre."
EMPTY = "Filen är tom."


@transaction.atomic
def receive(files: Iterable[UploadedFile], place: KnowledgeIndexPage, user: Any) -> Delivery:
    """Keep the files and have them read soon."""
    delivery = Delivery.objects.create(place=place, uploaded_by=user)
    rows = [_keep(delivery, file) for file in files]
    waiting = sum(row.state == IncomingText.State.WAITING for row in rows)
    # The names of files may be secret; how many there are is not.
    job = Job.objects.create(
        name=f"Inläsning av {waiting} {'fil' if waiting == 1 else 'filer'}",
        key=job_key(delivery.pk),
        started_by=user,
        total=waiting,
        state=Job.State.WAITING if waiting else Job.State.DONE,
    )
    delivery.job = job
    delivery.save(update_fields=["job"])
    if waiting:
        transaction.on_commit(wake)
    return delivery


def _digest(file: UploadedFile) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _head(file: UploadedFile) -> bytes:
    file.seek(0)
    head: bytes = file.read(16)
    file.seek(0)
    return head


def _keep(delivery: Delivery, file: UploadedFile) -> IncomingText:
    name = PurePath((file.name or "").replace("\\", "/")).name[-255:] or "namnlös"
    row = IncomingText(delivery=delivery, name=name, size=file.size or 0)
    refused = TOO_LARGE if row.size > MAX_BYTES else ("" if row.size else EMPTY)
    if not refused and is_program(name, _head(file)):
        refused = PROGRAM  # nobody gets it back from here either
    if refused:
        row.state, row.reason = IncomingText.State.UNREADABLE, refused
    else:
        row.digest = _digest(file)
        row.file = file
    row.save()
    return row
