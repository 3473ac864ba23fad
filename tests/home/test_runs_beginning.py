"""What a run begins with: whom it may be about, once however often the form is sent, and days that have passed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import KnowledgeVersion, Run, RunEvent, RunItem
from home.runs import access, sharing, starting, takeover, telling
from home.runs import kinds as codes
from intranet.access.models import Audience
from intranet.access.viewer import viewer_of
from intranet.notices.models import Notice
from tests.factories import (
    declare_audience,
    make_elected,
    make_employment,
    make_function,
    make_group,
    make_home,
    make_person,
    make_unit,
)
from tests.home.runs import decide_points, items, make_checklist, make_run, point, sign_in, text
from tests.home.test_runs_ticking import at_once
from tests.home.test_runs_together import fields

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def closed(karin, unit):
    """A checklist that Karin may read, and Amina may not."""
    checklist = make_checklist(point("Ring", function="it-ombud"))
    circle = make_group("Krets")
    karin.person.groups.add(circle)
    declare_audience(checklist.get_parent(), Audience.GROUPS, circle)
    return checklist


# Whom it is about


def test_who_starts_a_run_about_somebody_who_never_sees_it_is_asked_whether_that_is_meant(
    karin, amina, closed
):
    address = f"/genomgangar/starta/{closed.pk}/"
    sent = fields(karin, address, "start_day") | {"person": str(amina.person.pk), "name": "Samtal"}
    page = text(karin.post(address, sent))
    assert "Amina Lund får inte läsa checklistan och kommer inte att se genomgången." in page
    assert not Run.objects.exists()
    assert f'name="warned" value="{amina.person.pk}"' in page
    # Another one is asked about anew.
    other = make_person("bo.berg")
    asked = text(karin.post(address, {**sent, "warned": str(amina.person.pk), "person": str(other.pk)}))
    assert "Välj en person i listan" in asked or "får inte läsa checklistan" in asked
    assert not Run.objects.exists()
    karin.post(address, {**sent, "warned": str(amina.person.pk)})
    run = Run.objects.get()
    assert (run.subject, run.name) == (amina.person, "Samtal")
    # Nothing waits for them that they will never see.
    assert not Notice.objects.filter(person=amina.person).exists()
    assert amina.get(run.get_absolute_url()).status_code == 404


def test_who_changes_whom_it_is_about_is_asked_too(karin, amina, closed):
    run = make_run(karin.person, checklist=closed)
    address = f"/genomgangar/{run.pk}/andra/"
    sent = fields(karin, address, "start_day") | {"person": str(amina.person.pk)}
    assert "kommer inte att se genomgången" in text(karin.post(address, sent))
    run.refresh_from_db()
    assert run.subject == karin.person
    karin.post(address, {**sent, "warned": str(amina.person.pk)})
    run.refresh_from_db()
    assert run.subject == amina.person
    assert not Notice.objects.filter(kind=codes.ABOUT_YOU).exists()
    # It is about her already: to rename it asks nothing.
    again = fields(karin, address, "start_day") | {"name": "Nytt namn"}
    karin.post(address, again)
    run.refresh_from_db()
    assert run.name == "Nytt namn"


def test_who_may_read_it_is_asked_nothing_and_told(karin, amina):
    address = f"/genomgangar/starta/{make_checklist().pk}/"
    sent = fields(karin, address, "start_day") | {"person": str(amina.person.pk)}
    assert karin.post(address, sent).status_code == 302
    assert Notice.objects.filter(person=amina.person, kind=codes.ABOUT_YOU).count() == 1


def test_who_begins_next_month_may_read_from_the_first_day(unit):
    make_home()
    coming, gone = make_person("nils.ny", employed=False), make_person("lars.gammal", employed=False)
    make_employment(coming, unit, start=TODAY + 30 * DAY)
    make_employment(gone, unit, end=TODAY - DAY)
    path = make_checklist().path
    assert access.could_read(coming, path, TODAY)
    assert not access.could_read(gone, path, TODAY)
    assert access.readers([coming, gone], path, TODAY) == {coming.pk}
    assert access.readers([coming, gone], path, TODAY + 60 * DAY) == {coming.pk}


def test_who_is_no_employee_starts_no_run_though_they_may_read_the_checklist(karin):
    checklist = make_checklist()
    for page in (checklist.get_parent().get_parent(), checklist.get_parent()):
        declare_audience(page, Audience.ROLES)
    elected = sign_in(make_elected("vald.nilsson"))
    assert "Starta genomgång" not in text(elected.get(checklist.url))
    assert "Starta genomgång" in text(karin.get(checklist.url))
    address = f"/genomgangar/starta/{checklist.pk}/"
    sent = fields(karin, address, "start_day") | {"person": str(karin.person.pk)}
    assert elected.get(address).status_code == 404
    assert elected.post(address, sent).status_code == 404
    assert starting.version_to_start(viewer_of(elected.person), checklist) is None
    assert not Run.objects.exists()


def test_nobody_is_proposed_for_an_item_that_they_may_not_read(karin, closed, unit):
    holder = make_person("shirin.hosseini", make_unit("Någon annanstans"))
    make_function("it-ombud", unit, holder)
    run = make_run(karin.person, checklist=closed)
    assert sharing.proposed(run, viewer_of(karin.person)) == []
    holder.groups.add(karin.person.groups.get())
    assert [p.person for p in sharing.proposed(run, viewer_of(karin.person))] == [holder]


@pytest.mark.parametrize("holders", [1, 6])
def test_as_many_questions_for_many_holders_as_for_one(karin, unit, holders, django_assert_max_num_queries):
    points = [point(f"Punkt {n}", function=f"funktion-{n}") for n in range(holders)]
    for number in range(holders):
        make_function(f"funktion-{number}", unit, make_person(f"person.nr{number}", unit))
    run = make_run(karin.person, checklist=make_checklist(*points))
    viewer = viewer_of(karin.person)
    run = Run.objects.select_related("version__page", "unit").get(pk=run.pk)
    with django_assert_max_num_queries(9):
        assert len(sharing.proposed(run, viewer)) == holders


def test_a_stand_in_sees_the_runs_of_the_units_their_manager_has(unit):
    make_home()
    chief, stand_in, worker = (
        make_person("chef.ett", unit),
        make_person("vikarie.ett"),
        make_person(unit=unit),
    )
    make_function("chef", unit, chief, stand_in)
    run = make_run(worker)
    viewer = viewer_of(stand_in)
    assert access.managed_units(viewer) == [unit.pk]
    assert run in access.visible_to(viewer, Run.objects.all())
    assert access.managed_units(viewer_of(worker)) == []


# Sent twice


def test_a_form_sent_twice_starts_one_run_and_leads_to_it_both_times(karin, amina):
    address = f"/genomgangar/starta/{make_checklist().pk}/"
    sent = fields(karin, address, "start_day") | {"person": str(amina.person.pk), "name": "Aminas start"}
    first, second = karin.post(address, sent), karin.post(address, sent)
    run = Run.objects.get()
    assert str(run.pk) in first.url
    assert first.url == second.url
    assert run.items.count() == 3
    assert RunEvent.objects.filter(kind=RunEvent.Kind.STARTED).count() == 1


def test_the_form_gone_back_to_and_filled_in_for_another_starts_another(karin, amina):
    address = f"/genomgangar/starta/{make_checklist().pk}/"
    sent = fields(karin, address, "start_day")
    for person in (karin.person, amina.person):
        karin.post(address, {**sent, "person": str(person.pk)})
    assert {run.subject for run in Run.objects.all()} == {karin.person, amina.person}
    # Fetched anew, it starts another of the same.
    karin.post(address, fields(karin, address, "start_day"))
    assert Run.objects.count() == 3


def test_one_persons_key_is_not_anothers(karin, amina):
    address = f"/genomgangar/starta/{make_checklist().pk}/"
    sent = fields(karin, address, "start_day") | {"key": "densamma", "person": str(amina.person.pk)}
    for client in (karin, amina):
        client.post(address, sent)
    assert {run.starter for run in Run.objects.all()} == {karin.person, amina.person}


@pytest.mark.connections
@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_starts_one_run():
    starter = make_person()
    version = KnowledgeVersion.objects.get(page=make_checklist().pk)
    begin = lambda: starting.start(version, starter, starter, "Namn", TODAY, form="densamma").pk  # noqa: E731
    assert len(set(at_once(*[begin] * 4))) == 1
    assert RunItem.objects.count() == 3


# Days that have passed


def test_a_run_that_is_started_late_has_nothing_late_and_says_what_should_have_been_done(karin):
    checklist = make_checklist(point("Beställ", due=-14), point("Boka", due=-3), point("Möt", due=0))
    address = f"/genomgangar/starta/{checklist.pk}/"
    sent = fields(karin, address, "start_day") | {"start_day": (TODAY + 2 * DAY).isoformat()}
    page = text(karin.post(address, sent, follow=True))
    assert "2 punkter skulle redan ha varit klara." in page
    assert "Försenad" not in page
    assert [item.due for item in items(Run.objects.get())] == [TODAY, TODAY, TODAY + 2 * DAY]
    assert not any(item.has_own_due for item in RunItem.objects.select_related("run"))
    telling.announce_overdue(TODAY - DAY, TODAY)
    assert not Notice.objects.filter(kind=codes.OVERDUE).exists()


def test_one_item_that_should_have_been_done_is_told_as_one(karin):
    address = f"/genomgangar/starta/{make_checklist(point('Beställ', due=-1), point('Möt', due=1)).pk}/"
    page = text(karin.post(address, fields(karin, address, "start_day"), follow=True))
    assert "1 punkt skulle redan ha varit klar." in page


def test_a_run_in_time_says_nothing_of_days(karin):
    address = f"/genomgangar/starta/{make_checklist(point('Möt', due=0)).pk}/"
    page = text(karin.post(address, fields(karin, address, "start_day"), follow=True))
    assert "Genomgången är startad." in page
    assert "skulle redan" not in page


def test_a_day_that_somebody_has_set_stays_when_a_newer_version_is_taken_over(karin):
    checklist = make_checklist(point("A", due=0), point("B", due=0))
    run = make_run(karin.person, checklist=checklist)
    first, _second = items(run)
    own = TODAY + 40 * DAY
    RunItem.objects.filter(pk=first.pk).update(due=own)
    new = decide_points(checklist, point("A", due=7), point("B", due=7), start=TODAY)
    takeover.take_over(run.pk, KnowledgeVersion.objects.get(pk=new.pk), karin.person)
    assert [item.due for item in items(run)] == [own, run.start_day + 7 * DAY]
