"""Elasticsearch keeps the same contract, on a real server."""

from __future__ import annotations

import secrets

import pytest

from intranet.finding.engine import Batch, DocumentsRefused, IndexNotReady, SearchUnavailable
from search.engines.elastic.engine import ElasticEngine
from tests.components import ELASTICSEARCH
from tests.search.asking import ask, document, fill, found
from tests.search.contract import EngineContract
from tests.search.oracle import TrimmingContract

pytestmark = pytest.mark.elasticsearch


def fresh_engine() -> ElasticEngine:
    return ElasticEngine(ELASTICSEARCH.address, f"test-{secrets.token_hex(6)}", timeout=20)


def remove(engine: ElasticEngine) -> None:
    names = list(engine.client.indices.get_alias(index=f"{engine.alias}-*"))
    if names:
        engine.client.indices.delete(index=names)


@pytest.fixture
def engine():
    engine = fresh_engine()
    yield engine
    remove(engine)


@pytest.fixture(scope="class")
def shared_engine():
    engine = fresh_engine()
    yield engine
    remove(engine)


class TestElastic(EngineContract):
    def another(self, engine):
        return ElasticEngine(ELASTICSEARCH.address, engine.alias, timeout=20)

    def makings(self, engine):
        return set(engine.client.indices.get_alias(index=f"{engine.alias}-*"))


class TestTrimming(TrimmingContract):
    pass


def test_one_page_is_one_request(engine, monkeypatch):
    fill(engine, [document(1, "Semester")])
    ask(engine)  # the first of each making of the index looks at its make as well
    requests = []
    perform = engine.client.transport.perform_request

    def counted(method, target, **options):
        requests.append((method, target))
        return perform(method, target, **options)

    monkeypatch.setattr(engine.client.transport, "perform_request", counted)
    assert ask(engine, "semester", kinds=frozenset({"rutin"})).total == 1
    assert len(requests) == 1


def test_a_stopped_server_is_no_answer():
    engine = ElasticEngine("http://127.0.0.1:9", "nobody", timeout=1)
    for call in (lambda: ask(engine), lambda: engine.write(Batch()), engine.state, engine.index_name):
        with pytest.raises(SearchUnavailable):
            call()
    with pytest.raises(SearchUnavailable), engine.rebuild():
        pass


def test_a_refused_document_is_named_and_the_rest_is_kept(engine, monkeypatch):
    from search.engines.elastic import writing as module

    fill(engine, [document(1)])
    source_of = module.source_of
    monkeypatch.setattr(
        module,
        "source_of",
        lambda row: {**source_of(row), "date": "never"} if row.id == "page:2" else source_of(row),
    )
    with pytest.raises(DocumentsRefused) as refused:
        engine.write(Batch(documents=(document(2), document(3))))
    assert refused.value.ids == ("page:2",)
    assert set(found(engine)) == {"1", "3"}


def test_a_write_never_makes_an_index_of_the_aliass_name(engine):
    fill(engine, [document(1)])
    name = engine.index_name()
    engine.client.indices.delete(index=name)
    with pytest.raises(SearchUnavailable):
        engine.write(Batch(documents=(document(2),)))
    assert not engine.client.indices.exists(index=engine.alias)


def test_an_answer_from_a_part_of_the_index_is_none(engine):
    with pytest.raises(SearchUnavailable):
        engine._trusted({"timed_out": True, "_shards": {"failed": 0}})
    with pytest.raises(SearchUnavailable):
        engine._trusted({"timed_out": False, "_shards": {"failed": 1}})


def test_an_answer_from_an_index_of_another_make_is_none(engine):
    fill(engine, [document(1)])
    newer = ElasticEngine(ELASTICSEARCH.address, engine.alias, timeout=20)
    newer.fingerprint = "another"
    with pytest.raises(IndexNotReady):
        ask(newer)


def test_a_batch_that_is_too_large_is_refused_not_waited_for(engine, monkeypatch):
    from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
    from elasticsearch import ApiError

    meta = ApiResponseMeta(413, "1.1", HttpHeaders(), 0.1, NodeConfig("http", "127.0.0.1", 9200))

    def too_large(*args, **options):
        raise ApiError("too large", meta, None)

    fill(engine, [document(1)])
    monkeypatch.setattr(engine.writing, "bulk", too_large)
    with pytest.raises(DocumentsRefused) as refused:
        engine.write(Batch(documents=(document(2),), removed=("page:1",)))
    assert set(refused.value.ids) == {"page:1", "page:2"}
    with pytest.raises(DocumentsRefused):  # or who keeps the change would take it for done
        engine.write(Batch(removed=("page:1",)))


def test_a_long_batch_goes_in_several_requests(engine, monkeypatch):
    from search.engines.elastic import writing

    sizes = []
    bulk = engine.writing.bulk

    def counted(**options):
        sizes.append(len(options["operations"]))
        return bulk(**options)

    monkeypatch.setattr(engine.writing, "bulk", counted)
    monkeypatch.setattr(writing, "MOST_CHARACTERS", 5_000)
    fill(engine, [document(1)])
    engine.write(
        Batch(documents=tuple(document(pk, body="ord " * 300) for pk in range(2, 9)), removed=("page:1",))
    )
    assert len(sizes) > 3
    assert sum(sizes) == 1 + 8
    assert set(found(engine)) == set("2345678")


def test_a_server_without_room_is_no_answer(engine, monkeypatch):
    from types import SimpleNamespace

    item = {"index": {"_id": "page:2", "status": 429, "error": {"type": "es_rejected_execution_exception"}}}
    fill(engine, [document(1)])
    monkeypatch.setattr(engine.writing, "bulk", lambda **options: SimpleNamespace(body={"items": [item]}))
    with pytest.raises(SearchUnavailable, match="rejected"):
        engine.write(Batch(documents=(document(2),)))
