"""The calendar holds what the rule lets its owner know of, for everybody in whatever constellation, at each moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from extranet.access import meetings
from extranet.access.rights import rights_of
from extranet.feed import calendar
from extranet.meetings.models import Meeting
from intranet.access.viewer import viewer_of
from tests.extranet.test_access_agreement import MANY, Corpus, drawn

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def in_calendar(rights) -> set[int]:
    found = Calendar.from_ical(calendar.written(rights)).events
    numbers = [int(str(event["uid"]).partition("@")[0].rpartition("-")[2]) for event in found]
    assert len(numbers) == len(set(numbers))
    return set(numbers)


def summon(corpus: Corpus) -> None:
    for meeting in corpus.meetings:
        Meeting.objects.filter(pk=meeting.pk).update(state=corpus.lot.choice(Meeting.State.values))


@given(seed=st.integers(0, 10**6))
@MANY
def test_the_calendar_agrees_with_the_rule(seed):
    with drawn(seed) as corpus:
        summon(corpus)
        for person in corpus.people:
            for at in (corpus.now, corpus.now + timedelta(hours=25, seconds=1)):
                rights = rights_of(viewer_of(person), at)
                known = {
                    meeting.pk
                    for meeting in Meeting.objects.select_related("body")
                    if meetings.is_known_to(rights, meeting)
                }
                assert in_calendar(rights) == known, seed


def test_the_lots_hold_what_they_are_to_try():
    known = asked = 0
    for seed in range(8):
        with drawn(seed) as corpus:
            summon(corpus)
            for person in corpus.people:
                known += len(in_calendar(rights_of(viewer_of(person), corpus.now)))
                asked += len(corpus.meetings)
    assert 0.1 < known / asked < 0.9
