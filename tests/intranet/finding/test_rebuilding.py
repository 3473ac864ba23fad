from __future__ import annotations

import pytest

from intranet.finding import draining, lock, outbox, rebuilding
from intranet.finding.engine import SearchUnavailable
from intranet.finding.models import IndexName, OutboxEntry
from tests.intranet.finding.fakes import FakeEngine, FakeRebuild, Thing

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def titles(engine: FakeEngine) -> dict[str, str]:
    return {pk: document.title for pk, document in (engine.documents or {}).items()}


def test_makes_everything_anew_and_tells_how_far(drained, source):
    source.things = {str(pk): Thing(f"Nummer {pk}") for pk in range(1200)}
    drained.documents["thing:old"] = None
    steps: list[int] = []
    assert rebuilding.rebuild(steps.append) == 1200
    assert set(drained.documents) == {f"thing:{pk}" for pk in range(1200)}
    assert sum(steps) == rebuilding.document_count() == 1200
    assert len(steps) > 1
    assert IndexName.current() == drained.name


def test_what_is_drained_meanwhile_is_in_the_new_index_too(drained, source):
    """The thing has been read for the new index when it changes, and the change is written to the old one."""
    source.things = {"1": Thing("Först"), "2": Thing("Kvar"), "3": Thing("Bort")}

    def meanwhile(_: int) -> None:
        source.things["1"] = Thing("Sedan")
        del source.things["3"]
        outbox.changed("thing", 1)
        outbox.deleted("thing", 3)
        assert draining.drain() == 2
        assert titles(drained)["thing:1"] == "Sedan"
        assert outbox.stale() == frozenset()

    rebuilding.rebuild(meanwhile)
    assert titles(drained) == {"thing:1": "Sedan", "thing:2": "Kvar"}
    assert not OutboxEntry.objects.exists()


def test_what_waits_meanwhile_is_drained_into_the_new_index(drained, source):
    source.things = {"1": Thing("Först")}

    def meanwhile(_: int) -> None:
        source.things["1"] = Thing("Sedan")
        outbox.changed("thing", 1)

    rebuilding.rebuild(meanwhile)
    assert titles(drained) == {"thing:1": "Först"}
    assert draining.drain() == 1
    assert titles(drained) == {"thing:1": "Sedan"}


def test_what_an_interrupted_rebuild_kept_is_forgotten_by_the_next_drain(drained, source):
    source.things = {"1": Thing()}

    def meanwhile(_: int) -> None:
        outbox.changed("thing", 1)
        draining.drain()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuilding.rebuild(meanwhile)
    assert OutboxEntry.objects.filter(written=True).count() == 1
    assert drained.name == "index"
    draining.drain()
    assert not OutboxEntry.objects.exists()


def test_two_rebuilds_do_not_meet(drained, source):
    with lock.held(lock.REBUILD), pytest.raises(rebuilding.RebuildRunning):
        rebuilding.rebuild()
    rebuilding.rebuild()


def test_the_drainer_stands_still_while_the_new_index_takes_over(drained, source, monkeypatch):
    """What it wrote to the old index in that moment would be lost."""
    source.things = {"1": Thing()}
    swap, seen = FakeRebuild.swap, []

    def watched(aside: FakeRebuild) -> None:
        seen.append(lock.is_held(lock.DRAIN))
        swap(aside)

    monkeypatch.setattr(FakeRebuild, "swap", watched)
    rebuilding.rebuild()
    assert seen == [True]
    assert not lock.is_held(lock.DRAIN)


def test_a_rebuild_whose_lock_was_lost_does_not_swap(drained, source, monkeypatch):
    def lost(name: str) -> None:
        raise lock.LockLost(name)

    monkeypatch.setattr(lock, "assert_still_held", lost)
    with pytest.raises(lock.LockLost):
        rebuilding.rebuild()
    assert drained.name == "index"


def test_filling_another_engine_leaves_ours_the_one_that_is_drained_into(drained, source):
    source.things = {"1": Thing()}
    other = FakeEngine()
    rebuilding.rebuild(on=other)
    assert set(other.documents or {}) == {"thing:1"}
    assert IndexName.current() == "index"


def test_a_stopped_engine_is_told(drained, source):
    drained.down = True
    with pytest.raises(SearchUnavailable):
        rebuilding.rebuild()
    assert not lock.is_held(lock.REBUILD)
