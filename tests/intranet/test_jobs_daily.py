from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from intranet.finding import tasks
from intranet.jobs import clock, daily
from intranet.jobs.pruning import prune_task_results

pytestmark = pytest.mark.django_db


def at(day: int, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime(2026, 11, day, hour))


class Work:
    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.fails = False

    def __call__(self, last: date, today: date) -> int:
        if self.fails:
            raise ZeroDivisionError
        self.asked.append((last.day, today.day))
        return 1

    def run(self, now: datetime) -> int:
        return daily.run_if_new_day("test", self, now)


def test_once_a_day():
    work = Work()
    assert [work.run(at(22, 0)), work.run(at(22, 1)), work.run(at(22, 23))] == [1, 0, 0]
    assert work.run(at(23, 0)) == 1
    assert work.asked == [(21, 22), (22, 23)]


def test_one_that_slept_is_told_since_when():
    work = Work()
    work.run(at(1))
    work.run(at(9))
    assert work.asked == [(31, 1), (1, 9)]


def test_one_that_fails_is_tried_again():
    work = Work()
    work.run(at(1))
    work.fails = True
    with pytest.raises(ZeroDivisionError):
        work.run(at(2))
    work.fails = False
    work.run(at(2))
    assert work.asked[-1] == (1, 2)


def test_a_clock_that_is_set_back_does_nothing():
    work = Work()
    work.run(at(9))
    assert work.run(at(8)) == 0


def test_a_waiting_round_writes_nothing(django_assert_num_queries):
    work = Work()
    work.run(at(9))
    with django_assert_num_queries(1):
        work.run(at(9))


@pytest.fixture
def kept_in_database(settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "index"]}
    }


def test_results_of_tasks_go_after_two_weeks(kept_in_database):
    now = timezone.now()
    for status, days in [
        (TaskResultStatus.SUCCESSFUL, 15),
        (TaskResultStatus.FAILED, 15),
        (TaskResultStatus.SUCCESSFUL, 13),
        (TaskResultStatus.RUNNING, 15),
        (TaskResultStatus.READY, 15),
    ]:
        result = tasks.drain_index.enqueue()
        ended = status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
        DBTaskResult.objects.filter(pk=result.id).update(
            status=status,
            enqueued_at=now - timedelta(days=days),
            finished_at=now - timedelta(days=days) if ended else None,
        )
    assert prune_task_results(now.date(), now.date()) == 2
    left = DBTaskResult.objects.order_by("status").values_list("status", flat=True)
    assert list(left) == [TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL]
    assert prune_task_results(now.date(), now.date()) == 0


def test_tasks_that_are_kept_nowhere_leave_nothing():
    assert prune_task_results(date(2026, 11, 21), date(2026, 11, 22)) == 0


def test_the_clock_prunes():
    assert {"jobs.prune_results", "signon.prune_sessions", "signon.prune_codes"} <= set(clock._due)
