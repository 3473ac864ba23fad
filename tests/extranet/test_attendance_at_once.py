"""Two people at the same moment: one substitute for an absentee, nobody called twice, no seat left by mistake."""

from __future__ import annotations

import pytest

from extranet.attendance import answers, recusing
from extranet.attendance.answers import Answer
from extranet.attendance.calling import ChangedError
from extranet.attendance.models import Call
from extranet.exceptions.models import Recusal
from extranet.meetings.models import Serving
from tests.extranet.make import make_item
from tests.extranet.test_attendance_calling import Place
from tests.home.test_runs_ticking import at_once

pytestmark = [pytest.mark.database, pytest.mark.connections, pytest.mark.django_db(transaction=True)]


def said(place, who, what, seen=None):
    try:
        answers.answer(place.meeting.pk, who.person_id, what, who.person_id, seen_call=seen)
    except ChangedError:
        return False
    return True


def test_two_are_absent_at_once_and_have_a_substitute_each():
    place = Place()
    at_once(*(lambda who=who: said(place, who, Answer.ABSENT) for who in (place.anna, place.bo, place.maria)))
    live = Call.objects.live()
    assert sorted(live.values_list("substitute__person__username", flat=True))[0:2] == ["andra", "forsta"]
    assert (
        live.values("absent").distinct().count()
        == live.count()
        == live.values("substitute").distinct().count()
    )


def test_a_yes_that_meets_the_members_own_coming_leaves_nobody_serving_in_vain():
    place = Place()
    said(place, place.anna, Answer.ABSENT)
    call = Call.objects.get()
    at_once(
        lambda: said(place, place.first, Answer.COMES, call.pk),
        lambda: said(place, place.anna, Answer.COMES),
    )
    assert not Serving.objects.exists()
    assert not Call.objects.live().exists()


def test_the_same_answer_sent_twice_calls_once():
    place = Place()
    at_once(*(lambda: said(place, place.anna, Answer.ABSENT) for _ in range(4)))
    assert Call.objects.count() == 1


def test_a_recusal_declared_twice_at_once_is_one():
    place = Place()
    item = make_item(place.meeting)
    at_once(*(lambda: recusing.declare(place.anna.person_id, item.pk, "") for _ in range(4)))
    assert Recusal.objects.count() == 1
