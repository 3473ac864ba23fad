"""What a saving that was taken back has stored is removed; what anything refers to, or is new, never is."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from intranet.files import orphans
from intranet.files.models import CustomDocument
from intranet.jobs import clock
from tests.factories import make_home
from tests.intranet.test_files_rule import a_document

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def aged(name: str, days: float) -> str:
    then = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(default_storage.path(name), (then, then))
    return name


def a_lost_file(days: float) -> str:
    """What a saving leaves that fails after the bytes were written."""
    document = CustomDocument(title="Plan", file=ContentFile(b"%PDF-1.4 borta", name="borta.pdf"))
    with transaction.atomic():
        document.save()
        transaction.set_rollback(True)
    assert not CustomDocument.objects.filter(file=document.file.name).exists()
    assert default_storage.exists(document.file.name)
    return aged(document.file.name, days)


def test_a_lost_file_is_removed_when_it_is_old_enough():
    make_home()
    old, new = a_lost_file(3), a_lost_file(1)
    document = a_document("Plan")
    first = aged(document.file.name, 30)
    document.file = ContentFile(b"%PDF-1.4 ny", name="ny.pdf")
    document.save()
    second = aged(document.file.name, 30)
    assert orphans.sweep(timezone.localdate(), timezone.localdate()) >= 1
    assert not default_storage.exists(old)
    # One that may be somebody's saving this moment; a replaced version; the newest one.
    assert all(default_storage.exists(name) for name in (new, first, second))


def test_a_stored_name_in_the_old_place_is_seen_too():
    make_home()
    loose = aged(default_storage.save("documents/losa.pdf", ContentFile(b"x")), 3)
    orphans.sweep(timezone.localdate(), timezone.localdate())
    assert not default_storage.exists(loose)


def test_the_clock_sweeps_once_a_day():
    make_home()
    old = a_lost_file(3)
    clock.run_due(timezone.now())
    assert not default_storage.exists(old)
