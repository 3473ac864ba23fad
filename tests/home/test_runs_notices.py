"""What people are told of runs: through the queue of notices, as long as it is so and they take part."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from home.models import Run, RunItem
from home.runs import access, leading, telling, ticking
from home.runs import kinds as codes
from intranet.access.viewer import viewer_of
from intranet.jobs import clock
from intranet.notices import inbox, kinds, queue
from intranet.notices.models import Notice
from intranet.people.models import Employment
from tests.factories import make_function, make_home, make_person, make_unit
from tests.home.runs import give, items, make_checklist, make_run, point

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def unit():
    make_home()
    return make_unit("Hemtjänst Norr")


@pytest.fixture
def amina(unit):
    return make_person("amina.lund", unit)


@pytest.fixture
def karin(unit):
    """The unit's manager."""
    person = make_person("karin.ek", unit)
    make_function("chef", unit, person)
    return person


def notices(person, code: str) -> list[str]:
    """What the inbox would show of a kind."""
    viewer = viewer_of(person)
    rows = Notice.objects.filter(person=person, kind=code)
    return [entry.line.detail for entry in inbox.entries(viewer, rows)]


def test_who_a_run_is_about_is_told_but_not_by_themselves(amina, karin):
    make_run(karin, amina)
    make_run(amina)
    assert notices(amina, codes.ABOUT_YOU) == ["Genomgången gäller dig."]
    assert not Notice.objects.filter(kind=codes.ABOUT_YOU, person=karin).exists()


def test_given_items_are_one_notice_and_gone_when_done(amina, karin):
    run = make_run(karin, start_day=date(2026, 6, 1))
    first, second, _ = items(run)
    leading.assign(run, karin, {first: amina, second: amina})
    assert notices(amina, codes.ASSIGNED) == ["Du har 2 punkter att göra, den första senast 18 maj."]
    assert Notice.objects.filter(person=amina).count() == 1
    ticking.tick(first.pk, amina.pk, True)
    assert len(notices(amina, codes.ASSIGNED)) == 1
    ticking.tick(second.pk, amina.pk, True)
    assert not Notice.objects.filter(person=amina).exists()


def test_an_assignment_that_is_taken_back_is_told_no_more(amina, karin):
    run = make_run(karin)
    first, *_ = items(run)
    leading.assign(run, karin, {first: amina})
    leading.assign(run, karin, {first: None})
    assert not Notice.objects.filter(person=amina).exists()


def test_the_right_is_asked_when_it_is_shown(amina, karin):
    run = make_run(karin, amina)
    Employment.objects.filter(person=amina).update(end=TODAY - timedelta(days=1))
    assert Notice.objects.filter(person=amina).exists()
    assert notices(amina, codes.ABOUT_YOU) == []
    assert run.subject == amina


def test_whoever_takes_over_is_told_and_whoever_had_it_no_more(amina, karin):
    run = make_run(karin)
    leading.hand_over(run, karin, amina)
    assert notices(amina, codes.HANDED_OVER) == ["Du håller i genomgången nu."]
    leading.hand_over(run, amina, karin)
    assert notices(amina, codes.HANDED_OVER) == []
    assert len(notices(karin, codes.HANDED_OVER)) == 1


def test_the_end_is_told_to_the_others_and_reminders_end(amina, karin):
    run = make_run(karin, amina)
    leading.assign(run, karin, {items(run)[0]: amina})
    leading.finish(run, karin, "Slut")
    assert {row.kind for row in Notice.objects.filter(person=amina)} == {codes.ABOUT_YOU, codes.FINISHED}
    assert not Notice.objects.filter(person=karin).exists()
    leading.reopen(run, karin)
    assert not Notice.objects.filter(kind=codes.FINISHED).exists()


