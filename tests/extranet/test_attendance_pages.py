"""The page of attendance: each answers for themselves, the body's secretary for whoever has rung."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from extranet.attendance.answers import Answer
from extranet.attendance.kinds import CALLED, RELEASED
from extranet.attendance.models import Attendance, Call
from extranet.mandates.models import Mandate
from extranet.meetings.models import Meeting, Serving
from intranet.notices.models import Notice
from tests.extranet.make import make_body, make_mandate, make_meeting, make_member
from tests.extranet.test_attendance_calling import Place
from tests.factories import make_home, make_person, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def place():
    make_home()
    return Place()


def address(meeting: Meeting, query: str = "") -> str:
    return reverse("attendance", args=[meeting.pk]) + query


@pytest.fixture
def page(client, place):
    """Somebody opens the page; returns its text."""

    def opens(who: Mandate, query: str = "") -> str:
        client.force_login(who.person)
        answer = client.get(address(place.meeting, query))
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return opens


@pytest.fixture
def post(client, place):
    def sends(who: Mandate, **data):
        client.force_login(who.person)
        return client.post(address(place.meeting), data, follow=True)

    return sends


def said(who: Mandate) -> str:
    return Attendance.objects.filter(person=who.person).values_list("answer", flat=True).first() or ""


def test_from_an_absence_to_a_substitute_who_serves_and_back(place, page, post):
    assert "Kommer du?" in page(place.anna)
    answer = post(place.anna, said=Answer.ABSENT)
    assert "Svaret är sparat" in answer.content.decode()
    assert "Du har förhinder" in page(place.anna)
    shown = page(place.first)
    assert "Kan du tjänstgöra?" in shown
    assert "Anna Provsson (S) har förhinder och du står på tur" in shown
    post(place.first, said=Answer.COMES, call=Call.objects.get().pk)
    assert place.serving() == [("forsta", "anna")]
    assert "I stället för Anna Provsson (S)" in page(place.first)
    assert "Forsta Provsson (S) tjänstgör i ditt ställe" in page(place.anna)
    post(place.anna, said=Answer.COMES)
    assert place.serving() == []
    assert "Du var tillfrågad, men behövs inte längre" in page(place.first)


def test_a_no_asks_the_next(place, page, post):
    post(place.anna, said=Answer.ABSENT)
    post(place.first, said=Answer.ABSENT, call=Call.objects.get().pk)
    assert place.called()[-1] == ("anna", "andra", Call.State.ASKED)
    assert "Kan du tjänstgöra?" in page(place.second)
    assert "Kan du tjänstgöra?" not in page(place.first)


def test_nobody_answers_for_another_but_the_secretary(place, client, post):
    for who in (place.bo, place.first):
        answer = post(who, said=Answer.ABSENT, svara=place.anna.pk)
        assert answer.status_code == 404
        assert client.get(address(place.meeting, f"?svara={place.anna.pk}")).status_code == 404
    assert not Attendance.objects.exists()
    post(place.secretary, said=Answer.ABSENT, svara=place.anna.pk)
    kept = Attendance.objects.get()
    assert (kept.person, kept.answered_by) == (place.anna.person, place.secretary.person)
    assert place.called() == [("anna", "forsta", Call.State.ASKED)]
    post(place.secretary, said=Answer.COMES, svara=place.first.pk, call=Call.objects.get().pk)
    assert place.serving() == [("forsta", "anna")]


def test_the_secretary_sees_all_answers_and_members_their_own_alone(place, page, post):
    post(place.anna, said=Answer.ABSENT)
    post(place.first, said=Answer.ABSENT, call=Call.objects.get().pk)
    shown = page(place.secretary)
    for name in ("Anna Provsson (S)", "Bo Provsson (S)", "Forsta Provsson (S)", "Tredje Provsson (M)"):
        assert name in shown
    assert "0 kommer, 1 har förhinder, 2 har inte svarat" in shown
    assert "Andra Provsson (S) är tillfrågad" in shown
    for who in (place.bo, place.third):
        shown = page(who)
        assert "Anna Provsson" not in shown
        assert "Forsta Provsson" not in shown


def test_that_nobody_is_left_is_said_on_the_secretarys_page(place, page, post):
    for mandate in (place.first, place.second, place.third):
        post(mandate, said=Answer.ABSENT)
    assert "står tom" not in page(place.secretary)
    post(place.anna, said=Answer.ABSENT)
    shown = page(place.secretary)
    assert "En plats står tom." in shown
    assert "Ingen ersättare finns kvar att kalla" in shown


def test_who_answers_for_somebody_is_named(place, page, post):
    post(place.secretary, said=Answer.COMES, svara=place.anna.pk)
    assert "infört av Sekreterare Provsson" in page(place.secretary)
    assert "Infört av sekreteraren" in page(place.anna)
    assert "Svara åt Bo Provsson (S)" in page(place.secretary, f"?svara={place.bo.pk}")


def test_a_protected_member_is_named_to_nobody(place, page, post):
    place.anna.person.protected = True
    place.anna.person.save()
    post(place.secretary, said=Answer.ABSENT, svara=place.anna.pk)
    for who, query in (
        (place.secretary, ""),
        (place.secretary, f"?svara={place.anna.pk}"),
        (place.first, ""),
    ):
        shown = page(who, query)
        assert "Anna" not in shown
        assert "En förtroendevald (S)" in shown


def test_without_a_choice_one_is_told_to_choose_and_nothing_is_kept(place, post):
    answer = post(place.anna)
    assert answer.status_code == 200
    assert "Välj ett svar." in answer.content.decode()
    for wrong in ("kanske", "", Answer.REMOTE):  # there is no way to take part at a distance
        assert "field--error" in post(place.anna, said=wrong).content.decode()
    assert not Attendance.objects.exists()


def test_at_a_distance_where_the_meeting_has_a_link(place, page, post):
    assert "på distans" not in page(place.anna)
    Meeting.objects.update(link="https://mote.example.org/1")
    assert "Jag deltar på distans" in page(place.anna)
    post(place.anna, said=Answer.REMOTE)
    assert "Du deltar på distans" in page(place.anna)


def test_an_old_page_accepts_nothing_unseen(place, post):
    """Two tabs: the question came, or went, after the page was opened."""
    post(place.anna, said=Answer.ABSENT)
    assert "Läget har ändrats" in post(place.first, said=Answer.COMES).content.decode()
    assert place.serving() == []
    call = Call.objects.get()
    post(place.anna, said=Answer.COMES)
    answer = post(place.first, said=Answer.COMES, call=call.pk)
    assert "Läget har ändrats" in answer.content.decode()
    assert said(place.first) == ""


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"starts": timezone.now() - timedelta(minutes=1)}, "Sammanträdet har börjat"),
        ({"state": Meeting.State.HELD}, "Sammanträdet har börjat"),
    ],
)
def test_after_it_has_begun_the_page_says_so_and_takes_nothing(fields, told, place, page, post):
    Meeting.objects.update(**fields)
    shown = page(place.anna)
    assert told in shown
    assert "Spara svaret" not in shown
    assert told in post(place.anna, said=Answer.ABSENT).content.decode()
    assert not Attendance.objects.exists()
    assert "Svara åt" not in page(place.secretary)


def test_before_the_summons_the_secretary_alone_knows_of_it(place, page, client):
    Meeting.objects.update(state=Meeting.State.DRAFT)
    assert "Kallelsen är inte skickad" in page(place.secretary)
    client.force_login(place.anna.person)
    assert client.get(address(place.meeting)).status_code == 404


@pytest.mark.parametrize(
    "who", ["stranger", "employee", "superuser", "other body", "their secretary", "ended", "no seat"]
)
def test_for_others_the_address_does_not_exist(who, place, client):
    other, today = make_body(), timezone.localdate()
    person = {
        "stranger": lambda: make_person(employed=False),
        "employee": make_person,
        "superuser": make_superuser,
        "other body": lambda: make_member(other),
        "their secretary": lambda: make_member(other, "sekreterare"),
        "ended": lambda: make_member(place.body, end=today - timedelta(days=1)),
        "no seat": lambda: make_member(place.body, "insynsplats"),
    }[who]()
    client.force_login(person)
    missing = client.get("/sammantraden/999999/narvaro/")
    for answer in (
        client.get(address(place.meeting)),
        client.get(address(place.meeting, f"?svara={place.anna.pk}")),
        client.post(address(place.meeting), {"said": Answer.ABSENT}),
        client.post(address(place.meeting), {"said": Answer.ABSENT, "svara": place.anna.pk}),
    ):
        assert answer.status_code == missing.status_code == 404
        assert answer.content == missing.content
    assert not Attendance.objects.exists()


def test_a_mandate_that_ends_before_the_meeting_gives_no_seat_at_it(place, client):
    day = timezone.localdate(place.meeting.starts)
    Mandate.objects.filter(pk=place.anna.pk).update(end=day - timedelta(days=1))
    client.force_login(place.anna.person)
    assert client.get(address(place.meeting)).status_code == 404


def test_another_meetings_member_is_nobody_here(place, client, post):
    other = make_body()
    mandate = make_mandate(make_person(employed=False), other)
    make_meeting(other, state=Meeting.State.SUMMONED)
    assert post(place.secretary, said=Answer.ABSENT, svara=mandate.pk).status_code == 404
    assert post(place.secretary, said=Answer.ABSENT, svara="1 OR 1").status_code == 404


def test_the_page_reads_the_notices_of_it(place, page, post):
    post(place.anna, said=Answer.ABSENT)
    (told,) = Notice.objects.filter(person=place.first.person, kind=CALLED)
    page(place.first)
    told.refresh_from_db()
    assert told.seen_at
    post(place.first, said=Answer.COMES, call=Call.objects.get().pk)
    post(place.anna, said=Answer.COMES)
    (told,) = Notice.objects.filter(person=place.first.person, kind=RELEASED)
    page(place.first)
    told.refresh_from_db()
    assert told.seen_at


def test_as_many_questions_whatever_the_number_of_seats(place, client, django_assert_max_num_queries):
    for number in range(20):
        place.mandate(f"ny{number}", "ledamot" if number % 2 else "ersattare", place.s, order=10 + number)
    for who in (place.anna, place.bo):
        place.says(who, Answer.ABSENT)
    place.says(place.first, Answer.COMES)
    for who, most in ((place.secretary, 18), (place.second, 18)):
        client.force_login(who.person)
        client.get(address(place.meeting))
        with django_assert_max_num_queries(most):
            client.get(address(place.meeting))


def test_serving_is_made_by_nobody_who_is_not_asked(place, post):
    post(place.secretary, said=Answer.COMES, svara=place.third.pk)
    assert not Serving.objects.exists()


def test_the_meetings_page_leads_here_those_who_are_asked(place, client):
    link = f'href="{address(place.meeting)}"'
    looking_on = make_member(place.body, "insynsplats")
    for who in (place.anna, place.first, place.secretary):
        client.force_login(who.person)
        assert link in client.get(reverse("meeting", args=[place.meeting.pk])).content.decode()
    client.force_login(looking_on)
    assert link not in client.get(reverse("meeting", args=[place.meeting.pk])).content.decode()
