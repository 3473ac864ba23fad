"""Who knows of a meeting."""

from __future__ import annotations

import pytest

from extranet.meetings.models import Meeting
from tests.extranet.asking import grant, knows_meeting
from tests.extranet.make import (
    make_body,
    make_item,
    make_meeting,
    make_member,
)
from tests.factories import make_person, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_meeting_is_known_once_its_summons_is_sent_and_to_its_secretary_before(body):
    member, secretary = make_member(body), make_member(body, "sekreterare")
    other, administrator = make_member(make_body()), make_superuser()
    draft, summoned = make_meeting(body), make_meeting(body, state=Meeting.State.SUMMONED)
    assert [knows_meeting(member, m) for m in (draft, summoned)] == [False, True]
    assert [knows_meeting(secretary, m) for m in (draft, summoned)] == [True, True]
    for person in (other, administrator):
        assert [knows_meeting(person, m) for m in (draft, summoned)] == [False, False]


def test_a_meeting_is_known_to_whoever_knows_of_something_on_it(body):
    meeting = make_meeting(body)
    item = make_item(meeting)
    person = make_person()
    assert not knows_meeting(person, meeting)
    grant(person, item=item)
    assert knows_meeting(person, meeting)
    assert not knows_meeting(person, make_meeting(body, state=Meeting.State.SUMMONED))