def test_what_is_overdue_is_told_once_by_the_clock_also_after_it_has_slept(amina, karin):
    run = make_run(karin, start_day=TODAY - timedelta(days=20))
    first, second, _ = items(run)
    give(first, amina)
    clock.run_due(timezone.now() - timedelta(days=40))
    assert not Notice.objects.filter(kind=codes.OVERDUE).exists()
    for _ in range(2):
        clock.run_due()
    assert notices(amina, codes.OVERDUE) == ["1 punkt är försenad."]
    assert notices(karin, codes.OVERDUE) == ["1 punkt är försenad."]  # what nobody has is the lead's
    assert Notice.objects.filter(kind=codes.OVERDUE).count() == 2
    ticking.tick(first.pk, amina.pk, True)
    assert not Notice.objects.filter(kind=codes.OVERDUE, person=amina).exists()
    leading.set_due(RunItem.objects.select_related("run").get(pk=second.pk), karin, TODAY + timedelta(days=3))
    assert not Notice.objects.filter(kind=codes.OVERDUE).exists()


def test_what_has_no_day_or_is_finished_is_never_overdue(amina):
    run = make_run(
        amina, checklist=make_checklist(point("A"), point("B", due=1)), start_day=TODAY - timedelta(days=9)
    )
    leading.finish(run, amina, "Slut")
    assert telling.announce_overdue(TODAY - timedelta(days=99), TODAY) == 0


def test_a_name_of_a_run_is_never_mailed():
    assert not any(
        kinds.kind_of(code).title_in_mail for code in (codes.ASSIGNED, codes.OVERDUE, codes.FINISHED)
    )


ALL = (codes.ASSIGNED, codes.HANDED_OVER, codes.OVERDUE, codes.ABOUT_YOU, codes.FINISHED)


def in_inbox(person) -> list[str]:
    return sorted(notice.kind for notice in inbox.of(viewer_of(person)))


def test_a_manager_who_takes_no_part_is_told_nothing_though_they_may_see_the_run(
    amina, karin, django_assert_num_queries
):
    run = make_run(amina, start_day=TODAY - timedelta(days=20))
    for kind in ALL:
        queue.put(kind, [karin.pk], run)
    assert access.visible_to(viewer_of(karin), Run.objects.all()).exists()
    assert in_inbox(karin) == []
    assert all(notices(karin, kind) == [] for kind in ALL)
    # Nor does it cost them anything to be a manager: who holds which seat is not asked.
    viewer = viewer_of(karin)
    assert viewer.places
    with django_assert_num_queries(2):  # which kinds there are, and the notices by their rules
        list(inbox.of(viewer))


def test_what_is_no_longer_so_is_not_told_whatever_way_it_changed(amina, karin):
    run = make_run(karin, start_day=TODAY - timedelta(days=20))
    first, *_ = items(run)
    leading.assign(run, karin, {first: amina})
    clock.run_due(timezone.now() - timedelta(days=40))
    clock.run_due()
    assert in_inbox(amina) == [codes.ASSIGNED, codes.OVERDUE]
    give(first, karin)  # without a word to the queue
    assert Notice.objects.filter(person=amina).count() == 2
    assert in_inbox(amina) == []
    give(first, amina)
    RunItem.objects.filter(pk=first.pk).update(in_list=False)
    assert in_inbox(amina) == []


def test_that_one_leads_a_run_is_told_while_there_is_something_to_lead(amina, karin):
    run = make_run(karin)
    leading.hand_over(run, karin, amina)
    assert in_inbox(amina) == [codes.HANDED_OVER]
    leading.finish(run, karin, "Slut")  # by the unit's manager
    assert in_inbox(amina) == [codes.FINISHED]
    leading.reopen(run, karin)
    assert in_inbox(amina) == [codes.HANDED_OVER]


def test_that_a_run_has_ended_is_told_only_of_one_that_has(amina, karin):
    run = make_run(karin, amina)
    leading.finish(run, karin, "Slut")
    assert in_inbox(amina) == [codes.ABOUT_YOU, codes.FINISHED]
    Run.objects.update(finished_at=None)
    assert in_inbox(amina) == [codes.ABOUT_YOU]
