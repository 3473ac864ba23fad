"""What a daily job finds is told in a few questions, in batches, and may be ended in the middle of its work."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intranet.files.models import CustomDocument
from intranet.files.notices import REVIEW, reviews
from intranet.jobs import batches, clock, daily
from intranet.jobs.models import DailyRun
from intranet.notices import queue, standing
from intranet.notices.models import Notice
from intranet.notices.standing import Standing, make_stand
from intranet.people.models import Function
from tests.factories import make_function, make_home, make_person
from tests.intranet.notices_help import page, reader, registered  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MANY = 2000
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def kinds(registered):  # noqa: F811
    """For the tests that need no more than a kind."""


def told() -> set[tuple[int, int, str]]:
    return set(Notice.objects.values_list("object_id", "person_id", "key"))


def test_what_is_wanted_stands_and_nothing_else(kinds):
    anna, bo, about, other, gone = reader("anna.berg"), reader("bo.ek"), page(), page("Annan"), page("Borta")
    queue.put("test.page", [anna.pk, bo.pk], about, key="before")
    queue.put("test.page", [anna.pk], other, key="now")
    queue.put("test.page", [anna.pk], gone, key="now")
    queue.put("test.secret", [anna.pk], gone, key="now")
    Notice.objects.update(seen_at=timezone.now())
    wanted = [
        Standing(about.pk, anna.pk, "now"),
        Standing(about.pk, anna.pk, "now"),
        Standing(other.pk, anna.pk, "now"),
    ]
    assert make_stand("test.page", wanted) == 1
    assert told() == {
        (about.pk, anna.pk, "now"),
        (other.pk, anna.pk, "now"),
        (gone.pk, anna.pk, "now"),  # of another kind
    }
    assert Notice.objects.get(kind="test.secret").object_id == gone.pk
    assert [notice.object_id for notice in Notice.objects.unread()] == [
        about.pk
    ]  # what stood is left as it was
    assert make_stand("test.page", wanted) == 0
    with pytest.raises(LookupError):
        make_stand("test.unknown", [])


def due_documents(count: int) -> None:
    """Documents of one owner whose day of review has come; rows alone, since nobody opens them."""
    today = timezone.localdate()
    owner = Function.objects.filter(kind__code="rutinagare").first()
    if owner is None:
        make_home()
        owner = make_function("rutinagare", holder=make_person("egon.agare"))
    CustomDocument.objects.bulk_create(
        CustomDocument(
            title=f"Plan {number}", file=f"plan-{number}.pdf", owner_function=owner, review_by=today
        )
        for number in range(count)
    )


def a_day_passes(days: int) -> tuple[int, list[str]]:
    """The clock comes round so many days from now: how many were told, and what the database was asked."""
    now = timezone.now() + timedelta(days=days)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        done = daily.run_if_new_day("test", reviews.announce, now, in_batches=True)
    return done, [query["sql"] for query in asked.captured_queries]


def test_two_thousand_documents_cost_no_more_questions_than_twenty():
    due_documents(20)
    first, few = a_day_passes(0)
    again, few_again = a_day_passes(1)
    assert (first, again) == (20, 0)
    Notice.objects.all().delete()
    DailyRun.objects.all().delete()
    due_documents(MANY - 20)
    first, many = a_day_passes(0)
    again, many_again = a_day_passes(1)
    assert (first, again) == (MANY, 0)
    # A batch is a statement or a few; on the second day the number of objects does not show at all.
    assert len(many) - len(few) <= MANY / 25
    assert len(many_again) == len(few_again) <= 10
    assert not [sql for sql in many_again if sql.startswith(WRITES) and "notices_notice" in sql]


def test_a_job_that_is_ended_in_the_middle_keeps_what_it_wrote_and_is_taken_up_again(monkeypatch):
    due_documents(30)
    monkeypatch.setattr(standing, "TOGETHER", 10)
    monkeypatch.setattr(batches, "SECONDS", 0.000_001)
    monkeypatch.setattr(batches.time, "sleep", lambda _seconds: None)
    write, left = queue.write, [1, 2]

    def ends(new):
        if not left:
            raise KeyboardInterrupt
        left.pop()
        return write(new)

    monkeypatch.setattr(standing, "queue", SimpleNamespace(write=ends))
    with pytest.raises(KeyboardInterrupt):
        a_day_passes(0)
    assert Notice.objects.count() == 20
    left[:] = [1] * 9
    assert a_day_passes(0)[0] == 10
    assert Notice.objects.filter(kind=REVIEW).count() == 30
    assert a_day_passes(0)[0] == 0


def test_others_get_their_turn_between_batches(monkeypatch):
    """No transaction is open while the job gives way, and each has ended within its time."""
    due_documents(30)
    monkeypatch.setattr(standing, "TOGETHER", 10)
    monkeypatch.setattr(batches, "SECONDS", 0.000_001)
    outside = len(connection.savepoint_ids)
    gave_way = []
    monkeypatch.setattr(batches.time, "sleep", lambda _s: gave_way.append(len(connection.savepoint_ids)))
    assert a_day_passes(0)[0] == 30
    assert gave_way == ([outside] * 2 if connection.vendor == "sqlite" else [])


def test_the_clock_does_reviews_in_batches(monkeypatch):
    """Of texts and of documents: the job that the clock has leaves no transaction round it."""
    outside = len(connection.savepoint_ids)
    seen = []

    def looks(*_args) -> int:
        seen.append(len(connection.savepoint_ids))
        return 0

    monkeypatch.setattr(standing, "in_batches", looks)
    for name in ("home.reviews", "files.reviews"):
        clock._due[name](timezone.now())
    assert seen == [outside] * 2
    assert set(DailyRun.objects.values_list("name", flat=True)) == {"home.reviews", "files.reviews"}
