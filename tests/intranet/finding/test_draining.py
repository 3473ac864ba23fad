from __future__ import annotations

import pytest
from django.db import DatabaseError

from intranet.finding import draining, lock, outbox
from intranet.finding.engine import IndexNotReady, SearchUnavailable
from intranet.finding.models import IndexName, OutboxEntry
from tests.intranet.finding.fakes import Thing

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_what_has_changed_is_written_as_it_is_now_and_forgotten(drained, source):
    source.things["1"] = Thing("Först")
    outbox.changed("thing", 1)
    source.things["1"] = Thing("Sedan")
    assert draining.drain() == 1
    assert drained.documents["thing:1"].title == "Sedan"
    assert outbox.waiting() == 0


def test_what_is_gone_is_removed_whatever_was_announced(drained, source):
    source.things = {"1": Thing(), "2": Thing()}
    for pk in (1, 2):
        outbox.changed("thing", pk)
    draining.drain()
    source.things.clear()
    outbox.changed("thing", 1)
    outbox.withdrawn("thing", 2)
    draining.drain()
    assert drained.documents == {}


def test_a_move_takes_all_that_is_inside(drained, source):
    source.things = {"1": Thing(), "2": Thing(inside=("1",)), "3": Thing(inside=("1", "2"))}
    for pk in source.things:
        outbox.changed("thing", pk)
    draining.drain()
    source.things["2"] = Thing(inside=("9",))
    source.things["3"] = Thing(inside=("9", "2"))
    outbox.moved("thing", 2)
    draining.drain()
    assert drained.documents["thing:2"].within == ("thing:9", "thing:2")
    assert drained.documents["thing:3"].within == ("thing:9", "thing:2", "thing:3")
    assert set(drained.documents) == {"thing:1", "thing:2", "thing:3"}


def test_a_deletion_takes_all_that_was_inside(drained, source):
    source.things = {"1": Thing(), "2": Thing(inside=("1",)), "3": Thing()}
    for pk in source.things:
        outbox.changed("thing", pk)
    draining.drain()
    del source.things["1"], source.things["2"]
    outbox.deleted("thing", 1)
    draining.drain()
    assert set(drained.documents) == {"thing:3"}


def test_batches_are_bounded(drained, source):
    source.things = {str(pk): Thing() for pk in range(250)}
    for pk in source.things:
        outbox.changed("thing", pk)
    assert draining.drain() == 250
    assert len(drained.documents) == 250
    assert max(len(batch.documents) for batch in drained.batches) <= draining.DOCUMENTS


def test_a_stopped_engine_loses_nothing(drained, source):
    drained.down = True
    for pk in range(100):
        source.things[str(pk)] = Thing()
        outbox.changed("thing", pk)
    with pytest.raises(SearchUnavailable):
        draining.drain()
    assert outbox.waiting() == 100
    drained.down = False
    assert draining.drain() == 100
    assert len(drained.documents) == 100
    assert outbox.waiting() == 0


def test_one_that_cannot_be_written_does_not_stop_the_others(drained, source):
    source.things = {str(pk): Thing() for pk in range(10)}
    source.spoilt = {"4"}
    for pk in source.things:
        outbox.changed("thing", pk)
    assert draining.drain() == 9
    assert "thing:4" not in drained.documents
    entry = OutboxEntry.objects.get()
    assert (entry.object_pk, entry.attempts) == ("4", 1)
    source.spoilt = set()
    assert draining.drain() == 1
    assert "thing:4" in drained.documents


def test_one_that_the_engine_refuses_is_kept(drained, source):
    source.things = {"1": Thing(), "2": Thing()}
    drained.refused = {"thing:1"}
    for pk in source.things:
        outbox.changed("thing", pk)
    assert draining.drain() == 1
    assert OutboxEntry.objects.get().object_pk == "1"


def test_those_that_failed_before_come_last(drained, source):
    source.things = {"1": Thing(), "2": Thing()}
    outbox.changed("thing", 1)
    OutboxEntry.objects.update(attempts=3)
    outbox.changed("thing", 2)
    assert [entry.object_pk for entry in draining._next(set())] == ["2", "1"]


def test_a_database_error_is_nobodys_fault_and_ends_the_round(drained, source, monkeypatch):
    def locked(pks):
        raise DatabaseError("database is locked")

    outbox.changed("thing", 1)
    monkeypatch.setattr(source, "documents", locked)
    with pytest.raises(DatabaseError):
        draining.drain()
    assert OutboxEntry.objects.get().attempts == 0


def test_a_family_that_nobody_keeps_any_more_leaves_the_index(drained, source):
    outbox.changed("gone", 1)
    assert draining.drain() == 1
    assert drained.batches[-1].removed == ("gone:1",)


def test_two_drainers_do_not_meet(drained, source):
    outbox.changed("thing", 1)
    with lock.held(lock.DRAIN) as mine:
        assert mine
        assert draining.drain() == 0
    assert outbox.waiting() == 1
    assert draining.drain() == 1


def test_a_change_made_while_another_is_written_is_not_taken_for_it(drained, source):
    source.things["1"] = Thing("Först")
    outbox.changed("thing", 1)

    def edited() -> None:
        source.things["1"] = Thing("Sedan")
        drained.while_writing = lambda: None
        outbox.changed("thing", 1)

    drained.while_writing = edited
    assert draining.drain() == 2
    assert drained.documents["thing:1"].title == "Sedan"


def test_who_comes_while_the_round_ends_is_not_left_behind(drained, source, monkeypatch):
    """Their own drainer is turned away by the lock; ours has looked for the last time, and looks again."""
    looked = draining._next
    rounds: list[int] = []

    def late(failed):
        entries = looked(failed)
        if not entries and not rounds:
            rounds.append(1)
            outbox.changed("thing", 2)
            assert draining.drain() == 0
        return entries

    monkeypatch.setattr(draining, "_next", late)
    outbox.changed("thing", 1)
    assert draining.drain() == 2


def test_an_index_that_others_were_drained_into_is_not_trusted(drained, source):
    outbox.changed("thing", 1)
    IndexName.objects.update(name="another")
    with pytest.raises(IndexNotReady):
        draining.drain()
    assert outbox.waiting() == 1
