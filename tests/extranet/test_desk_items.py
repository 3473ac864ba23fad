"""What stands on an agenda: added, changed, moved, removed, and taken up from a committee."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from extranet.exceptions.models import Recusal
from extranet.meetings.models import AgendaItem, Meeting
from extranet.meetings.ordering import FixedError, move, renumber
from extranet.papers.models import Matter
from extranet.placements.models import Placement
from extranet.placements.placing import AlreadyPlacedError, MeetingOverError
from extranet.placements.placing import place as place_version
from extranet.secrecy.models import is_secret
from tests.extranet.make import (
    make_authority,
    make_body,
    make_item,
    make_mandate,
    make_matter,
    make_meeting,
    make_member,
    make_version,
    mark_secret,
    place,
)
from tests.leaks.extranet_asking import prove

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def body():
    return make_body("Hamnnämnden", slug="hamnnamnden")


@pytest.fixture
def secretary(body):
    return make_member(body, "sekreterare", "sara.sekreterare")


@pytest.fixture
def meeting(body):
    return make_meeting(body, timezone.now() + 20 * DAY)


@pytest.fixture
def client(secretary) -> Client:
    client = Client()
    client.force_login(secretary)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().split())


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.items.order_by("order").values_list("neutral_title", flat=True))


def numbers(meeting: Meeting) -> list[int]:
    return list(meeting.items.order_by("order").values_list("number", flat=True))


def entry(**fields: str) -> dict[str, str]:
    return {"kind": "beslut", "neutral_title": "Ny kaj", "steg": "spara"} | fields


@pytest.fixture
def abc(meeting) -> list[AgendaItem]:
    items = [
        make_item(meeting, neutral_title=title, order=n, published=False) for n, title in enumerate("ABCD")
    ]
    renumber(meeting.pk)
    return items


@pytest.mark.parametrize(
    ("moved", "sent", "expected"),
    [
        (0, {"till": "ned"}, "BACD"),
        (3, {"till": "upp"}, "ABDC"),
        (0, {"till": "upp"}, "ABCD"),
        (3, {"plats": "1"}, "DABC"),
        (0, {"plats": "99"}, "BCDA"),
        (1, {"plats": "x"}, "ABCD"),
    ],
)
def test_items_are_moved_and_the_numbers_follow(client, meeting, abc, moved, sent, expected):
    response = client.post(reverse("desk_meeting", args=[meeting.pk]), {"arende": abc[moved].pk, **sent})
    assert response.status_code == 302
    assert "".join(titles(meeting)) == expected
    assert numbers(meeting) == [1, 2, 3, 4]


def test_two_who_move_at_once_both_have_moved(client, meeting, abc):
    """A step is from where it stands then, not from where a page showed it."""
    address = reverse("desk_meeting", args=[meeting.pk])
    client.post(address, {"arende": abc[3].pk, "till": "upp"})
    client.post(address, {"arende": abc[3].pk, "till": "upp"})
    assert "".join(titles(meeting)) == "ADBC"


def test_what_has_been_sent_keeps_its_number_and_what_is_late_comes_last(client, meeting, abc):
    now = timezone.now()
    AgendaItem.objects.filter(meeting=meeting).update(published_at=now)
    Meeting.objects.filter(pk=meeting.pk).update(state="summoned", sent_at=now)
    page = text(
        client.post(reverse("desk_new_item", args=[meeting.pk]), entry(neutral_title="E"), follow=True)
    )
    client.post(reverse("desk_new_item", args=[meeting.pk]), entry(neutral_title="F"))
    assert "Sent ärende" in page
    late = list(AgendaItem.objects.filter(late=True).order_by("order"))
    assert [(item.neutral_title, item.number, item.published_at) for item in late] == [
        ("E", 5, None),
        ("F", 6, None),
    ]
    client.post(reverse("desk_meeting", args=[meeting.pk]), {"arende": late[1].pk, "plats": "1"})
    assert "".join(titles(meeting)) == "ABCDFE"
    assert numbers(meeting) == [1, 2, 3, 4, 5, 6]
    with pytest.raises(FixedError):
        move(meeting.pk, abc[0].pk, 3)
    told = client.post(
        reverse("desk_meeting", args=[meeting.pk]), {"arende": abc[0].pk, "till": "ned"}, follow=True
    )
    assert "ärendets nummer ligger fast" in text(told)


def test_an_item_is_added_with_a_new_matter(client, meeting, secretary):
    sent = entry(
        registry_number="KS 2026/901", title="Ny kaj vid Fyren", proposal="Nämnden beslutar.", at="14:30"
    )
    client.post(reverse("desk_new_item", args=[meeting.pk]), sent | {"exercises_authority": "on"})
    item = meeting.items.get()
    assert (item.title, item.proposal, item.at.hour, item.exercises_authority) == (
        "Ny kaj vid Fyren", "Nämnden beslutar.", 14, True,
    )  # fmt: skip
    assert (item.matter.registry_number, item.matter.authority, item.changed_by) == (
        "KS 2026/901", meeting.body.authority, secretary,
    )  # fmt: skip
    again = client.post(reverse("desk_new_item", args=[meeting.pk]), sent)
    assert "Diarienumret finns redan." in text(again)
    assert 'value="Ny kaj vid Fyren"' in text(again)
    assert Matter.objects.count() == 1


def test_a_matter_is_found_by_number_or_title_and_nothing_typed_is_lost(client, body, meeting):
    shown = make_matter(registry_number="KS 2026/77", neutral_title="Hamnplan", title="Hamnplan vid Ålgrund")
    make_item(make_meeting(body), matter=shown)
    make_matter(registry_number="KS 2026/78", neutral_title="Personärende", title="Anna Ålgrund")
    make_matter(authority=make_authority("ANNAN"), registry_number="X 1", neutral_title="Ålgrund hos andra")
    address = reverse("desk_new_item", args=[meeting.pk])
    typed = entry(neutral_title="", proposal="Sparat förslag", steg="sok", sok_arende="ålgrund")
    page = text(client.post(address, typed))
    assert "KS 2026/77" in page
    assert "Sparat förslag" in page
    # A title that nobody has shown her is neither searched nor told, and other authorities' matters are not hers.
    assert "KS 2026/78" not in page
    assert "X 1" not in page
    assert "Personärende" in text(client.post(address, typed | {"sok_arende": "2026/78"}))
    # Return in the search field searches, too.
    assert "KS 2026/77" in text(client.post(address, typed | {"steg": "", "sokt": ""}))
    chosen = client.post(address, typed | {"steg": f"valj-{shown.pk}"})
    form = chosen.context["form"]
    assert (form["neutral_title"].value(), form["title"].value()) == ("Hamnplan", "Hamnplan vid Ålgrund")
    assert "Sparat förslag" in text(chosen)
    client.post(address, entry(neutral_title="Hamnplan", matter=str(shown.pk)))
    assert meeting.items.get().matter == shown
    nothing = client.post(address, typed | {"sok_arende": "finnsinte"})
    assert "Inget ärende hos" in text(nothing)


def test_a_matter_that_is_not_hers_is_not_taken(client, meeting):
    other = make_matter(authority=make_authority("ANNAN"))
    page = client.post(reverse("desk_new_item", args=[meeting.pk]), entry(matter=str(other.pk)))
    assert "Ärendet finns inte. Sök efter det igen." in text(page)
    assert other.registry_number not in text(page)
    assert not meeting.items.exists()


def test_without_a_neutral_title_nothing_is_saved_or_lost(client, meeting):
    page = text(
        client.post(reverse("desk_new_item", args=[meeting.pk]), entry(neutral_title="", proposal="Kvar"))
    )
    assert "Skriv en neutral rubrik." in page
    assert "Kvar" in page
    assert "Alla som får veta att ärendet finns läser den" in page
    assert not meeting.items.exists()


@pytest.mark.parametrize(
    ("neutral", "title", "told"),
    [
        ("Ansökan från Anna Ek", "Ansökan från Anna Ek om bistånd", "”Anna”"),
        ("Ansökan om bistånd", "Ansökan om bistånd", "densamma som rubriken"),
        ("Ansökan 19850101-2384", "", "personnummer"),
        ("Ansökan om bistånd", "Ansökan från Anna Ek om bistånd", ""),
    ],
)
def test_a_neutral_title_that_reveals_is_asked_about(client, meeting, neutral, title, told):
    address = reverse("desk_new_item", args=[meeting.pk])
    sent = entry(neutral_title=neutral, title=title, exercises_authority="on")
    first = client.post(address, sent)
    if not told:
        assert first.status_code == 302
        return
    assert told in text(first)
    assert not meeting.items.exists()
    client.post(address, sent | {"saker": first.context["form"].asked})
    assert meeting.items.get().neutral_title == neutral


def test_an_open_title_that_repeats_a_secret_one_is_asked_about(client, body, meeting):
    matter = make_matter(neutral_title="Bistånd", title="Bistånd åt Berit Borg")
    before = make_item(
        make_meeting(body), matter=matter, neutral_title="Bistånd", title="Bistånd åt Berit Borg"
    )
    mark_secret(placement=place(before))
    address = reverse("desk_new_item", args=[meeting.pk])
    told = client.post(
        address, entry(matter=str(matter.pk), neutral_title="Bistånd", title="Bistånd åt Berit Borg")
    )
    assert "”Berit”, ”Borg”" in text(told)
    assert not meeting.items.exists()
    assert client.post(address, entry(matter=str(matter.pk), neutral_title="Bistånd")).status_code == 302


def test_two_who_change_the_same_item_lose_nothing(client, body, meeting):
    item = make_item(meeting, neutral_title="Kaj", proposal="Förut", published=False)
    address = reverse("desk_item", args=[item.pk])
    seen = client.get(address).context["seen"]
    other = Client()
    other.force_login(make_member(body, "sekreterare", "olle.andra"))
    assert other.post(address, entry(proposal="Olles förslag", sag=seen)).status_code == 302
    # Looking for a matter meanwhile does not make it seem seen.
    assert client.post(address, entry(steg="sok", sok_arende="x", sag=seen)).context["seen"] == seen
    mine = client.post(address, entry(proposal="Saras förslag", sag=seen))
    item.refresh_from_db()
    assert item.proposal == "Olles förslag"
    page = text(mine)
    assert "har ändrat medan du skrev" in page
    assert str(item.changed_by) in page
    assert "Olles förslag" in page
    assert "Saras förslag" in page
    assert client.post(address, entry(proposal="Båda", sag=mine.context["seen"])).status_code == 302


def test_an_item_is_removed_after_a_question_and_its_papers_stay(client, meeting, abc):
    version = place(abc[1], published=False).version
    address = reverse("desk_remove_item", args=[abc[1].pk])
    assert "Handlingen som ligger där finns kvar i ärendet." in text(client.get(address))
    client.post(address)
    assert "".join(titles(meeting)) == "ACD"
    assert numbers(meeting) == [1, 2, 3]
    version.refresh_from_db()


def _published(item):
    item.published_at = timezone.now()
    item.save()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (_published, "Ärendet är publicerat."),
        (
            lambda item: place(item, withdrawn_at=timezone.now(), withdrawn_why="Fel"),
            "Registrator ska kunna läsa",
        ),
        (lambda item: mark_secret(placement=place(item, published=False)), "sekretessmarkerad"),
        (lambda item: Recusal.objects.create(person=make_member(item.meeting.body), item=item), "anmält jäv"),
        (lambda item: make_item(make_meeting(make_body()), came_from=item), "Ett annat organ har tagit upp"),
    ],
)
def test_what_is_to_stay_is_not_removed_and_it_is_said_why(client, abc, make, why):
    make(abc[0])
    address = reverse("desk_remove_item", args=[abc[0].pk])
    assert why in text(client.get(address))
    assert why in text(client.post(address))
    assert AgendaItem.objects.filter(pk=abc[0].pk).exists()


def test_a_recused_secretary_reads_the_neutral_title_and_moves(client, secretary, meeting, abc):
    AgendaItem.objects.filter(pk=abc[0].pk).update(title="Hemlig rubrik", proposal="Hemligt förslag")
    place(abc[0], published=False)
    Recusal.objects.create(person=secretary, item=abc[0])
    page = text(client.get(reverse("desk_meeting", args=[meeting.pk])))
    assert "Hemlig" not in page
    assert "Du har anmält jäv." in page
    for name in ("desk_item", "desk_remove_item"):
        assert client.get(reverse(name, args=[abc[0].pk])).status_code == 404
        assert client.post(reverse(name, args=[abc[0].pk]), entry()).status_code == 404
    client.post(reverse("desk_meeting", args=[meeting.pk]), {"arende": abc[0].pk, "till": "ned"})
    assert "".join(titles(meeting)) == "BACD"


def test_a_version_is_placed_last_unpublished_and_late_when_sent(meeting, secretary):
    item = make_item(meeting, published=False)
    first = place_version(item, make_version(), by=secretary)
    second = place_version(item, make_version(), by=secretary)
    assert (first.order, second.order, first.late, first.published_at) == (1, 2, False, None)
    with pytest.raises(AlreadyPlacedError):
        place_version(item, first.version, by=secretary)
    item.refresh_from_db()
    assert item.changed_by == secretary
    Meeting.objects.filter(pk=meeting.pk).update(state="summoned")
    assert place_version(item, make_version(), by=secretary).late
    Meeting.objects.filter(pk=meeting.pk).update(state="attested")
    with pytest.raises(MeetingOverError):
        place_version(item, make_version(), by=secretary)


@pytest.fixture
def committee(body):
    return make_body("Hamnnämndens utskott", kind="utskott", parent=body)


@pytest.fixture
def treated(committee):
    """An item that the committee has decided, with an open paper that was replaced and a secret one."""
    held = make_meeting(committee, timezone.now() - 5 * DAY, state="held")
    item = make_item(
        held,
        matter=make_matter(),
        neutral_title="Bistånd",
        title="Bistånd åt Berit Borg",
        proposal="Utskottet föreslår",
        kind="motion",
        decided_at=timezone.now() - DAY,
    )
    old = place(item)
    newer = place(item, make_version(old.version.paper), replaces=old)
    secret = place(item)
    mark_secret(placement=secret)
    place(item, withdrawn_at=timezone.now(), withdrawn_why="Fel")
    place(item, published=False)
    item.delivered = {newer.version_id, secret.version_id}
    return item


def test_what_a_committee_has_dealt_with_is_taken_up_with_one_click(
    client, secretary, committee, meeting, treated
):
    make_mandate(secretary, committee, "sekreterare")
    address = reverse("desk_reuse", args=[meeting.pk])
    # A secret paper wants a step-up first: nothing is taken up without its papers.
    assert "Lås upp" in text(client.get(address))
    assert reverse("step_up") in client.post(address, {"arende": treated.pk}).url
    assert not meeting.items.exists()
    prove(client)
    assert "Bistånd åt Berit Borg" in text(client.get(address))
    client.post(address, {"arende": treated.pk})
    item = meeting.items.get()
    assert (item.title, item.neutral_title, item.proposal, item.kind, item.matter, item.came_from) == (
        treated.title, treated.neutral_title, treated.proposal, "motion", treated.matter, treated,
    )  # fmt: skip
    assert (item.published_at, item.decided_at, item.number) == (None, None, 1)
    placed = list(Placement.objects.filter(item=item))
    assert {each.version_id for each in placed} == treated.delivered
    assert all(each.published_at is None for each in placed)
    # The marking of one placement has come along: what was secret there is secret here.
    assert [is_secret(each) for each in sorted(placed, key=lambda each: each.order)] == [False, True]
    # Not offered again, nor taken twice.
    assert "Bistånd åt" not in text(client.get(address))
    again = client.post(address, {"arende": treated.pk}, follow=True)
    assert "Inget togs upp" in text(again)
    assert meeting.items.count() == 1


def test_of_a_committee_one_does_not_read_nothing_is_offered(client, committee, meeting, treated):
    address = reverse("desk_reuse", args=[meeting.pk])
    prove(client)
    page = text(client.get(address))
    assert "Inget att ta upp" in page
    assert "Bistånd" not in page
    client.post(address, {"arende": treated.pk})
    assert not meeting.items.exists()


def test_from_what_one_is_recused_nothing_is_taken_up(client, secretary, committee, meeting, treated):
    make_mandate(secretary, committee, "sekreterare")
    AgendaItem.objects.filter(pk=treated.pk).update(decided_at=None)
    Recusal.objects.create(person=secretary, item=treated)
    prove(client)
    address = reverse("desk_reuse", args=[meeting.pk])
    assert "Bistånd" not in text(client.get(address))
    client.post(address, {"arende": treated.pk})
    assert not meeting.items.exists()


def test_a_title_is_not_opened_because_what_closed_it_did_not_come_along(
    client, secretary, committee, meeting
):
    """The old version was secret, the new one is not: the title it closes stays behind."""
    make_mandate(secretary, committee, "sekreterare")
    held = make_meeting(committee, timezone.now() - 5 * DAY, state="held")
    item = make_item(held, matter=make_matter(), neutral_title="Bistånd", title="Bistånd åt Berit")
    old = place(item)
    mark_secret(placement=old)
    place(item, make_version(old.version.paper), replaces=old)
    prove(client)
    client.post(reverse("desk_reuse", args=[meeting.pk]), {"arende": item.pk})
    assert meeting.items.get().title == "Bistånd"


def test_a_body_without_committees_says_so(client, meeting):
    assert "Organet har inga utskott" in text(client.get(reverse("desk_reuse", args=[meeting.pk])))
