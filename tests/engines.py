"""Both search engines, plugged in as the site has them. Loaded by `pytest_plugins` in conftest.py."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from intranet.finding import engine
from intranet.finding.engine import Engine
from tests.components import ELASTICSEARCH


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def plugged(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A fresh, empty index of each engine, plugged in for the test."""
    before = engine._engine
    if request.param == "embedded":
        from search.engines.embedded import EmbeddedEngine

        engine.plug_in(EmbeddedEngine(tmp_path / "search"))
        yield engine.current()
        engine.plug_in(before)
        return
    from search.engines.elastic.engine import ElasticEngine

    used = ElasticEngine(ELASTICSEARCH.address, f"test-{secrets.token_hex(6)}", timeout=20)
    engine.plug_in(used)
    yield used
    engine.plug_in(before)
    used.client.indices.delete(index=list(used.client.indices.get_alias(index=f"{used.alias}-*")))
