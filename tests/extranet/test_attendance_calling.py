"""Answers call and release substitutes: in the body's order, each once, and told."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extranet.access.rights import rights_of
from extranet.attendance import answers, calling
from extranet.attendance.answers import Answer, ClosedError, NotAskedError, answer
from extranet.attendance.calling import ChangedError
from extranet.attendance.kinds import ASKED, CALLED, RELEASED, VACANT
from extranet.attendance.models import Attendance, Call, PartyOrder
from extranet.attendance.seats import members, substitutes
from extranet.bodies.models import Body, BodyRules
from extranet.exceptions.models import Recusal
from extranet.mandates.models import Mandate, Party
from extranet.meetings.models import Meeting, Serving
from intranet.access.viewer import viewer_of
from intranet.notices import inbox
from intranet.notices.models import Notice
from intranet.people.models import Person
from tests.extranet.make import make_body, make_item, make_mandate, make_matter, make_meeting
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SUMMONED = Meeting.State.SUMMONED
State = Call.State


class Place:
    """A board with two parties: two members and two substitutes of (S), one of each of (M), a secretary."""

    def __init__(self, order: str = BodyRules.SubstituteOrder.PARTY, **fields) -> None:
        self.s, self.m = (Party.objects.create(code=code, name=code) for code in ("S", "M"))
        self.body = make_body(substitute_order=order, **fields)
        self.meeting = make_meeting(self.body, state=SUMMONED)
        self.anna = self.mandate("anna", "ledamot", self.s)
        self.bo = self.mandate("bo", "ledamot", self.s)
        self.maria = self.mandate("maria", "ledamot", self.m)
        self.first = self.mandate("forsta", "ersattare", self.s, order=1)
        self.second = self.mandate("andra", "ersattare", self.s, order=2)
        self.third = self.mandate("tredje", "ersattare", self.m, order=1)
        self.secretary = self.mandate("sekreterare", "sekreterare")
        PartyOrder.objects.create(party=self.s, calls=self.m, order=1)

    def mandate(self, name: str, role: str, party: Party | None = None, **fields) -> Mandate:
        return make_mandate(make_person(name, employed=False), self.body, role, party=party, **fields)

    def says(self, who: Mandate, what: str, by: Mandate | None = None) -> Attendance:
        call = answers.call_to(self.meeting, who.person_id)
        seen = call.pk if call else None
        return answer(self.meeting.pk, who.person_id, what, (by or who).person_id, seen_call=seen)

    def called(self) -> list[tuple[str, str, str]]:
        calls = Call.objects.filter(meeting=self.meeting).order_by("pk")
        return [(c.absent.person.username, c.substitute.person.username, c.state) for c in calls]

    def serving(self) -> list[tuple[str, str]]:
        rows = Serving.objects.filter(meeting=self.meeting).order_by("pk")
        return [(row.mandate.person.username, row.instead_of.person.username) for row in rows]


@pytest.fixture
def place():
    return Place()


def told(who: Mandate) -> list[str]:
    """The kinds of what somebody's inbox shows."""
    viewer = viewer_of(Person.objects.get(pk=who.person_id))
    return sorted(
        entry.kind.code for entry in inbox.entries(viewer, inbox.of(viewer, Notice.objects.unread()))
    )


def reads_secret(who: Mandate, meeting: Meeting) -> bool:
    return meeting.pk in rights_of(viewer_of(who.person)).reach_secret.meetings


def test_an_absence_asks_the_first_in_order_who_serves_on_saying_yes(place):
    place.says(place.anna, Answer.ABSENT)
    assert place.called() == [("anna", "forsta", State.ASKED)]
    assert told(place.first) == [CALLED]
    assert place.serving() == []
    assert not reads_secret(place.first, place.meeting)
    place.says(place.first, Answer.COMES)
    assert place.called() == [("anna", "forsta", State.ACCEPTED)]
    assert place.serving() == [("forsta", "anna")]
    assert reads_secret(place.first, place.meeting)
    assert told(place.first) == []


