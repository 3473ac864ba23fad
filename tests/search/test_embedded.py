"""The embedded engine keeps the contract, and says so when its directory is spoilt."""

from __future__ import annotations

import shutil

import pytest

from intranet.finding.engine import Batch, SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from tests.search.asking import ask, document, fill, found
from tests.search.contract import EngineContract
from tests.search.oracle import TrimmingContract


@pytest.fixture
def engine(tmp_path):
    return EmbeddedEngine(tmp_path / "search")


@pytest.fixture(scope="class")
def shared_engine(tmp_path_factory):
    return EmbeddedEngine(tmp_path_factory.mktemp("search"))


class TestEmbedded(EngineContract):
    def another(self, engine):
        return EmbeddedEngine(engine.directory.root)

    def makings(self, engine):
        return {path.name for path in engine.directory.root.iterdir() if path.is_dir()}


class TestTrimming(TrimmingContract):
    pass


def test_a_lost_directory_is_no_answer_until_it_is_rebuilt(engine):
    fill(engine, [document(1)])
    shutil.rmtree(engine.directory.path(engine.index_name()))
    fresh = EmbeddedEngine(engine.directory.root)
    with pytest.raises(SearchUnavailable):
        ask(fresh)
    with pytest.raises(SearchUnavailable):
        fresh.write(Batch(documents=(document(2),)))
    fill(fresh, [document(2)])
    assert found(fresh) == ["2"]


def test_an_unreadable_pointer_is_no_answer(engine):
    fill(engine, [document(1)])
    (engine.directory.root / "current.json").write_text("not json")
    with pytest.raises(SearchUnavailable):
        ask(engine)


def test_a_reader_that_meets_a_swap_looks_again(engine, monkeypatch):
    """Between the pointer and the opening a rebuild took the directory away."""
    fill(engine, [document(1)])
    reader = EmbeddedEngine(engine.directory.root)
    current = reader.directory.current
    old = current()
    fill(engine, [document(2)])
    answers = [old]
    monkeypatch.setattr(reader.directory, "current", lambda: answers.pop() if answers else current())
    assert found(reader) == ["2"]
