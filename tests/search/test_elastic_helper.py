"""A long rebuild is done by two processes; whatever becomes of them, the index is whole or stays as it was."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from intranet.finding.engine import Batch, DocumentsRefused, SearchUnavailable
from search.documents import row_of
from search.engines.elastic import engine as engines
from search.engines.elastic import helper as helpers
from search.engines.elastic.engine import ElasticEngine
from search.engines.elastic.helper import Helper
from tests.components import ELASTICSEARCH
from tests.search.asking import document, fill, found

pytestmark = pytest.mark.elasticsearch

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def engine(monkeypatch):
    monkeypatch.setattr(engines, "MANY", 2)
    monkeypatch.setattr(engines, "cores", lambda: 2)
    engine = ElasticEngine(ELASTICSEARCH.address, f"test-{secrets.token_hex(6)}", timeout=20)
    yield engine
    names = list(engine.client.indices.get_alias(index=f"{engine.alias}-*"))
    if names:
        engine.client.indices.delete(index=names)


@pytest.fixture
def begun(monkeypatch) -> list[Helper]:
    """The helpers that were begun; each has started before it is given anything."""
    made: list[Helper] = []

    class Waiting(Helper):
        def __init__(self, url: str, timeout: float, index: str) -> None:
            super().__init__(url, timeout, index)
            made.append(self)

        def has_started(self) -> bool:
            assert self._pipe.poll(60)
            return super().has_started()

    monkeypatch.setattr(engines, "Helper", Waiting)
    return made


def batch(*pks: int, title: str = "Semester") -> Batch:
    return Batch(documents=tuple(document(pk, title, body="Ring chefen.") for pk in pks))


def is_there(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "\nState:\tZ" not in status.read_text()


def test_what_both_have_written_is_one_index(engine, begun):
    with engine.rebuild() as aside:
        aside.write(batch(1, 2))
        for pk in range(3, 23, 2):
            aside.write(batch(pk, pk + 1))
        # In its order: what was written before by either is written over.
        aside.write(batch(1, 22, title="Lön"))
        aside.write(Batch(removed=("page:2",)))
        assert len(begun) == 1
        assert begun[0].pid not in (None, os.getpid())
        aside.swap()
        assert set(found(engine, "semester", page_size=50)) == {str(pk) for pk in range(3, 22)}
        assert set(found(engine, "lön")) == {"1", "22"}
    assert not is_there(begun[0].pid)


def test_the_helper_writes_all_of_a_document(engine, begun):
    odd = document(
        7,
        "Förskolans öppettider",
        body="Sjuk- & friskanmälan, 1/2 dag\u00ad \U0001f600 İß",
        subjects=("vård",),
    )
    with engine.rebuild() as aside:
        aside.write(batch(1, 2))
        aside.write(Batch(documents=(odd,)))
        assert aside._writer is begun[0]
        aside.swap()

    row = row_of(odd)
    words = [(name, token) for name, tokens in row.tokens.items() for token in set(tokens.split())]
    keys = [
        (name, key)
        for name, own in (row.keys | {n: (v,) for n, v in row.numbers.items()}).items()
        for key in own
    ]
    asked = [{"term": {name: {"value": value}}} for name, value in (*words, *keys)]
    answer = engine.client.search(index=engine.alias, query={"bool": {"filter": asked}})
    (hit,) = answer["hits"]["hits"]
    assert hit["_source"]["shown"] == row.shown
    assert len(asked) > 80


@pytest.mark.parametrize(("documents", "processors"), [(1, 8), (2, 1)])
def test_few_documents_or_one_processor_need_none(engine, begun, monkeypatch, documents, processors):
    monkeypatch.setattr(engines, "cores", lambda: processors)
    with engine.rebuild() as aside:
        for pk in range(1, 9):
            aside.write(batch(*range(pk, pk + documents)))
        aside.swap()
    assert begun == []
    assert "8" in found(engine)


def test_a_helper_that_is_killed_leaves_the_index_as_it_was(engine, begun):
    fill(engine, [document(1, "Kvar")])
    name = engine.index_name()

    def rebuild() -> None:
        with engine.rebuild() as aside:
            aside.write(batch(2, 3))
            aside.write(batch(4, 5))
            os.kill(begun[0].pid, signal.SIGKILL)
            for pk in range(6, 16, 2):
                aside.write(batch(pk, pk + 1))
            aside.swap()

    with pytest.raises(SearchUnavailable, match=r"the process that writes the index has ended \(-9\)"):
        rebuild()
    assert engine.index_name() == name
    assert found(engine) == ["1"]
    assert list(engine.client.indices.get_alias(index=f"{engine.alias}-*")) == [name]


def test_without_a_helper_that_starts_it_goes_on_alone(engine, begun, monkeypatch):
    monkeypatch.setattr(helpers, "_help", _fails_to_start)
    with engine.rebuild() as aside:
        aside.write(batch(1, 2))
        aside.write(batch(3, 4))
        aside.write(batch(5, 6))
        aside.swap()
    assert len(begun) == 1
    assert set(found(engine)) == set("123456")


def _fails_to_start(*_: object) -> None:
    raise SystemExit(3)


def test_an_interrupted_rebuild_ends_its_helper(engine, begun):
    def rebuild() -> None:
        with engine.rebuild() as aside:
            aside.write(batch(2, 3))
            aside.write(batch(4, 5))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild()
    assert not is_there(begun[0].pid)
    assert not engine.client.indices.exists(index=f"{engine.alias}-*", allow_no_indices=False)


def test_it_tells_which_documents_were_refused(engine, begun):
    endless = document(3, valid_from=None)
    object.__setattr__(endless, "kind", "x" * 40_000)  # longer than the engine takes for a key

    def rebuild() -> None:
        with engine.rebuild() as aside:
            aside.write(batch(1, 2))
            aside.write(Batch(documents=(endless, document(4))))
            aside.swap()

    with pytest.raises(DocumentsRefused) as refused:
        rebuild()
    assert refused.value.ids == ("page:3",)
    assert refused.value.reason


def test_it_ends_with_whoever_began_it():
    script = (
        "import time\n"
        "from search.engines.elastic.helper import Helper\n"
        "if __name__ == '__main__':\n"
        f"    helper = Helper({ELASTICSEARCH.address!r}, 5, 'nobody')\n"
        "    helper._pipe.poll(60)\n"
        "    print(helper.pid, flush=True)\n"
        "    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_there(pid)
        parent.kill()
    patience = time.monotonic() + 30
    while is_there(pid) and time.monotonic() < patience:
        os.sched_yield()
    assert not is_there(pid)


def test_it_needs_no_django(tmp_path):
    script = "import sys, search.engines.elastic.helper; print('django' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"


def test_processors_are_those_that_it_may_use(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3})
    assert helpers.cores() == 1
