"""Keeping every file that a document has had: each new one is a version, made in the transaction of the saving."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db import transaction

from intranet.files.accepting import safe_name
from intranet.files.detect import media_type

if TYPE_CHECKING:
    from intranet.files.documents import CustomDocument
    from intranet.files.versions import DocumentVersion

CHUNK = 1024 * 1024


def place_of(_instance: Any, filename: str) -> str:
    """Where a file is stored: each in a folder of its own, so that its name stays what it was."""
    return f"documents/{secrets.token_hex(6)}/{safe_name(filename)}"


def save_and_keep(document: CustomDocument, save: Callable[[], None]) -> None:
    """Save a document; if it has another file than before, that is a version from now on.

    Two who replace the file at once both get a version, one after the other. Bytes that the newest version
    already has make none. Somebody who saves what they read before another replaced the file keeps that one.
    """
    with transaction.atomic():
        newest = _newest(document)
        given = document.file_is_new
        if newest is not None and not given:
            _put_back(document, newest)
        save()
        if not document.file.name:
            return
        if newest is None or (given and document.file.name != newest.file.name):
            _keep(document, newest)


def _newest(document: CustomDocument) -> DocumentVersion | None:
    """The newest version, with the document locked: nobody else numbers one before we have."""
    if document.pk is None:
        return None
    locked = type(document).objects.select_for_update().filter(pk=document.pk)
    list(locked.order_by().values_list("pk"))
    return document.versions.order_by("-number").first()


def _keep(document: CustomDocument, newest: DocumentVersion | None) -> None:
    from intranet.files.versions import DocumentVersion

    stored = str(document.file.name)
    digest, size = digest_of(stored)
    if newest is not None and newest.sha256 == digest:
        _put_back(document, newest)
        type(document).objects.filter(pk=document.pk).update(
            file=newest.file.name, file_size=document.file_size, file_hash=document.file_hash
        )
        transaction.on_commit(lambda: default_storage.delete(stored))
        return
    with default_storage.open(stored) as file:
        found = media_type(file)
    changed_by = document.changed_by or (document.uploaded_by_user if newest is None else None)
    DocumentVersion.objects.create(
        document=document,
        number=newest.number + 1 if newest else 1,
        file=stored,
        filename=document.filename[:255],
        size=size,
        sha256=digest,
        media_type=found[:127],
        created_by=changed_by,
        note=document.change_note[:300],
    )


def _put_back(document: CustomDocument, newest: DocumentVersion) -> None:
    if document.file.name != newest.file.name:
        document.file = newest.file.name
        document.file_size = newest.size
        document.file_hash = ""  # Wagtail makes it again when it wants it


def digest_of(name: str) -> tuple[str, int]:
    """The SHA-256 of a stored file and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    with default_storage.open(name) as file:
        for chunk in file.chunks(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def remove_bytes(version: DocumentVersion) -> None:
    """After a document was deleted, with its versions: their files, once nobody can want them back."""
    name = version.file.name
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))
