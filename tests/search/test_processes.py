"""Processes that die and engines that stop, for real: no index update is lost."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from intranet.finding.models import OutboxEntry
from search.engines.elastic.engine import ElasticEngine
from tests.components import ELASTICSEARCH
from tests.search.proxy import Door

pytestmark = [pytest.mark.slow, pytest.mark.database, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parent.parent.parent


class Process:
    """One process of the site; answers commands in the order they were given."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.search.drain_process"],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "intranet.settings.test", **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
        )

    def ask(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{command}\n")

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def run(self, command: str) -> str:
        self.ask(command)
        return self.answer()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=30)


class Site:
    """Processes that share a database and an index."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.processes: list[Process] = []
        self.run = self.start().run
        if environment["DATABASE_URL"].startswith("sqlite"):
            assert self.run("tables") == "ok"
        assert self.run("rebuild") == "0"

    def start(self) -> Process:
        self.processes.append(Process(self.environment))
        return self.processes[-1]

    def stop(self) -> None:
        for process in self.processes:
            process.kill()


@pytest.fixture
def database_url(tmp_path, transactional_db) -> str:
    """A database that other processes reach: a file, or PostgreSQL's test database."""
    if connection.vendor != "postgresql":
        return f"sqlite:///{tmp_path}/outbox.sqlite3"
    # Putting back what the migrations made, after the test before this one, was announced like any change.
    OutboxEntry.objects.all().delete()
    known = connection.settings_dict
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


@pytest.fixture
def site(tmp_path, database_url) -> Iterator[Site]:
    site = Site({"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path), "SEARCH_ENGINE": "embedded"})
    yield site
    site.stop()


@pytest.fixture
def door() -> Iterator[Door]:
    door = Door(ELASTICSEARCH.address)
    yield door
    door.shut()


@pytest.fixture
def elastic_site(tmp_path, database_url, door) -> Iterator[Site]:
    alias = f"test-{secrets.token_hex(6)}"
    environment = {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(tmp_path),
        "SEARCH_ENGINE": "elasticsearch",
        "ELASTICSEARCH_URL": door.url,
        "ELASTICSEARCH_INDEX": alias,
        "SEARCH_TIMEOUT": "20",
    }
    site = Site(environment)
    yield site
    site.stop()
    direct = ElasticEngine(ELASTICSEARCH.address, alias, timeout=20)
    names = list(direct.client.indices.get_alias(index=f"{alias}-*"))
    direct.client.indices.delete(index=names)


def kill_in_the_middle(site: Site) -> None:
    worker = site.start()
    assert worker.run("drain-and-hang 2") == "written"
    # It holds the lock: nobody else drains, and nobody fails over it.
    assert site.run("drain") == "0"
    worker.kill()
    # The lock falls with the process, as soon as the database server has noticed.
    assert site.run("let-go") == "ok"


def test_a_worker_killed_in_the_middle_loses_nothing(site):
    site.run("announce 0 250")
    kill_in_the_middle(site)
    # The first batch is done with, the second was written but never acknowledged.
    assert site.run("waiting") == "150"
    site.run("title Senare")
    assert site.run("drain") == "150"
    assert site.run("waiting") == "0"
    assert site.run("found") == "250 Nummer+Senare"


@pytest.mark.elasticsearch
def test_a_worker_killed_in_the_middle_loses_nothing_on_elasticsearch(elastic_site):
    elastic_site.run("announce 0 250")
    kill_in_the_middle(elastic_site)
    assert elastic_site.run("drain") == "150"
    assert elastic_site.run("found") == "250 Nummer"


@pytest.mark.elasticsearch
def test_an_engine_stopped_during_a_hundred_writes_loses_nothing(elastic_site, door):
    elastic_site.run("announce 0 20")
    assert elastic_site.run("drain") == "20"
    door.shut()
    elastic_site.run("announce 20 120")
    assert elastic_site.run("drain") == "failed SearchUnavailable"
    assert elastic_site.run("found") == "failed SearchUnavailable"
    assert elastic_site.run("waiting") == "100"
    door.open()
    assert elastic_site.run("drain") == "100"
    assert elastic_site.run("found") == "120 Nummer"


def test_drainers_at_the_same_time_lose_and_repeat_nothing(site):
    site.run("announce 0 300")
    workers = [site.start() for _ in range(2)]
    assert [worker.run("waiting") for worker in workers] == ["300", "300"]
    for worker in workers:
        worker.ask("drain")
    assert sum(int(worker.answer()) for worker in workers) == 300
    assert site.run("waiting") == "0"
    assert site.run("found") == "300 Nummer"
