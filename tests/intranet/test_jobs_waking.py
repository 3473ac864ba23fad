"""What waits in rows has one task that waits for its turn, however often it is woken."""

from __future__ import annotations

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home.importing.incoming import tasks as incoming
from intranet.files import tasks as files
from intranet.finding import tasks as finding
from intranet.jobs import waking
from intranet.mail import tasks as mail

pytestmark = pytest.mark.django_db
WAKERS = {
    files.wake: files.read_waiting,
    finding.wake: finding.drain_index,
    incoming.wake: incoming.read_waiting,
    mail.wake: mail.send_waiting,
}


@pytest.fixture(autouse=True)
def _kept_in_database(settings):
    queues = ["default", "index", "files", "mail"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": queues}}


@pytest.mark.parametrize(("wake", "task"), WAKERS.items(), ids=lambda it: getattr(it, "__module__", "task"))
def test_one_that_waits_for_its_turn_is_enough(wake, task):
    mine = DBTaskResult.objects.filter(task_path=task.module_path)
    wake()
    wake()
    assert mine.count() == 1
    # One that runs may have looked already, and one that has ended has: neither will see what is there now.
    for number, state in enumerate((TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL), start=2):
        mine.update(status=state)
        assert not waking.is_queued(task)
        wake()
        assert mine.count() == number
