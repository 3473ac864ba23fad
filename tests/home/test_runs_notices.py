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
from tests.home.runs import give, items, make_checklist, make_run, point

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def notices(person, code: str) -> list[str]:
    """What the inbox would show of a kind."""
    viewer = viewer_of(person)
    rows = Notice.objects.filter(person=person, kind=code)
    return [entry.line.detail for entry in inbox.entries(viewer, rows)]


def test_who_a_run_is_about_is_told_but_not_by_themselves(amina_lund, manager):
    make_run(manager, amina_lund)
    make_run(amina_lund)
    assert notices(amina_lund, codes.ABOUT_YOU) == ["Genomgången gäller dig."]
    assert not Notice.objects.filter(kind=codes.ABOUT_YOU, person=manager).exists()


def test_given_items_are_one_notice_and_gone_when_done(amina_lund, manager):
    run = make_run(manager, start_day=date(2026, 6, 1))
    first, second, _ = items(run)
    leading.assign(run, manager, {first: amina_lund, second: amina_lund})
    assert notices(amina_lund, codes.ASSIGNED) == ["Du har 2 punkter att göra, den första senast 18 maj."]
    assert Notice.objects.filter(person=amina_lund).count() == 1
    ticking.tick(first.pk, amina_lund.pk, True)
    assert len(notices(amina_lund, codes.ASSIGNED)) == 1
    ticking.tick(second.pk, amina_lund.pk, True)
    assert not Notice.objects.filter(person=amina_lund).exists()


def test_an_assignment_that_is_taken_back_is_told_no_more(amina_lund, manager):
    run = make_run(manager)
    first, *_ = items(run)
    leading.assign(run, manager, {first: amina_lund})
    leading.assign(run, manager, {first: None})
    assert not Notice.objects.filter(person=amina_lund).exists()


def test_the_right_is_asked_when_it_is_shown(amina_lund, manager):
    run = make_run(manager, amina_lund)
    Employment.objects.filter(person=amina_lund).update(end=TODAY - timedelta(days=1))
    assert Notice.objects.filter(person=amina_lund).exists()
    assert notices(amina_lund, codes.ABOUT_YOU) == []
    assert run.subject == amina_lund


def test_whoever_takes_over_is_told_and_whoever_had_it_no_more(amina_lund, manager):
    run = make_run(manager)
    leading.hand_over(run, manager, amina_lund)
    assert notices(amina_lund, codes.HANDED_OVER) == ["Du håller i genomgången nu."]
    leading.hand_over(run, amina_lund, manager)
    assert notices(amina_lund, codes.HANDED_OVER) == []
    assert len(notices(manager, codes.HANDED_OVER)) == 1


def test_the_end_is_told_to_the_others_and_reminders_end(amina_lund, manager):
    run = make_run(manager, amina_lund)
    leading.assign(run, manager, {items(run)[0]: amina_lund})
    leading.finish(run, manager, "Slut")
    assert {row.kind for row in Notice.objects.filter(person=amina_lund)} == {codes.ABOUT_YOU, codes.FINISHED}
    assert not Notice.objects.filter(person=manager).exists()
    leading.reopen(run, manager)
    assert not Notice.objects.filter(kind=codes.FINISHED).exists()


def test_what_is_overdue_is_told_once_by_the_clock_also_after_it_has_slept(amina_lund, manager):
    run = make_run(manager, start_day=TODAY - timedelta(days=20))
    first, second, _ = items(run)
    give(first, amina_lund)
    clock.run_due(timezone.now() - timedelta(days=40))
    assert not Notice.objects.filter(kind=codes.OVERDUE).exists()
    for _ in range(2):
        clock.run_due()
    assert notices(amina_lund, codes.OVERDUE) == ["1 punkt är försenad."]
    assert notices(manager, codes.OVERDUE) == ["1 punkt är försenad."]  # what nobody has is the lead's
    assert Notice.objects.filter(kind=codes.OVERDUE).count() == 2
    ticking.tick(first.pk, amina_lund.pk, True)
    assert not Notice.objects.filter(kind=codes.OVERDUE, person=amina_lund).exists()
    leading.set_due(
        RunItem.objects.select_related("run").get(pk=second.pk), manager, TODAY + timedelta(days=3)
    )
    assert not Notice.objects.filter(kind=codes.OVERDUE).exists()


