"""The terminal is told how far long work has come, in few lines."""

import pytest

from intranet.jobs.models import Job
from intranet.jobs.supervisor.watching import JobWatch

pytestmark = pytest.mark.django_db


def change(job, **fields):
    Job.objects.filter(pk=job.pk).update(**fields)


def test_work_is_told_in_quarters_and_to_its_end():
    job = Job.objects.create(key="demo", name="Läsa in")
    watch = JobWatch(every=0)
    said = list(watch.lines())
    for done in range(0, 101, 5):
        change(job, state=Job.State.RUNNING, message="Rutiner", total=100, done=done)
        said += watch.lines()
    change(job, state=Job.State.DONE, message="")
    said += watch.lines()

    quarters = [f"Läsa in: Rutiner {percent} %" for percent in (0, 25, 50, 75, 100)]
    assert said == ["Läsa in: väntar", *quarters, "Läsa in: klart"]


def test_why_it_failed_is_told_once():
    job = Job.objects.create(key="demo", name="Läsa in", state=Job.State.RUNNING)
    watch = JobWatch(every=0)
    list(watch.lines())
    change(job, state=Job.State.FAILED, message="filen saknas")

    assert list(watch.lines()) == ["Läsa in: avbröts filen saknas"]
    assert list(watch.lines()) == []


def test_work_that_was_over_before_is_not_told():
    Job.objects.create(key="old", name="Gammalt", state=Job.State.DONE)

    assert list(JobWatch(every=0).lines()) == []


def test_database_is_not_asked_again_at_once(django_assert_num_queries):
    watch = JobWatch(every=60)
    list(watch.lines())

    with django_assert_num_queries(0):
        assert list(watch.lines()) == []
