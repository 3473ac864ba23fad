"""Rights begin and end at the moment they should: Swedish days, also where the clock is put forward or back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from extranet.access import items, placements
from extranet.access.rights import rights_of
from extranet.exceptions.models import BreakGlass, Grant, Recusal
from intranet.access.viewer import viewer_of
from tests.extranet.make import make_body, make_item, make_mandate, make_meeting, place
from tests.factories import make_person, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SWEDEN, UTC = ZoneInfo("Europe/Stockholm"), ZoneInfo("UTC")
SECOND = timedelta(seconds=1)
# An ordinary day, and those on which the clock is put forward and back (23 and 25 hours long).
DAYS = (date(2027, 1, 31), date(2027, 3, 28), date(2027, 10, 31))


def midnight(day: date) -> datetime:
    """The first moment of a Swedish day."""
    return datetime(day.year, day.month, day.day, tzinfo=SWEDEN)


@pytest.fixture
def placed():
    long_ago = midnight(date(2026, 1, 1))
    item = make_item(make_meeting(make_body(), long_ago), published_at=long_ago)
    return place(item, published_at=long_ago)


def opens(person, placement, at: datetime) -> bool:
    rights = rights_of(viewer_of(person), at.astimezone(UTC))
    answer = placements.is_open_to(rights, placement)
    assert items.is_known_to(rights, placement.item) is answer
    return answer


@pytest.mark.parametrize("day", DAYS)
def test_a_mandate_is_in_force_from_the_first_moment_of_its_first_day(placed, day):
    person = make_person(employed=False)
    make_mandate(person, placed.item.meeting.body, start=day)
    assert not opens(person, placed, midnight(day) - SECOND)
    assert opens(person, placed, midnight(day))


@pytest.mark.parametrize("day", DAYS)
def test_a_mandate_is_in_force_to_the_last_moment_of_its_last_day(placed, day):
    person = make_person(employed=False)
    make_mandate(person, placed.item.meeting.body, start=day - timedelta(days=30), end=day)
    after = midnight(day + timedelta(days=1))
    assert opens(person, placed, after - SECOND)
    assert not opens(person, placed, after)


def test_a_day_in_sweden_is_not_a_day_in_greenwich(placed):
    person = make_person(employed=False)
    make_mandate(person, placed.item.meeting.body, start=date(2027, 7, 1))
    assert opens(person, placed, datetime(2027, 6, 30, 22, 0, tzinfo=UTC))
    assert not opens(person, placed, datetime(2027, 6, 30, 21, 59, 59, tzinfo=UTC))


def test_a_grant_ends_at_its_moment_in_the_hour_that_comes_twice(placed):
    person = make_person()
    # The second 02.30 of the night when the clock is put back.
    ends = datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=SWEDEN)
    Grant.objects.create(
        person=person,
        item=placed.item,
        reason="Utredning",
        starts=ends - timedelta(days=1),
        expires=ends,
        made_by=make_person(),
    )
    first = datetime(2027, 10, 31, 2, 30, fold=0, tzinfo=SWEDEN).astimezone(UTC)
    assert opens(person, placed, first)
    assert opens(person, placed, ends.astimezone(UTC) - SECOND)
    assert not opens(person, placed, ends.astimezone(UTC))


def test_papers_appear_at_their_moment(placed):
    person = make_person(employed=False)
    make_mandate(person, placed.item.meeting.body, start=date(2026, 1, 1))
    moment = midnight(date(2027, 3, 28)) + timedelta(hours=9)
    coming = place(placed.item, published_at=moment)
    for at, answer in ((moment - SECOND, False), (moment, True)):
        rights = rights_of(viewer_of(person), at)
        assert placements.is_open_to(rights, coming) is answer


def test_a_recusal_ends_when_the_item_is_decided(placed):
    person = make_person(employed=False)
    make_mandate(person, placed.item.meeting.body, start=date(2026, 1, 1))
    decided = midnight(date(2027, 2, 1)) + timedelta(hours=14)
    placed.item.decided_at = decided
    placed.item.save()
    Recusal.objects.create(person=person, item=placed.item, declared_at=decided - timedelta(days=2))
    for at, answer in (
        (decided - timedelta(days=3), True),
        (decided - timedelta(days=2), False),
        (decided - SECOND, False),
        (decided, True),
    ):
        assert placements.is_open_to(rights_of(viewer_of(person), at), placed) is answer


def test_broken_glass_lasts_two_hours(placed):
    administrator = make_superuser()
    begun = midnight(date(2027, 3, 28)) + timedelta(minutes=90)
    BreakGlass.objects.create(
        person=administrator,
        body=placed.item.meeting.body,
        reason="Fel i en handling",
        begun_at=begun,
        expires=begun.astimezone(UTC) + timedelta(hours=2),
    )
    assert not opens(administrator, placed, begun - SECOND)
    assert opens(administrator, placed, begun.astimezone(UTC) + timedelta(hours=2) - SECOND)
    assert not opens(administrator, placed, begun.astimezone(UTC) + timedelta(hours=2))


def test_a_right_that_ends_is_gone_with_the_next_request(placed):
    person = make_person(employed=False)
    mandate = make_mandate(person, placed.item.meeting.body)
    now = timezone.now()
    assert opens(person, placed, now)
    mandate.end = timezone.localdate() - timedelta(days=1)
    mandate.save()
    assert not opens(person, placed, now)