def test_each_no_asks_the_next_and_that_nobody_is_left_is_told_to_the_secretary(place):
    place.says(place.anna, Answer.ABSENT)
    for who in (place.first, place.second):
        place.says(who, Answer.ABSENT)
        assert told(place.secretary) == []
    place.says(place.third, Answer.ABSENT)
    assert [name for _absent, name, _state in place.called()] == ["forsta", "andra", "tredje"]
    assert {state for _absent, _name, state in place.called()} == {State.REFUSED}
    assert told(place.secretary) == [VACANT]
    assert place.serving() == []
    # Who can after all takes the seat that stands empty, and the secretary need not look further.
    place.says(place.second, Answer.COMES)
    assert place.serving() == [("andra", "anna")]
    assert told(place.secretary) == []


def test_a_member_who_comes_after_all_ends_the_serving_and_the_substitute_is_told(place):
    place.says(place.anna, Answer.ABSENT)
    place.says(place.first, Answer.COMES)
    place.says(place.anna, Answer.COMES)
    assert place.called() == [("anna", "forsta", State.WITHDRAWN)]
    assert place.serving() == []
    assert not reads_secret(place.first, place.meeting)
    assert told(place.first) == [RELEASED]
    assert Attendance.objects.get(person=place.first.person).answer == Answer.NONE
    # They may be called again, by whoever is absent next.
    place.says(place.bo, Answer.ABSENT)
    assert place.called()[-1] == ("bo", "forsta", State.ASKED)


def test_a_question_that_nobody_has_answered_is_taken_back_without_a_word(place):
    place.says(place.anna, Answer.ABSENT)
    place.says(place.anna, Answer.COMES)
    assert place.called() == [("anna", "forsta", State.WITHDRAWN)]
    assert told(place.first) == []


def test_a_substitute_who_falls_ill_after_saying_yes_is_followed_by_the_next(place):
    place.says(place.anna, Answer.ABSENT)
    place.says(place.first, Answer.COMES)
    place.says(place.first, Answer.ABSENT)
    assert place.called() == [("anna", "forsta", State.REFUSED), ("anna", "andra", State.ASKED)]
    assert place.serving() == []
    assert not reads_secret(place.first, place.meeting)


def test_two_absentees_have_two_substitutes_and_who_is_freed_fills_what_stands_empty(place):
    place.says(place.third, Answer.ABSENT)
    for who in (place.anna, place.bo, place.maria):
        place.says(who, Answer.ABSENT)
    assert place.called() == [("anna", "forsta", State.ASKED), ("bo", "andra", State.ASKED)]
    assert told(place.secretary) == [VACANT]  # nobody of (M), and nothing is set for (M)
    PartyOrder.objects.create(party=place.m, calls=place.s, order=1)
    place.says(place.anna, Answer.COMES)
    assert place.called()[-1] == ("maria", "forsta", State.ASKED)
    assert told(place.secretary) == []


def test_the_order_of_a_body_goes_before_the_one_for_all(place):
    PartyOrder.objects.create(body=place.body, party=place.m, calls=place.s, order=1)
    PartyOrder.objects.create(party=place.m, calls=Party.objects.create(code="C", name="C"), order=1)
    place.says(place.third, Answer.ABSENT)
    place.says(place.maria, Answer.ABSENT)
    assert place.called() == [("maria", "forsta", State.ASKED)]


def test_a_personal_substitute_goes_first_where_the_body_has_such():
    place = Place(BodyRules.SubstituteOrder.PERSONAL)
    Mandate.objects.filter(pk=place.third.pk).update(substitute_for=place.anna)
    place.says(place.anna, Answer.ABSENT)
    place.says(place.third, Answer.ABSENT)
    assert [name for _absent, name, _state in place.called()] == ["tredje", "forsta"]


def test_fullmaktige_calls_from_the_party_in_the_constituency():
    place = Place("", kind=Body.Kind.COUNCIL)
    Mandate.objects.filter(pk__in=(place.anna.pk, place.second.pk)).update(constituency="Norra")
    Mandate.objects.filter(pk=place.first.pk).update(constituency="Södra")
    place.says(place.anna, Answer.ABSENT)
    assert place.called() == [("anna", "andra", State.ASKED)]
    place.says(place.second, Answer.ABSENT)
    assert told(place.secretary) == [VACANT]