def test_what_has_no_day_or_is_finished_is_never_overdue(amina_lund):
    run = make_run(
        amina_lund,
        checklist=make_checklist(point("A"), point("B", due=1)),
        start_day=TODAY - timedelta(days=9),
    )
    leading.finish(run, amina_lund, "Slut")
    assert telling.announce_overdue(TODAY - timedelta(days=99), TODAY) == 0


def test_a_name_of_a_run_is_never_mailed():
    assert not any(
        kinds.kind_of(code).title_in_mail for code in (codes.ASSIGNED, codes.OVERDUE, codes.FINISHED)
    )


ALL = (codes.ASSIGNED, codes.HANDED_OVER, codes.OVERDUE, codes.ABOUT_YOU, codes.FINISHED)


def in_inbox(person) -> list[str]:
    return sorted(notice.kind for notice in inbox.of(viewer_of(person)))


def test_a_manager_who_takes_no_part_is_told_nothing_though_they_may_see_the_run(
    amina_lund, manager, django_assert_num_queries
):
    run = make_run(amina_lund, start_day=TODAY - timedelta(days=20))
    for kind in ALL:
        queue.put(kind, [manager.pk], run)
    assert access.visible_to(viewer_of(manager), Run.objects.all()).exists()
    assert in_inbox(manager) == []
    assert all(notices(manager, kind) == [] for kind in ALL)
    # Nor does it cost them anything to be a manager: who holds which seat is not asked.
    viewer = viewer_of(manager)
    assert viewer.places
    with django_assert_num_queries(2):  # which kinds there are, and the notices by their rules
        list(inbox.of(viewer))


def test_what_is_no_longer_so_is_not_told_whatever_way_it_changed(amina_lund, manager):
    run = make_run(manager, start_day=TODAY - timedelta(days=20))
    first, *_ = items(run)
    leading.assign(run, manager, {first: amina_lund})
    clock.run_due(timezone.now() - timedelta(days=40))
    clock.run_due()
    assert in_inbox(amina_lund) == [codes.ASSIGNED, codes.OVERDUE]
    give(first, manager)  # without a word to the queue
    assert Notice.objects.filter(person=amina_lund).count() == 2
    assert in_inbox(amina_lund) == []
    give(first, amina_lund)
    RunItem.objects.filter(pk=first.pk).update(in_list=False)
    assert in_inbox(amina_lund) == []


def test_that_one_leads_a_run_is_told_while_there_is_something_to_lead(amina_lund, manager):
    run = make_run(manager)
    leading.hand_over(run, manager, amina_lund)
    assert in_inbox(amina_lund) == [codes.HANDED_OVER]
    leading.finish(run, manager, "Slut")  # by the unit's manager
    assert in_inbox(amina_lund) == [codes.FINISHED]
    leading.reopen(run, manager)
    assert in_inbox(amina_lund) == [codes.HANDED_OVER]


def test_that_a_run_has_ended_is_told_only_of_one_that_has(amina_lund, manager):
    run = make_run(manager, amina_lund)
    leading.finish(run, manager, "Slut")
    assert in_inbox(amina_lund) == [codes.ABOUT_YOU, codes.FINISHED]
    Run.objects.update(finished_at=None)
    assert in_inbox(amina_lund) == [codes.ABOUT_YOU]


def test_the_start_page_tells_of_runs_when_there_are_more_than_the_header_counts(
    client, amina_lund, manager, monkeypatch
):
    monkeypatch.setattr(inbox, "COUNTED", 2)
    runs = [make_run(manager, amina_lund) for _ in range(4)]
    # One of the newest is no longer about her, so that what is behind has to be looked at.
    Run.objects.filter(pk=runs[-1].pk).update(subject=manager)
    client.force_login(amina_lund)
    assert client.get("/").content.decode().count("Genomgången gäller dig.") == 3
