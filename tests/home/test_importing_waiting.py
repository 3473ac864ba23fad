"""Files that wait to be read: in slices of time, by one reader each, and thrown away on their day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from home.importing import length
from home.importing.incoming import pruning, tasks
from home.importing.incoming.models import Delivery, IncomingText
from tests.home.test_importing_incoming import editor, place, send  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = IncomingText.State
MARKDOWN = b"# Test\n\nText.\n"


def test_a_task_gives_others_their_turn_after_a_while(place, editor, monkeypatch):  # noqa: F811
    send(place, editor, ("a.md", MARKDOWN), ("b.md", MARKDOWN))
    woken = []
    monkeypatch.setattr(tasks, "SLICE", timedelta(0))
    monkeypatch.setattr(tasks, "wake", lambda: woken.append(True))
    assert tasks.read_waiting.call() == 1
    assert woken == [True]
    assert IncomingText.objects.filter(state=State.WAITING).count() == 1
    assert tasks.read_waiting.call() == 1
    assert not IncomingText.objects.filter(state=State.WAITING).exists()
    assert timedelta(0) == tasks.SLICE


def test_a_file_that_somebody_reads_is_not_taken_by_another(place, editor):  # noqa: F811
    (row,) = send(place, editor, ("a.md", MARKDOWN))
    first = tasks._claim()
    assert first is not None
    assert (first.pk, first.tries) == (row.pk, 1)
    assert tasks._claim() is None
    IncomingText.objects.update(claimed_at=timezone.now() - tasks.PATIENCE - timedelta(seconds=1))
    again = tasks._claim()
    assert again is not None
    assert again.tries == 2


def test_a_file_is_read_as_often_as_is_said_and_no_more(place, editor):  # noqa: F811
    (row,) = send(place, editor, ("a.md", MARKDOWN))
    IncomingText.objects.update(tries=tasks.TRIES - 1)
    tasks.read_waiting.call()
    row.refresh_from_db()
    assert row.is_reviewable
    IncomingText.objects.update(tries=tasks.TRIES, state=State.WAITING, claimed_at=None)
    tasks.read_waiting.call()
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.UNREADABLE, tasks.CRASHED)


def test_a_text_that_is_far_too_long_is_refused_with_what_to_do(place, editor):  # noqa: F811
    text = b"# Test\n\n" + b"Ord.\n\n" * (length.MOST_PIECES + 1)
    (row,) = send(place, editor, ("lang.md", text))
    tasks.read_waiting.call()
    row.refresh_from_db()
    assert row.state == State.UNREADABLE
    assert "Dela den i flera filer" in row.reason
    assert row.source is None


def test_what_is_settled_goes_after_a_month_and_what_waits_after_two(place, editor):  # noqa: F811
    rows = send(place, editor, *((f"{name}.md", MARKDOWN) for name in "abcd"))
    now, today = timezone.now(), timezone.localdate()
    days = {
        rows[0].pk: {"settled_at": now - timedelta(days=29), "created_at": now - timedelta(days=89)},
        rows[1].pk: {"settled_at": now - timedelta(days=31), "created_at": now - timedelta(days=31)},
        rows[2].pk: {"created_at": now - timedelta(days=59)},
        rows[3].pk: {"created_at": now - timedelta(days=61)},
    }
    for pk, fields in days.items():
        IncomingText.objects.filter(pk=pk).update(**fields)
    assert pruning.prune(today, today) == 2
    assert set(IncomingText.objects.values_list("pk", flat=True)) == {rows[0].pk, rows[2].pk}
    assert Delivery.objects.count() == 1


def test_a_delivery_without_files_goes_after_a_day(place, editor):  # noqa: F811
    rows = send(place, editor, ("a.md", MARKDOWN))
    rows[0].delete()
    today = timezone.localdate()
    pruning.prune(today, today)
    assert Delivery.objects.count() == 1
    Delivery.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))
    pruning.prune(today, today)
    assert not Delivery.objects.exists()
