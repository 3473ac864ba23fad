"""What the first page can do without, loaded by a worker while the site is up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from intranet.demo.registry import load_rest
from intranet.jobs.models import Job
from intranet.jobs.progress import JobProgress

KEY = "demo.rest"
SILENT_FOR = timedelta(minutes=3)  # a load that has written nothing for so long was killed


def ask_for_rest() -> None:
    """Say that the rest is to be loaded, and wake a worker. Asked again, it changes nothing."""
    _, made = Job.objects.get_or_create(key=KEY, defaults={"name": "Läsa in resten av demon"})
    if made:
        load_rest_of_demo.enqueue()


def queue_when_due(now: datetime) -> int:
    """The clock's part: a load that waits, or that was killed, is queued (again)."""
    silent = Q(state=Job.State.RUNNING, updated_at__lt=now - SILENT_FOR)
    waits = Q(state=Job.State.WAITING, updated_at__lt=now - timedelta(minutes=1))
    due = Job.objects.filter(silent | waits, key=KEY)
    # Asked first: an update takes SQLite's write lock even when there is nothing to write.
    if not due.exists():
        return 0
    due.update(state=Job.State.WAITING, updated_at=now)
    load_rest_of_demo.enqueue()
    return 1


@task(queue_name="default")
def load_rest_of_demo() -> None:
    """One worker at a time: whoever turns the row from waiting to running does it."""
    waiting = Job.objects.filter(key=KEY, state=Job.State.WAITING)
    if waiting.update(state=Job.State.RUNNING, updated_at=timezone.now()):
        run(Job.objects.get(key=KEY))


def run(job: Job) -> None:
    """Load, with the row saying how far it has come. What fails is said on the row and raised."""
    try:
        load_rest(JobProgress(job))
    except Exception as error:
        job.state, job.message = Job.State.FAILED, f"{type(error).__name__}: {error}"[:500]
        job.save(update_fields=["state", "message", "updated_at"])
        raise
    job.state, job.message = Job.State.DONE, ""
    job.save(update_fields=["state", "message", "updated_at"])
