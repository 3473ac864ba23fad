"""One queue for all apps: each is told once of each occasion, and what is no longer so is taken back."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from intranet.notices import kinds, queue
from intranet.notices.models import Notice
from tests.intranet.notices_help import page, page_kind, reader, registered  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registered"), pytest.mark.database]


def test_each_is_told_once_of_each_occasion():
    anna, bo, about = reader("anna.berg"), reader("bo.ek"), page()
    assert queue.put("test.page", [anna.pk, bo.pk, anna.pk], about) == 2
    assert queue.put("test.page", [anna.pk], about) == 0
    assert queue.put("test.page", [anna.pk], about, key="2026-12") == 1
    assert queue.put("test.secret", [anna.pk], about) == 1
    assert sorted(Notice.objects.values_list("person_id", "kind", "key")) == sorted(
        [
            (anna.pk, "test.page", ""),
            (bo.pk, "test.page", ""),
            (anna.pk, "test.page", "2026-12"),
            (anna.pk, "test.secret", ""),
        ]
    )


def test_putting_again_makes_nothing_unread_that_was_read():
    anna, about = reader(), page()
    queue.put("test.page", [anna.pk], about)
    Notice.objects.update(seen_at=timezone.now())
    queue.put("test.page", [anna.pk], about)
    assert Notice.objects.get().seen_at is not None


def test_it_is_part_of_the_transaction_of_the_change():
    with transaction.atomic():
        queue.put("test.page", [reader().pk], page())
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_a_day_that_has_been_is_told_now_and_one_to_come_then():
    anna, about, now = reader(), page(), timezone.now()
    queue.put("test.page", [anna.pk], about, due=now - timedelta(days=3), key="before")
    queue.put("test.page", [anna.pk], about, due=now + timedelta(days=3), key="later")
    assert Notice.objects.get(key="before").due >= now
    assert [notice.key for notice in Notice.objects.shown(timezone.now())] == ["before"]
    assert Notice.objects.shown(now + timedelta(days=3)).count() == 2


def test_what_is_no_longer_so_is_taken_back():
    anna, bo, about, other = reader("anna.berg"), reader("bo.ek"), page(), page("Annan")
    for thing in (about, other):
        queue.put("test.page", [anna.pk, bo.pk], thing)
    queue.put("test.page", [bo.pk], about, key="2")
    assert queue.withdraw("test.page", about, [anna.pk]) == 1
    assert queue.withdraw("test.page", about, key="2") == 1
    assert queue.withdraw("test.page", about) == 1
    assert set(Notice.objects.values_list("object_id", flat=True)) == {other.pk}
    assert queue.withdraw("test.page", about) == 0


def test_what_somebody_else_puts_meanwhile_stands_and_is_not_counted(monkeypatch):
    anna, bo, about = reader("anna.berg"), reader("bo.ek"), page()
    now = timezone.now()

    def meanwhile():
        """Asked for the time between looking and writing: another process tells Anna."""
        row = {"kind": "test.page", "object_id": about.pk, "person": anna}
        content_type = ContentType.objects.get_for_model(type(about))
        Notice.objects.create(**row, content_type=content_type, created=now - timedelta(seconds=1))
        return now

    monkeypatch.setattr(queue, "timezone", SimpleNamespace(now=meanwhile))
    assert queue.put("test.page", [anna.pk, bo.pk], about) == 1
    assert sorted(Notice.objects.values_list("person_id", flat=True)) == sorted([anna.pk, bo.pk])


def test_an_object_takes_its_notices_with_it():
    anna, about, other = reader(), page(), page("Annan")
    for thing in (about, other):
        queue.put("test.page", [anna.pk], thing)
    about.delete()
    assert [notice.object_id for notice in Notice.objects.all()] == [other.pk]


def test_an_unknown_kind_and_a_wrong_object_are_mistakes_that_show():
    with pytest.raises(LookupError):
        queue.put("test.unknown", [], page())
    with pytest.raises(TypeError, match=r"about home\.StandardPage"):
        queue.put("test.page", [], reader())
    with pytest.raises(ValueError, match="60 characters"):
        kinds.register(page_kind("x" * 61))


def test_a_row_holds_no_text_of_the_object():
    about = page()
    queue.put("test.page", [reader().pk], about)
    row = Notice.objects.values().get()
    assert about.title not in str(row)
    assert about.slug not in str(row)
