"""Somebody who begins tomorrow is found tomorrow, and under the right unit, though nobody writes anything."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from home.indexing import days
from home.indexing.people import PersonSource
from intranet.finding.models import OutboxEntry
from intranet.jobs import clock, daily
from intranet.jobs.models import DailyRun
from intranet.people.models import Person
from tests.factories import make_employment, make_person, make_unit

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)
NAME = "home.people_of_the_day"


def round_on(day: date) -> set[str]:
    """The clock comes round; who was announced."""
    OutboxEntry.objects.all().delete()
    noon = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
    daily.run_if_new_day(NAME, days.announce_people, noon)
    pks = OutboxEntry.objects.values_list("object_pk", flat=True)
    return set(Person.objects.filter(pk__in=list(pks)).values_list("username", flat=True))


@pytest.fixture
def people():
    unit = make_unit()
    make_person("kommer", employed=False, active_from=MONDAY)
    make_person("går", employed=False, active_to=MONDAY)
    make_employment(make_person("börjar", employed=False), unit, start=MONDAY)
    make_employment(make_person("slutar", employed=False), unit, end=MONDAY)
    make_person("är.här", unit)
    round_on(MONDAY - timedelta(days=1))


def test_on_their_day(people):
    assert round_on(MONDAY) == {"kommer", "börjar"}
    assert round_on(MONDAY) == set()
    assert round_on(MONDAY + timedelta(days=1)) == {"går", "slutar"}
    assert round_on(MONDAY + timedelta(days=2)) == set()


def test_a_clock_that_slept_tells_of_all_the_days(people):
    assert round_on(MONDAY + timedelta(days=9)) == {"kommer", "går", "börjar", "slutar"}
    assert round_on(MONDAY + timedelta(days=10)) == set()


def test_the_very_first_round_tells_of_that_day(people):
    DailyRun.objects.all().delete()
    assert round_on(MONDAY) == {"kommer", "börjar"}


def test_what_is_announced_is_what_the_index_would_say_differently(people, monkeypatch):
    """Day by day, against the documents themselves."""

    def documents(day: date) -> dict[str, object]:
        monkeypatch.setattr(timezone, "localdate", lambda now=None: day)
        found = {document.pk: document for document in PersonSource().iterate()}
        monkeypatch.undo()
        return {person.username: found.get(str(person.pk)) for person in Person.objects.all()}

    for number in range(-1, 3):
        day = MONDAY + timedelta(days=number)
        before, after = documents(day - timedelta(days=1)), documents(day)
        DailyRun.objects.update_or_create(name=NAME, defaults={"last": day - timedelta(days=1)})
        assert round_on(day) == {name for name in after if after[name] != before[name]}


def test_the_clock_knows_of_it(people):
    assert NAME in clock._due
