"""Throwing away what tasks have left behind, once it tells nobody anything any more."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

KEPT_DAYS = 14


def prune_task_results(_last: date, _today: date) -> int:
    """Remove the results of tasks that ended more than two weeks ago, whatever the queue; returns how many.

    What waits or is at work stays, however old.
    """
    if not isinstance(task_backends["default"], DatabaseBackend):
        return 0
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    old = DBTaskResult.objects.finished().filter(finished_at__lte=limit).count()
    if old:
        call_command("prune_db_task_results", queue_name="*", min_age_days=KEPT_DAYS, verbosity=0)
    return old
