"""When somebody was here before, in each place that keeps it: the same for all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from extranet.receipts.models import ReaderVisit
from home.start.visits import Visit
from intranet.people.visits import PAUSE, STEP
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize("visits", [Visit, ReaderVisit])
def test_what_is_new_is_what_has_come_since_the_visit_before(visits, django_assert_num_queries):
    me, other = make_person(), make_person()
    assert visits.arrive(me.pk, NOON) is None
    visits.arrive(other.pk, NOON - timedelta(days=9))
    # The same visit goes on as long as the pauses are short; it is written once a minute.
    with django_assert_num_queries(1):
        assert visits.arrive(me.pk, NOON + STEP / 2) is None
    later = NOON + PAUSE
    assert visits.arrive(me.pk, later) is None
    again = later + PAUSE + STEP
    assert visits.arrive(me.pk, again) == later
    assert visits.arrive(me.pk, again + STEP) == later
    assert visits.objects.get(person=me).last_seen == again + STEP
    assert visits.objects.count() == 2


def test_one_place_knows_nothing_of_the_other():
    me = make_person()
    Visit.arrive(me.pk, NOON)
    assert ReaderVisit.arrive(me.pk, NOON + timedelta(days=1)) is None
