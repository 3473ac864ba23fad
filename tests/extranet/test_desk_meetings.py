"""The secretary's desk: meetings made, changed, taken away; who gets there, and two at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from extranet.attendance import answers
from extranet.attendance.kinds import MOVED
from extranet.meetings.models import AgendaItem, Meeting
from extranet.meetings.templates import MeetingTemplate
from intranet.notices.models import Notice
from tests.extranet.make import (
    make_body,
    make_item,
    make_mandate,
    make_meeting,
    make_member,
    place,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def body():
    return make_body("Hamnnämnden", slug="hamnnamnden", summons_days=7)


@pytest.fixture
def secretary(body):
    return make_member(body, "sekreterare", "sara.sekreterare")


@pytest.fixture
def client(secretary) -> Client:
    client = Client()
    client.force_login(secretary)
    return client


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().split())


def on(days: int, at: str = "13:00") -> dict[str, str]:
    return {
        "day": (timezone.localdate() + days * DAY).isoformat(),
        "starts": at,
        "ends": "16:00",
        "place": "Kajen",
    }


def asked(response) -> str:
    """What a yes says, as the page offers it."""
    return response.context["form"].asked


def test_only_secretaries_find_the_desk(client, body):
    link = f'href="{reverse("desk")}"'
    assert link in text(client.get(reverse("meetings")))
    member = signed_in(make_member(body))
    assert link not in text(member.get(reverse("meetings")))
    missing = member.get("/sammantraden/finns-inte/")
    assert member.get(reverse("desk")).content == missing.content
    # One who was a secretary until yesterday is none today.
    before = signed_in(make_member(body, "sekreterare", end=timezone.localdate() - DAY))
    assert before.get(reverse("desk")).status_code == 404


def test_the_desk_says_what_remains(client, body):
    make_meeting(body, timezone.now() + 30 * DAY)
    late = make_meeting(body, timezone.now() + 3 * DAY)
    make_item(late, published=False)
    sent = make_meeting(body, timezone.now() + 5 * DAY, state="summoned")
    make_item(sent, published=False)
    make_meeting(make_body("En annan nämnd"), timezone.now() + 3 * DAY)
    page = text(client.get(reverse("desk")))
    assert "Dagordningen är tom. Kallelsen ska skickas senast" in page
    assert "Kallelsen skulle ha skickats" in page
    assert "Kallelsen är försenad" in page
    assert "Ett tillägg är inte publicerat." in page
    assert "En annan nämnd" not in page


def test_an_empty_desk_says_so(client):
    assert "Inget att bereda just nu" in text(client.get(reverse("desk")))


def test_a_meeting_is_made_from_what_is_usual_for_the_body(client, body, secretary):
    made = client.post(reverse("desk_new_meeting", args=[body.slug]), on(20))
    meeting = Meeting.objects.get(body=body)
    assert made.url == reverse("desk_meeting", args=[meeting.pk])
    assert (meeting.state, meeting.place, meeting.changed_by) == ("draft", "Kajen", secretary)
    assert timezone.localtime(meeting.starts).strftime("%H.%M") == "13.00"
    agenda = list(meeting.items.values_list("number", "neutral_title", "published_at"))
    assert agenda[:3] == [
        (1, "Upprop", None),
        (2, "Val av justerare", None),
        (3, "Fastställande av dagordning", None),
    ]
    # The next one is as this one was.
    form = client.get(reverse("desk_new_meeting", args=[body.slug])).context["form"]
    assert form.initial["place"] == "Kajen"


def test_its_own_template_is_what_it_begins_with(client, body):
    address = reverse("desk_template", args=[body.slug])
    rows = client.get(address).context["rows"]
    data = {
        "starts": "09:30",
        "minutes": "90",
        "sag": client.get(address).context["seen"],
        "punkt-TOTAL_FORMS": "3",
        "punkt-INITIAL_FORMS": str(rows.initial_form_count()),
    }
    for number, (order, title) in enumerate([(2, "Val av justerare"), (1, "Ordföranden hälsar"), (3, "")]):
        data |= {
            f"punkt-{number}-order": order,
            f"punkt-{number}-kind": "information",
            f"punkt-{number}-title": title,
        }
    assert client.post(address, data).url == reverse("desk")
    assert MeetingTemplate.objects.get().minutes == 90
    shown = client.get(reverse("desk_new_meeting", args=[body.slug])).context["form"].initial
    assert (shown["starts"].isoformat(), shown["ends"].isoformat()) == ("09:30:00", "11:00:00")
    client.post(reverse("desk_new_meeting", args=[body.slug]), on(20))
    titles = Meeting.objects.get().items.values_list("title", flat=True)
    assert list(titles) == ["Ordföranden hälsar", "Val av justerare"]
    # Somebody else saves what they saw before that: nothing is lost, and it is said who.
    stale = client.post(address, data)
    assert "har ändrat medan du skrev" in text(stale)
    assert "Sara" in text(stale) or "sara" in text(stale)
    assert 'value="Ordföranden hälsar"' in text(stale)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"ends": "12:00"}, "Sammanträdet måste sluta efter att det börjar."),
        ({"day": ""}, "Välj dag."),
        ({"starts": "sen"}, "Skriv klockslaget som 13.00."),
        ({"link": "javascript:alert(1)"}, "Skriv hela adressen"),
        ({"day": "2026-13-40"}, "Skriv dagen som"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(client, body, sent, told):
    page = text(client.post(reverse("desk_new_meeting", args=[body.slug]), on(20) | sent))
    assert told in page
    assert 'value="Kajen"' in page
    assert not Meeting.objects.exists()


def test_the_past_and_a_second_meeting_the_same_day_are_asked_about(client, body):
    address = reverse("desk_new_meeting", args=[body.slug])
    first = client.post(address, on(-2))
    assert "Tiden har redan varit. Är det rätt dag?" in text(first)
    assert not Meeting.objects.exists()
    client.post(address, on(-2) | {"saker": asked(first)})
    assert Meeting.objects.count() == 1
    # A yes to another question is no answer to this.
    client.post(address, on(9))
    clash = client.post(address, on(9, "14:00") | {"saker": asked(first)})
    assert "sammanträder redan samma dag, klockan 13.00" in text(clash)
    assert Meeting.objects.count() == 2
    client.post(address, on(9, "14:00") | {"saker": asked(clash)})
    assert Meeting.objects.count() == 3


def test_a_body_that_has_ended_takes_no_new_meeting(client, body):
    body.active_to = timezone.localdate() + DAY
    body.save()
    assert "inte verksamt längre" in text(client.post(reverse("desk_new_meeting", args=[body.slug]), on(20)))
    body.active_to = timezone.localdate() - DAY
    body.save()
    assert "Det tar inga nya sammanträden" in text(client.get(reverse("desk_new_meeting", args=[body.slug])))
    assert not Meeting.objects.exists()


def test_two_who_change_the_same_meeting_lose_nothing(client, body):
    meeting = make_meeting(body, timezone.now() + 20 * DAY)
    address = reverse("desk_edit_meeting", args=[meeting.pk])
    seen = client.get(address).context["seen"]
    other = make_member(body, "sekreterare", "olle.andra")
    assert signed_in(other).post(address, on(20) | {"place": "Bryggan", "sag": seen}).status_code == 302
    mine = client.post(address, on(20) | {"place": "Fyren", "sag": seen})
    page = text(mine)
    meeting.refresh_from_db()
    assert meeting.place == "Bryggan"
    assert f"{other} (" in page
    assert 'value="Fyren"' in page
    assert "Bryggan" in page
    assert client.post(address, on(20) | {"place": "Fyren", "sag": mine.context["seen"]}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.place == "Fyren"


def test_a_meeting_that_is_moved_is_told(client, body, secretary):
    member = make_member(body)
    meeting = make_meeting(body, timezone.now() + 20 * DAY, state="summoned")
    answers.ask(meeting.pk)
    address = reverse("desk_edit_meeting", args=[meeting.pk])
    page = client.get(address)
    assert "får alla som är kallade en notis" in text(page)
    same = page.context["form"].initial
    keep = {
        "day": same["day"].isoformat(),
        "starts": same["starts"].isoformat("minutes"),
        "sag": page.context["seen"],
    }
    # Starts with seconds of its own: another place alone moves nobody.
    meeting.starts = datetime.combine(
        same["day"], same["starts"].replace(second=0, microsecond=0)
    ).astimezone()
    meeting.save()
    keep["sag"] = client.get(address).context["seen"]
    client.post(address, keep | {"place": "Bryggan"})
    assert not Notice.objects.filter(kind=MOVED).exists()
    client.post(address, on(22) | {"sag": client.get(address).context["seen"]})
    assert list(Notice.objects.filter(kind=MOVED).values_list("person", flat=True)) == [member.pk]
    inbox = text(signed_in(member).get(reverse("notices")))
    assert "Sammanträdet har flyttats hit. Svara om du kommer." in inbox


def test_a_draft_is_taken_away_after_a_question(client, body):
    meeting = make_meeting(body)
    place(make_item(meeting, published=False), published=False)
    address = reverse("desk_remove_meeting", args=[meeting.pk])
    assert "Det går inte att ångra" in text(client.get(address))
    assert Meeting.objects.exists()
    assert client.post(address).url == reverse("desk")
    assert not Meeting.objects.exists()


def test_what_has_been_sent_is_not_taken_away(client, body):
    meeting = make_meeting(body, state="summoned")
    address = reverse("desk_remove_meeting", args=[meeting.pk])
    assert "Kallelsen är skickad, så sammanträdet tas inte bort." in text(client.post(address))
    assert Meeting.objects.exists()


def test_substitutes_are_called_from_the_page(client, body):
    meeting = make_meeting(body, state="summoned")
    member = make_member(body)
    answers.answer(meeting.pk, member.pk, "absent", member.pk)
    make_member(body, "ersattare")
    shown = client.post(reverse("desk_meeting", args=[meeting.pk]), {"steg": "kalla"}, follow=True)
    assert "Ingen mer behöver kallas just nu." in text(shown) or "En ersättare är kallad." in text(shown)


@pytest.mark.parametrize("name", ["desk_edit_meeting", "desk_new_item", "desk_reuse"])
def test_a_meeting_that_has_been_held_stays_as_it_was(client, body, name):
    meeting = make_meeting(body, state="held")
    shown = client.get(reverse(name, args=[meeting.pk]), follow=True)
    assert "inte längre" in text(shown)
    assert (
        client.post(reverse(name, args=[meeting.pk]), on(20) | {"neutral_title": "Nytt"}).status_code == 302
    )
    assert not AgendaItem.objects.exists()


def test_the_desk_costs_the_same_whatever_stands_there(
    client, body, secretary, django_assert_max_num_queries
):
    make_mandate(secretary, make_body("Ett utskott", parent=body), "sekreterare")

    def fill(meetings: int, each: int) -> Meeting:
        for number in range(meetings):
            meeting = make_meeting(body, timezone.now() + (20 + number) * DAY)
            for _ in range(each):
                place(make_item(meeting, published=False), published=False)
        return meeting

    def cost(path: str) -> int:
        client.get(path)
        with django_assert_max_num_queries(25) as counted:
            assert client.get(path).status_code == 200
        return len(counted)

    few = fill(1, 1)
    paths = [reverse("desk"), reverse("desk_meeting", args=[few.pk]), reverse("desk_reuse", args=[few.pk])]
    before = [cost(path) for path in paths]
    many = fill(4, 12)
    paths[1:] = [reverse("desk_meeting", args=[many.pk]), reverse("desk_reuse", args=[many.pk])]
    assert [cost(path) for path in paths] == before
