"""/health and /ready: what they say, to whom, and what they cost."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from intranet.finding import draining
from intranet.finding.engine import SearchUnavailable
from intranet.finding.models import OutboxEntry
from intranet.jobs import readiness
from intranet.jobs.models import Tick


@pytest.fixture
def well(monkeypatch):
    """An engine with its index, and a clock that has just come round."""
    monkeypatch.setattr(draining, "index_is_ours", lambda: True)
    Tick.objects.create(pk=1, last=timezone.now())


def waiting_task(age, **fields):
    task = DBTaskResult.objects.create(
        task_path="intranet.finding.tasks.drain_index",
        queue_name="index",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        **fields,
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - age)


def test_health_needs_neither_database_nor_log_on(client):
    # No django_db mark: a query would fail the test.
    reply = client.get("/health")

    assert (reply.status_code, reply.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_when_everything_answers(client, well):
    reply = client.get("/ready")

    assert reply.status_code == 200, reply.json()
    assert reply.json()["status"] == "ok"
    assert set(reply.json()["checks"]) == {
        "database",
        "migrations",
        "tasks",
        "clock",
        "search",
        "outbox",
        "files",
        "papers",
        "bundles",
        "notes",
        "summonses",
        "mail",
    }
    assert "no-store" in reply["Cache-Control"]


@pytest.mark.django_db
def test_engine_that_does_not_answer(client, well, monkeypatch):
    def unavailable():
        raise SearchUnavailable("connection to http://user:secret@search:9200 refused")

    monkeypatch.setattr(draining, "index_is_ours", unavailable)

    reply = client.get("/ready")

    assert reply.status_code == 503
    assert reply.json()["problems"] == {"search": "the search engine does not answer"}
    assert b"secret" not in reply.content


@pytest.mark.django_db
def test_index_that_is_not_built(client, well, monkeypatch):
    monkeypatch.setattr(draining, "index_is_ours", lambda: False)

    assert client.get("/ready").json()["problems"] == {"search": "the search index has to be built"}


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "status"), [(9, 200), (11, 503)])
def test_task_that_waits_too_long(client, well, minutes, status):
    waiting_task(timedelta(minutes=minutes))

    reply = client.get("/ready")

    assert reply.status_code == status
    assert reply.json()["checks"]["tasks"]["waiting"] == 1


@pytest.mark.django_db
def test_task_for_later_waits_from_its_own_time(client, well):
    waiting_task(timedelta(days=2), run_after=timezone.now() - timedelta(minutes=1))
    waiting_task(timedelta(days=2), run_after=timezone.now() + timedelta(days=1))

    tasks = client.get("/ready").json()["checks"]["tasks"]

    assert tasks["waiting"] == 1
    assert tasks["oldest_seconds"] in range(60, 90)


@pytest.mark.django_db
def test_index_that_lags_behind(client, well):
    OutboxEntry.objects.create(family="page", object_pk="7", change=OutboxEntry.Change.CHANGED)
    OutboxEntry.objects.update(created_at=timezone.now() - timedelta(hours=1))

    reply = client.get("/ready")

    assert reply.json()["problems"] == {"outbox": "changes to the search index have waited too long"}


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "status"), [(2, 200), (4, 503)])
def test_clock_that_is_late(client, well, minutes, status):
    Tick.objects.update(last=timezone.now() - timedelta(minutes=minutes))

    assert client.get("/ready").status_code == status


@pytest.mark.django_db
def test_database_that_is_away_is_told_alone(client, monkeypatch):
    def away():
        raise OperationalError("could not connect to server at db.internal")

    monkeypatch.setitem(readiness._checks, "database", away)

    reply = client.get("/ready")

    assert reply.status_code == 503
    assert reply.json()["problems"] == {"database": "the database does not answer"}
    assert set(reply.json()["checks"]) == {"database"}


@pytest.mark.django_db
def test_check_that_fails_does_not_hide_the_others(client, well, monkeypatch):
    def broken():
        raise ValueError("secret")

    monkeypatch.setitem(readiness._checks, "search", broken)

    reply = client.get("/ready")

    assert reply.json()["problems"] == {"search": "the check failed"}
    assert b"secret" not in reply.content


@pytest.mark.django_db
def test_migration_that_is_missing(client, well, monkeypatch):
    monkeypatch.setattr(readiness, "_applied", type(readiness._applied)())
    monkeypatch.setattr(readiness.MigrationExecutor, "migration_plan", lambda *_: ["one"])

    reply = client.get("/ready")

    assert reply.json()["problems"] == {"migrations": "the database is older than the code"}


@pytest.mark.django_db
def test_readiness_costs_few_queries(client, well, django_assert_max_num_queries):
    client.get("/ready")

    with django_assert_max_num_queries(15):
        client.get("/ready")
