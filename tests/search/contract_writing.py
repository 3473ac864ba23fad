"""What every engine must do with what is written, and while it is rebuilt."""

from __future__ import annotations

import pytest

from intranet.finding.engine import Batch, IndexNotReady, IndexState, SearchUnavailable
from intranet.finding.request import SuggestRequest
from tests.search.asking import EVERYBODY, ask, document, fill, found


class Writing:
    """Part of `EngineContract`; the fixture `engine` has no index yet."""

    # Writing

    def test_what_is_written_is_found_at_once(self, engine):
        fill(engine, [document(1, "Semester")])
        engine.write(Batch(documents=(document(1, "Lön"), document(2, "Semester"))))
        assert found(engine, "semester") == ["2"]
        assert found(engine, "lön") == ["1"]
        engine.write(Batch(removed=("page:2", "page:404")))
        assert found(engine, "semester") == []

    def test_emptying_a_place_takes_what_is_within_and_comes_before_the_writing(self, engine):
        fill(engine, [document(pk, within=("page:5",)) for pk in (1, 2, 5)] + [document(9)])
        engine.write(Batch(documents=(document(1, within=("page:6",)),), places=("page:5",)))
        assert set(found(engine)) == {"1", "9"}

    def test_a_batch_written_twice_is_a_batch_written_once(self, engine):
        fill(engine, [document(1), document(2, within=("page:5",))])
        batch = Batch(documents=(document(3),), removed=("page:1",), places=("page:5",))
        engine.write(batch)
        engine.write(batch)
        assert found(engine) == ["3"]

    def test_refuses_to_begin_an_index_by_writing(self, engine):
        with pytest.raises(IndexNotReady):
            engine.write(Batch(documents=(document(1),)))
        assert engine.state() is IndexState.MISSING
        assert engine.index_name() is None

    def test_there_is_no_answer_before_the_first_index(self, engine):
        with pytest.raises(SearchUnavailable):
            ask(engine)
        with pytest.raises(SearchUnavailable):
            engine.suggest(SuggestRequest("sem", EVERYBODY))

    # Rebuilding

    def test_a_rebuild_is_not_seen_until_it_swaps(self, engine):
        fill(engine, [document(1)])
        first = engine.index_name()
        with engine.rebuild() as aside:
            aside.write(Batch(documents=(document(2),)))
            assert found(engine) == ["1"]
            engine.write(Batch(documents=(document(3),)))
            assert set(found(engine)) == {"1", "3"}
            aside.swap()
            assert found(engine) == ["2"]
        assert found(engine) == ["2"]
        assert engine.index_name() == aside.name != first
        assert engine.state() is IndexState.READY

    def test_a_rebuild_that_fails_leaves_what_was(self, engine):
        fill(engine, [document(1)])

        def fail() -> None:
            with engine.rebuild() as aside:
                aside.write(Batch(documents=(document(2),)))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert found(engine) == ["1"]
        assert self.makings(engine) == {engine.index_name()}

    def test_a_rebuild_removes_what_earlier_ones_left(self, engine):
        fill(engine, [document(1)])
        interrupted = engine.rebuild()
        left = interrupted.__enter__()
        assert left.name in self.makings(engine)
        fill(self.another(engine), [document(2)])
        assert self.makings(engine) == {engine.index_name()}

    def test_a_second_process_sees_writes_and_swaps(self, engine):
        other = self.another(engine)
        fill(engine, [document(1)])
        assert found(other) == ["1"]
        engine.write(Batch(documents=(document(2),)))
        assert set(found(other)) == {"1", "2"}
        fill(engine, [document(3)])
        assert found(other) == ["3"]

    def test_an_index_of_another_make_has_to_be_rebuilt(self, engine):
        fill(engine, [document(1)])
        newer = self.another(engine)
        newer.fingerprint = "another"
        assert newer.state() is IndexState.OUTDATED
        with pytest.raises(IndexNotReady):
            newer.write(Batch(documents=(document(2),)))
        fill(newer, [document(2)])
        assert newer.state() is IndexState.READY

    def another(self, engine):
        """The same index, as another process would open it."""
        raise NotImplementedError

    def makings(self, engine) -> set[str]:
        """The names of all indexes that exist, in use or not."""
        raise NotImplementedError
