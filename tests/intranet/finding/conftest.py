from __future__ import annotations

import pytest

from intranet.finding import engine, sources
from intranet.finding.models import IndexName
from tests.intranet.finding.fakes import FakeEngine, FakeSource


@pytest.fixture
def source(monkeypatch):
    """The only family there is: what others register is put aside."""
    source = FakeSource()
    monkeypatch.setattr(sources, "_sources", {source.family: source})
    return source


@pytest.fixture
def fake_engine(monkeypatch):
    """An empty index, the one that the outbox is drained into."""
    fake = FakeEngine(documents={}, name="index")
    monkeypatch.setattr(engine, "_engine", fake)
    return fake


@pytest.fixture
def drained(db, source, fake_engine):
    IndexName.objects.create(pk=1, name="index")
    return fake_engine
