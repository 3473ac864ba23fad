"""Waking whoever does what waits in rows. A task carries nothing, so one that waits for its turn is enough."""

from __future__ import annotations

from django_tasks.base import Task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult


def wake(task: Task) -> None:
    """Have a task run soon, unless one is queued already: it will see what is there when it comes to it."""
    if not is_queued(task):
        task.enqueue()


def is_queued(task: Task) -> bool:
    """Whether it waits for a worker; one that is running may have looked already. Only a database remembers."""
    if not isinstance(task.get_backend(), DatabaseBackend):
        return False
    return DBTaskResult.objects.ready().filter(task_path=task.module_path).exists()
