from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from intranet.finding import outbox, tasks
from intranet.finding.models import OutboxEntry

pytestmark = [pytest.mark.django_db, pytest.mark.database]


class UndoneError(Exception):
    pass


def undone(change: Callable[[], None]) -> None:
    """The change, in a transaction that is rolled back."""

    def fail() -> None:
        change()
        raise UndoneError

    with pytest.raises(UndoneError), transaction.atomic():
        fail()


def written() -> list[tuple[str, str]]:
    return list(OutboxEntry.objects.order_by("pk").values_list("object_pk", "change"))


def test_an_announcement_shares_the_fate_of_the_change():
    with transaction.atomic():
        outbox.changed("page", 1)
    undone(lambda: outbox.changed("page", 2))
    assert written() == [("1", "changed")]


def test_stale_is_what_lies_elsewhere_or_nowhere():
    outbox.changed("page", 1)
    outbox.moved("page", 2)
    outbox.withdrawn("page", 3)
    outbox.deleted("person", 4)
    assert outbox.stale() == {"page:2", "page:3", "person:4"}
    assert outbox.waiting() == 4


def test_what_the_index_has_is_not_stale_though_a_rebuild_still_wants_it():
    outbox.deleted("page", 1)
    OutboxEntry.objects.update(written=True)
    assert outbox.stale() == frozenset()
    assert outbox.waiting() == 0


def test_the_worker_is_woken_once_a_transaction_and_only_if_it_commits(
    monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(tasks, "wake", lambda: woken.append(1))
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for pk in range(5):
            outbox.changed("page", pk)
    assert woken == [1]
    with django_capture_on_commit_callbacks(execute=True):
        undone(lambda: outbox.changed("page", 6))
    assert woken == [1]


def test_a_failing_wake_up_spoils_nothing(monkeypatch, django_capture_on_commit_callbacks):
    def fail() -> None:
        raise UndoneError

    monkeypatch.setattr(tasks, "wake", fail)
    with django_capture_on_commit_callbacks(execute=True):
        outbox.changed("page", 1)
    assert outbox.waiting() == 1


def test_an_import_announces_its_batch_in_one_insert_each_thing_once(django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1), outbox.gathering():
        for pk in (1, 2, 1, 1):
            outbox.changed("page", pk)
            with outbox.gathering():
                outbox.moved("page", pk)
    assert sorted(written()) == [("1", "changed"), ("1", "moved"), ("2", "changed"), ("2", "moved")]


def test_an_import_batch_that_fails_announces_nothing():
    def batch() -> None:
        with outbox.gathering():
            outbox.changed("page", 1)
            raise UndoneError

    undone(batch)
    assert written() == []
    outbox.changed("page", 2)
    assert written() == [("2", "changed")]


@pytest.mark.django_db(transaction=True)
def test_gathering_wants_the_transaction_of_the_change():
    with pytest.raises(transaction.TransactionManagementError), outbox.gathering():
        outbox.changed("page", 1)
