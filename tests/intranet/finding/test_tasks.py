from __future__ import annotations

import logging

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from intranet.finding import lock, outbox, tasks
from tests.intranet.finding.fakes import Thing

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def woken(monkeypatch):
    calls = []
    monkeypatch.setattr(tasks, "wake", lambda: calls.append(1))
    return calls


def test_drains(drained, source):
    source.things["1"] = Thing()
    outbox.changed("thing", 1)
    assert tasks.drain_index.call() == 1
    assert set(drained.documents) == {"thing:1"}


def test_builds_the_index_if_there_is_none_that_fits(drained, source):
    source.things = {"1": Thing(), "2": Thing()}
    outbox.changed("thing", 1)
    drained.documents = None
    tasks.drain_index.call()
    assert set(drained.documents) == {"thing:1", "thing:2"}
    assert outbox.waiting() == 0


def test_a_stopped_engine_is_a_line_in_the_log(drained, source, caplog):
    outbox.changed("thing", 1)
    drained.down = True
    with caplog.at_level(logging.WARNING):
        assert tasks.drain_index.call() == 0
    assert "1 changes wait" in caplog.text
    assert outbox.waiting() == 1


def test_leaves_a_running_rebuild_alone(drained, source):
    drained.documents = None
    with lock.held(lock.REBUILD):
        assert tasks.drain_index.call() == 0


def test_the_clock_wakes_the_worker_only_when_there_is_something(drained, source, woken):
    assert tasks.queue_if_waiting(timezone.now()) == 0
    assert woken == []
    outbox.changed("thing", 1)
    assert tasks.queue_if_waiting(timezone.now()) == 1
    assert woken == [1]


def test_the_clock_has_a_missing_index_built(drained, source, woken):
    drained.documents = None
    assert tasks.queue_if_waiting(timezone.now()) == 1
    assert woken == [1]


def test_the_clock_does_not_wake_the_worker_for_a_stopped_engine(drained, source, woken):
    drained.down = True
    assert tasks.queue_if_waiting(timezone.now()) == 0
    assert woken == []


def test_the_clock_knows_of_it():
    from intranet.jobs import clock

    assert "finding.outbox" in clock._due


def test_one_waiting_task_is_enough(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["index"]}}
    waiting = DBTaskResult.objects.filter(task_path=tasks.drain_index.module_path)
    tasks.wake()
    tasks.wake()
    assert waiting.count() == 1
    # One that is at work may have looked already.
    waiting.update(status=TaskResultStatus.RUNNING)
    tasks.wake()
    assert waiting.count() == 2
    assert set(waiting.values_list("queue_name", flat=True)) == {"index"}


def test_drain_index_command(drained, source, capsys):
    outbox.changed("thing", 1)
    call_command("drain_index")
    assert capsys.readouterr().out == "1 change written.\n"
    drained.down = True
    with pytest.raises(CommandError, match="nothing is lost"):
        call_command("drain_index")
    drained.down = False
    drained.documents, drained.name = None, None
    with pytest.raises(CommandError, match="reindex"):
        call_command("drain_index")


def test_reindex_command(drained, source, capsys):
    source.things = {"1": Thing()}
    outbox.changed("thing", 1)
    call_command("reindex")
    out, err = capsys.readouterr()
    assert out == "1 document indexed.\n"
    assert "100%" in err
    assert outbox.waiting() == 0
    drained.down = True
    with pytest.raises(CommandError, match="does not answer"):
        call_command("reindex")


def test_reindex_command_takes_known_engines_only(drained, source):
    with pytest.raises(CommandError, match="embedded, elasticsearch"):
        call_command("reindex", engine="other")


def test_reindex_command_yields_to_another(drained, source):
    with lock.held(lock.REBUILD), pytest.raises(CommandError, match="another process"):
        call_command("reindex")


def test_reindex_command_can_fill_another_engine(drained, source, monkeypatch, tmp_path, settings):
    from intranet.finding import engine
    from tests.intranet.finding.fakes import FakeEngine

    other = FakeEngine()
    monkeypatch.setitem(engine._makers, "other", lambda: other)
    source.things = {"1": Thing()}
    call_command("reindex", engine="other", verbosity=0)
    assert set(other.documents or {}) == {"thing:1"}
    assert drained.documents == {}