def test_nobody_is_passed_over_but_those_who_should_be(place):
    """One who has said that they don't come, one recused from everything, one whose mandate has ended by then."""
    items = [make_item(place.meeting, matter=make_matter()) for _ in range(2)]
    make_item(place.meeting)  # calling the roll: nobody is recused from that
    for item in items:
        Recusal.objects.create(person=place.first.person, item=item)
    Recusal.objects.create(person=place.second.person, item=items[0])
    place.says(place.anna, Answer.ABSENT)
    assert place.called() == [("anna", "andra", State.ASKED)]


def test_by_the_mandates_of_the_meetings_day(place):
    day = timezone.localdate(place.meeting.starts)
    Mandate.objects.filter(pk=place.first.pk).update(end=day - timedelta(days=1))
    Mandate.objects.filter(pk=place.second.pk).update(start=day)
    place.says(place.anna, Answer.ABSENT)
    assert place.called() == [("anna", "andra", State.ASKED)]
    # What ends without anybody's answering is found by the clock.
    Mandate.objects.filter(pk=place.second.pk).update(start=day + timedelta(days=1))
    assert calling.settle_coming(timezone.now()) == 1
    assert place.called()[-1] == ("anna", "tredje", State.ASKED)
    assert calling.settle_coming(timezone.now()) == 0


def test_a_chair_who_is_listed_as_a_member_too_has_one_substitute(place):
    make_mandate(place.anna.person, place.body, "ordforande")
    place.says(place.anna, Answer.ABSENT)
    assert place.called() == [("anna", "forsta", State.ASKED)]  # of the party that the one mandate names


def test_a_substitute_who_holds_a_seat_as_well_is_not_called(place):
    make_mandate(place.bo.person, place.body, "ersattare", party=place.s, order=0)
    place.says(place.anna, Answer.ABSENT)
    assert place.called() == [("anna", "forsta", State.ASKED)]


def test_who_serves_already_without_a_call_is_passed_over_and_leaves_when_the_member_comes(place):
    Serving.objects.create(meeting=place.meeting, mandate=place.first, instead_of=place.bo)
    place.says(place.anna, Answer.ABSENT)
    assert place.called() == [("anna", "andra", State.ASKED)]
    place.says(place.bo, Answer.COMES)
    assert place.serving() == []


def test_an_answer_to_what_is_asked_no_more_is_not_kept(place):
    place.says(place.anna, Answer.ABSENT)
    call = Call.objects.get()
    place.says(place.anna, Answer.COMES)
    who = place.first.person_id
    with pytest.raises(ChangedError):
        answer(place.meeting.pk, who, Answer.COMES, who, seen_call=call.pk)
    assert place.serving() == []
    assert not Attendance.objects.filter(person=who).exists()
    # Nor is one from a page that did not show the question.
    place.says(place.anna, Answer.ABSENT)
    with pytest.raises(ChangedError):
        answer(place.meeting.pk, who, Answer.COMES, who)
    assert place.serving() == []


def test_a_seat_that_was_filled_by_hand_is_not_filled_twice(place):
    place.says(place.anna, Answer.ABSENT)
    Serving.objects.create(meeting=place.meeting, mandate=place.second, instead_of=place.anna)
    with pytest.raises(ChangedError):
        place.says(place.first, Answer.COMES)
    calling.settle_coming(timezone.now())
    assert place.called() == [("anna", "forsta", State.WITHDRAWN)]
    assert place.serving() == [("andra", "anna")]


@pytest.mark.parametrize("state", [state for state in Meeting.State if state != SUMMONED])
def test_only_between_summons_and_beginning(state, place):
    Meeting.objects.update(state=state)
    with pytest.raises(ClosedError):
        place.says(place.anna, Answer.ABSENT)
    Meeting.objects.update(state=SUMMONED, starts=timezone.now())
    with pytest.raises(ClosedError):
        place.says(place.anna, Answer.ABSENT)


def test_what_nobody_has_answered_is_withdrawn_when_the_meeting_begins(place):
    place.says(place.anna, Answer.ABSENT)
    place.says(place.bo, Answer.ABSENT)
    place.says(place.first, Answer.COMES)
    assert told(place.second) == [CALLED]
    Meeting.objects.update(starts=timezone.now() - timedelta(seconds=1))
    assert told(place.second) == []  # at once, whatever the clock does
    assert calling.close_begun(timezone.now()) == 1
    assert place.called() == [("anna", "forsta", State.ACCEPTED), ("bo", "andra", State.WITHDRAWN)]
    assert place.serving() == [("forsta", "anna")]
    assert calling.close_begun(timezone.now()) == 0


