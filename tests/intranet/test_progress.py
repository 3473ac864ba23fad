"""Progress is shown where somebody looks: a terminal, a row; and nowhere else."""

from __future__ import annotations

from io import StringIO

import pytest

from intranet.jobs.models import Job
from intranet.jobs.progress import Bar, JobProgress, Untold


def run(progress) -> None:
    progress.begin("Sidor", 4)
    progress.advance()
    progress.advance(3)
    progress.end()


def test_a_bar_shows_how_far_it_has_come():
    stream = StringIO()
    run(Bar(stream, always=True))
    assert "Sidor: 100%" in stream.getvalue()
    assert "4/4" in stream.getvalue()


def test_a_log_gets_no_bar():
    stream = StringIO()
    run(Bar(stream))
    assert stream.getvalue() == ""


def test_untold_says_nothing():
    run(Untold())


@pytest.mark.django_db
def test_a_job_says_how_far_it_has_come():
    job = Job.objects.create(name="Läsa in", key="prov")
    run(JobProgress(job))
    job.refresh_from_db()
    assert (job.message, job.done, job.total, job.percent) == ("Sidor", 4, 4, 100)


@pytest.mark.django_db
def test_a_job_is_not_written_for_every_step(django_assert_num_queries):
    progress = JobProgress(Job.objects.create(name="Läsa in", key="prov"), every=3600)
    progress.begin("Sidor", 100)
    with django_assert_num_queries(0):
        for _ in range(100):
            progress.advance()
    with django_assert_num_queries(1):
        progress.end()
