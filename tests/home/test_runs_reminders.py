"""Who is reminded of what is late: found from how things stand, whatever way they became so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import KnowledgeVersion, Run, RunItem
from home.runs import kinds as codes
from home.runs import leading, takeover, telling, ticking
from intranet.notices.models import Notice
from tests.home.runs import decide_points, give, items, make_checklist, make_run, point

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def run(karin_ek):
    """Three items, whose days were 9, 6 and 3 days ago, all told of."""
    checklist = make_checklist(point("A", due=0), point("B", due=3), point("C", due=6))
    made = make_run(karin_ek, checklist=checklist, start_day=TODAY - 9 * DAY)
    morning()
    return made


def morning(days: int = 0) -> int:
    """What the daily job does, so many days from now; the clock was on every day."""
    day = TODAY + days * DAY
    return telling.announce_overdue(day - DAY, day)


def reminded(person) -> list[str]:
    return list(Notice.objects.filter(person=person, kind=codes.OVERDUE).values_list("key", flat=True))


def test_what_was_late_before_the_job_was_there_is_told_once_for_the_run(run, karin_ek):
    assert reminded(karin_ek) == [(TODAY - 3 * DAY).isoformat()]
    assert morning() == 0
    assert morning(1) == 0
    assert len(reminded(karin_ek)) == 1


def test_the_day_itself_is_not_late_and_the_day_after_is(karin_ek):
    run = make_run(karin_ek, checklist=make_checklist(point("A", due=0)), start_day=TODAY)
    assert morning() == 0
    assert morning(1) == 1
    assert reminded(karin_ek) == [run.start_day.isoformat()]


def test_one_more_that_is_late_is_told_anew_in_the_place_of_the_old(karin_ek):
    make_run(karin_ek, checklist=make_checklist(point("A", due=0), point("B", due=1)), start_day=TODAY)
    morning(1)
    Notice.objects.update(seen_at=timezone.now())
    assert morning(2) == 1
    assert reminded(karin_ek) == [(TODAY + DAY).isoformat()]
    assert Notice.objects.get(kind=codes.OVERDUE).seen_at is None


def test_that_less_is_late_is_no_reason_to_remind(run, karin_ek):
    ticking.tick(items(run)[2].pk, karin_ek.pk, True)
    Notice.objects.update(seen_at=timezone.now())
    assert morning(1) == 0
    assert Notice.objects.get(kind=codes.OVERDUE).seen_at


@pytest.fixture
def done(run, karin_ek):
    """The same, with everything done."""
    for item in items(run):
        ticking.tick(item.pk, karin_ek.pk, True)
    assert reminded(karin_ek) == []
    return run


def test_what_is_unticked_is_late_again(done, karin_ek):
    ticking.tick(items(done)[0].pk, karin_ek.pk, False)
    assert morning(1) == 1


def test_what_is_opened_again_is_late_again(run, karin_ek):
    leading.finish(run, karin_ek, "Slut")
    assert reminded(karin_ek) == []
    assert morning(1) == 0
    leading.reopen(run, karin_ek)
    assert morning(2) == 1


def test_what_a_newer_version_adds_may_be_late_at_once(done, karin_ek):
    new = decide_points(
        done.version.page.specific, point("A", due=0), point("Nytt", due=1), start=timezone.localdate()
    )
    takeover.take_over(done.pk, KnowledgeVersion.objects.get(pk=new.pk), karin_ek)
    assert morning(1) == 1


def test_a_day_that_is_set_may_have_passed(done, karin_ek):
    ticking.tick(items(done)[0].pk, karin_ek.pk, False)
    leading.set_due(items(done)[0], karin_ek, None)
    assert morning(1) == 0
    leading.set_due(items(done)[0], karin_ek, TODAY - 30 * DAY)
    assert morning(2) == 1


def test_a_start_that_is_moved_to_earlier_makes_late_and_to_later_does_not(karin_ek):
    run = make_run(karin_ek, checklist=make_checklist(point("A", due=5)), start_day=TODAY)
    Run.objects.update(started_at=timezone.now() - timedelta(days=99))
    assert morning(1) == 0
    leading.edit(run, karin_ek, start_day=TODAY - 9 * DAY)
    assert morning(2) == 1
    leading.edit(run, karin_ek, start_day=TODAY + 9 * DAY)
    assert reminded(karin_ek) == []  # taken back without waiting for the morning
    assert morning(3) == 0


def test_what_changes_hands_is_the_new_ones_to_be_reminded_of(run, karin_ek, amina_lund):
    first, *_ = items(run)
    give(first, amina_lund)
    assert morning(1) == 1
    assert reminded(amina_lund) == [(TODAY - 9 * DAY).isoformat()]
    give(first, None)
    morning(2)
    assert reminded(amina_lund) == []


def test_who_leads_no_more_is_reminded_no_more(run, karin_ek, amina_lund):
    leading.hand_over(run, karin_ek, amina_lund)
    assert reminded(karin_ek) == []
    assert morning(1) == 1
    assert len(reminded(amina_lund)) == 1


def test_as_many_questions_for_many_runs_as_for_few(karin_ek, django_assert_max_num_queries):
    checklist = make_checklist(point("A", due=0))
    for number in range(30):
        make_run(karin_ek, checklist=checklist, name=f"Nummer {number}", start_day=TODAY - 9 * DAY)
    morning()
    assert Notice.objects.filter(kind=codes.OVERDUE).count() == 30
    RunItem.objects.first()
    with django_assert_max_num_queries(4):
        assert morning(1) == 0