def test_a_distance_only_where_there_is_a_way_to_it(place):
    with pytest.raises(NotAskedError):
        place.says(place.anna, Answer.REMOTE)
    Meeting.objects.update(link="https://mote.example.org/1")
    place.says(place.anna, Answer.REMOTE)
    assert Attendance.objects.get().answer == Answer.REMOTE


@pytest.mark.parametrize("role", ["gruppledare", "insynsplats", "revisor", "sekreterare", "narvaroratt"])
def test_who_has_no_seat_is_not_asked(role, place):
    with pytest.raises(NotAskedError):
        place.says(place.mandate("nagon", role), Answer.COMES)


def test_asking_asks_the_members_once_and_an_answer_ends_it(place):
    assert answers.ask(place.meeting.pk) == 3
    assert answers.ask(place.meeting.pk) == 0
    assert told(place.anna) == [ASKED]
    assert told(place.first) == []
    place.says(place.anna, Answer.COMES)
    assert told(place.anna) == []
    assert told(place.bo) == [ASKED]
    Meeting.objects.update(state=Meeting.State.DRAFT)
    assert told(place.bo) == []


def test_who_has_lost_their_mandate_is_told_nothing_any_more(place):
    place.says(place.anna, Answer.ABSENT)
    assert told(place.first) == [CALLED]
    Mandate.objects.filter(pk=place.first.pk).update(end=timezone.localdate() - timedelta(days=1))
    make_mandate(place.first.person, make_body(), "ledamot")  # signs in all the same
    assert told(place.first) == []


@given(seed=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_people_answer(seed):
    """Random answers in a random body: what must hold after each of them."""
    from django.db import transaction

    with transaction.atomic():
        _drawn(Random(seed))
        transaction.set_rollback(True)


def _drawn(lot: Random) -> None:
    place = Place(lot.choice(BodyRules.SubstituteOrder.values))
    if lot.random() < 0.5:
        Mandate.objects.filter(pk=place.second.pk).update(substitute_for=place.maria)
    day = timezone.localdate(place.meeting.starts)
    ended = lot.choice((place.first, place.second, place.third, None))
    if ended:
        Mandate.objects.filter(pk=ended.pk).update(end=day - timedelta(days=1))
    meeting = place.meeting
    everybody = [*members(meeting), *substitutes(meeting)]
    for _ in range(8):
        place.says(lot.choice(everybody), lot.choice((Answer.COMES, Answer.ABSENT, Answer.ABSENT)))
        live = list(Call.objects.live().filter(meeting=meeting))
        for group in (
            [call.absent.person_id for call in live],  # no two substitutes for one absentee
            [call.substitute.person_id for call in live],  # nobody is called twice
            list(Serving.objects.filter(meeting=meeting).values_list("instead_of", flat=True)),
        ):
            assert len(group) == len(set(group))
        asked = Call.objects.filter(meeting=meeting).exclude(state=State.WITHDRAWN)
        people = list(asked.values_list("substitute__person", flat=True))
        assert len(people) == len(set(people))
        absent = set(
            Attendance.objects.filter(meeting=meeting, answer=Answer.ABSENT).values_list("person", flat=True)
        )
        for call in live:
            assert Mandate.objects.in_force(day).filter(pk=call.substitute_id).exists()
            assert call.absent.person_id in absent
            assert call.substitute.person_id not in absent
        accepted = {call.substitute_id for call in live if call.state == State.ACCEPTED}
        assert set(Serving.objects.filter(meeting=meeting).values_list("mandate", flat=True)) == accepted
        # A seat stands empty only if nobody is left, and then the secretary is told which.
        empty = {
            m.pk for m in members(meeting) if m.person_id in absent and not calling.is_filled(meeting, m)
        }
        keys = Notice.objects.filter(kind=VACANT, person=place.secretary.person).values_list("key", flat=True)
        assert set(keys) == {str(pk) for pk in empty}
