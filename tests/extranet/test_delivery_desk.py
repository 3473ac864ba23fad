"""The secretary prints, posts and notes for those who read on paper; what each gets is the rule's."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from html import unescape
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from extranet.delivery.choosing import NO_ADDRESS, Address, choose, way_of
from extranet.delivery.models import DeliveryChoice, Printing, Way
from extranet.demo import delivering
from extranet.exceptions.models import Recusal
from extranet.meetings.models import Meeting, Serving
from extranet.placements.models import Placement
from extranet.texts.models import TextReading
from tests.extranet.make import (
    make_body,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_version,
    mark_secret,
    place,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HOME = Address("Storgatan 1", "123 45", "Kompassköping")


@pytest.fixture
def body(papers_apart):
    return make_body("Trafiknämnden")


@pytest.fixture
def meeting(body):
    return make_meeting(body, state=Meeting.State.SUMMONED)


@pytest.fixture
def secretary(body, client):
    person = make_member(body, "sekreterare", "sek.reterare")
    client.force_login(person)
    return person


def on_paper(body, role: str = "ledamot", username: str = "", address: Address = HOME, **fields):
    person = make_member(body, role, username, **fields)
    choose(person, Way.PAPER, address, timezone.now())
    return person


def paper(item, title: str, pages: int | None = 3, **fields) -> Placement:
    placed = place(item, make_version(make_paper(title=title)), **fields)
    TextReading.objects.update_or_create(version=placed.version, defaults={"pages": pages})
    return placed


def shown(client, meeting, **query):
    return client.get(reverse("desk_prints", args=[meeting.pk]), query)


def left_for(client, meeting, person) -> list[str]:
    """The titles of what is left to print for somebody."""
    for row in shown(client, meeting).context["shown"].rows:
        if row.parcel.reader.person == person:
            return [sheaf.placement.version.paper.title for sheaf in row.parcel.left]
    return []


def tick(client, meeting, *people, **more):
    """As the form sends it: what the page shows, ticked for these."""
    data = {}
    for row in shown(client, meeting).context["shown"].rows:
        for field in ("papers", "sheets"):
            data[row.form[field].html_name] = row.form[field].value() or ""
        if row.parcel.reader.person in people:
            data[row.form["printed"].html_name] = "on"
    return client.post(reverse("desk_prints", args=[meeting.pk]), data | more, follow=True)


def test_each_gets_on_paper_what_the_rule_gives_them(client, secretary, meeting, body):
    member, recused = on_paper(body, username="anna.berg"), on_paper(body, username="bo.dahl")
    substitute = on_paper(body, "ersattare", "cia.ek")
    make_member(body, username="digital.david")
    item = make_item(meeting, order=1)
    first = paper(item, "Första handlingen")
    paper(item, "Den rättade", replaces=first)
    secret = paper(item, "Den hemliga")
    mark_secret(placement=secret)
    paper(item, "Utkastet", published=False)
    paper(item, "Den tillbakadragna", withdrawn_at=timezone.now(), withdrawn_why="Fel")
    other = make_item(meeting, order=2)
    paper(other, "Om grannen")
    Recusal.objects.create(person=recused, item=other)
    assert left_for(client, meeting, member) == ["Den rättade", "Den hemliga", "Om grannen"]
    assert left_for(client, meeting, recused) == ["Den rättade", "Den hemliga"]
    # A substitute who does not serve has no secret papers, on paper as little as on a screen.
    assert left_for(client, meeting, substitute) == ["Den rättade", "Om grannen"]
    page = unescape(shown(client, meeting).text)
    assert "Digital" not in page
    assert "Utkastet" not in page
    assert page.count("En är sekretessbelagd: lämna den, skicka den inte") == 2
    assert "Lämnas till: Anna Berg, Bo Dahl" in " ".join(page.split())
    Serving.objects.create(
        meeting=meeting, mandate=substitute.mandates.get(), instead_of=recused.mandates.get()
    )
    assert "Den hemliga" in left_for(client, meeting, substitute)


def test_who_prints_sees_no_paper_of_an_item_that_they_are_recused_from(client, secretary, meeting, body):
    member = on_paper(body)
    item = make_item(meeting)
    paper(item, "Om sekreteraren")
    paper(make_item(meeting), "Om en väg")
    Recusal.objects.create(person=secretary, item=item)
    assert left_for(client, meeting, member) == ["Om en väg"]
    page = shown(client, meeting).text
    assert "Om sekreteraren" not in page
    assert "Be en kollega" in page


def test_from_the_print_to_the_post_and_what_comes_late(client, secretary, meeting, body):
    anna, bo = on_paper(body, username="anna.berg"), on_paper(body, username="bo.dahl")
    item = make_item(meeting)
    paper(item, "En", pages=3)
    paper(item, "Två", pages=4)
    (row, _other) = shown(client, meeting).context["shown"].rows
    assert row.sheets == 4, "each paper begins on a sheet of its own: 2 + 2"
    assert shown(client, meeting, sidor="enkel").context["shown"].rows[0].sheets == 7

    assert "En utskrift är antecknad" in tick(client, meeting, anna).text
    printing = Printing.objects.get()
    assert (printing.person, printing.sheets, printing.double_sided, printing.printed_by) == (
        anna,
        4,
        True,
        secretary,
    )
    assert printing.posted_at is None
    assert left_for(client, meeting, anna) == []
    assert left_for(client, meeting, bo) == ["En", "Två"]

    address = reverse("desk_prints", args=[meeting.pk])
    client.post(address, {"posted": "1", "printing": [printing.pk]})
    printing.refresh_from_db()
    when = printing.posted_at
    assert when is not None
    client.post(address, {"posted": "1", "printing": [printing.pk]})
    printing.refresh_from_db()
    assert printing.posted_at == when, "posted once"

    paper(item, "Den sena", pages=1, late=True)
    assert left_for(client, meeting, anna) == ["Den sena"]
    assert "2 är utskrivna förut" in shown(client, meeting).text


def test_what_has_come_since_the_page_was_shown_is_not_taken_for_printed(client, secretary, meeting, body):
    anna = on_paper(body)
    item = make_item(meeting)
    seen = paper(item, "Sedd")
    paper(item, "Kom just")
    prefix = str(anna.pk)
    sent = {f"{prefix}-printed": "on", f"{prefix}-sheets": "2", f"{prefix}-papers": str(seen.pk)}
    address = reverse("desk_prints", args=[meeting.pk])
    client.post(address, sent)
    assert left_for(client, meeting, anna) == ["Kom just"]
    # The same form once more, as a second click sends it, notes nothing.
    answer = client.post(address, sent, follow=True)
    assert "Inget antecknades" in answer.text
    assert Printing.objects.count() == 1


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, secretary, meeting, body):
    anna, bo = on_paper(body, username="anna.berg"), on_paper(body, username="bo.dahl")
    uncounted = paper(make_item(meeting), "Skannad", pages=None)
    prefix, other = str(anna.pk), str(bo.pk)
    sent = {
        f"{prefix}-printed": "on",
        f"{prefix}-sheets": "",
        f"{prefix}-papers": str(uncounted.pk),
        f"{other}-printed": "on",
        f"{other}-sheets": "17",
        f"{other}-papers": str(uncounted.pk),
    }
    assert "räkna och lägg till" in shown(client, meeting).text
    answer = client.post(reverse("desk_prints", args=[meeting.pk]), sent)
    assert "Anna Berg: Skriv hur många ark det blev." in answer.text
    assert 'value="17"' in answer.text
    assert not Printing.objects.exists()


def test_a_note_is_taken_back_after_a_question(client, secretary, meeting, body):
    anna = on_paper(body, username="anna.berg")
    paper(make_item(meeting), "En")
    tick(client, meeting, anna)
    printing = Printing.objects.get()
    asked = shown(client, meeting, **{"ta-bort": printing.pk}).text
    assert "Ta bort anteckningen?" in asked
    assert Printing.objects.exists()
    client.post(reverse("desk_prints", args=[meeting.pk]), {"take_back": printing.pk})
    assert not Printing.objects.exists()
    assert left_for(client, meeting, anna) == ["En"]


def test_the_address_list_leaves_out_the_address_of_who_is_protected(client, secretary, meeting, body):
    on_paper(body, username="anna.berg", address=Address("=HYPERLINK(1)", "123 45", "Byn", "@Ek"))
    hidden = on_paper(body, username="hemlig.hemlin")
    type(hidden).objects.filter(pk=hidden.pk).update(protected=True)
    lost = on_paper(body, username="lost.lind")
    DeliveryChoice.objects.filter(person=lost).update(street="")
    page = client.get(reverse("desk_addresses", args=[meeting.pk])).text
    assert "Byn" in page
    assert "Storgatan" not in page
    assert "Hemlin" not in page
    assert "Hämtas hos nämndsekreteraren" in page
    assert "Adress saknas" in page
    answer = client.get(reverse("desk_addresses_csv", args=[meeting.pk]))
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Namn"
    assert ["Anna Berg", "'@Ek", "'=HYPERLINK(1)", "123 45", "Byn", ""] in rows
    assert ["En förtroendevald", "", "", "", "", "Hämtas hos nämndsekreteraren"] in rows


def test_nobody_on_paper_and_nothing_sent_are_said(client, secretary, meeting, body):
    assert "Ingen läser på papper" in shown(client, meeting).text
    assert "Ingen läser på papper" in client.get(reverse("desk_addresses", args=[meeting.pk])).text
    person = on_paper(body)
    draft = make_meeting(body)
    paper(make_item(draft, published=False), "Utkastet", published=False)
    page = shown(client, draft).text
    assert "Kallelsen är inte skickad" in page
    assert "Utkastet" not in page
    person.mandates.update(end=timezone.localdate() - timedelta(days=1))
    assert "Ingen läser på papper" in shown(client, draft).text


@pytest.mark.parametrize("name", ["desk_prints", "desk_addresses", "desk_addresses_csv"])
def test_only_the_bodys_secretary_gets_there(client, meeting, body, name):
    missing = reverse(name, args=[999999])
    for person in (
        make_member(body),
        make_member(body, "ordforande"),
        make_member(make_body(), "sekreterare"),
    ):
        client.force_login(person)
        answer = client.get(reverse(name, args=[meeting.pk]))
        assert (answer.status_code, answer.content) == (404, client.get(missing).content)


def test_papers_cost_no_queries_and_people_a_few(client, secretary, meeting, body):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert shown(client, meeting).status_code == 200
        return len(asked)

    item = make_item(meeting)
    on_paper(body)
    paper(item, "En")
    queries()
    before = queries()
    for number in range(6):
        paper(item, f"Handling {number}")
    assert queries() == before
    for _ in range(5):
        on_paper(body)
    assert queries() <= before + 5 * 3


def bars(page, key: str) -> dict[str, int]:
    chart = next(
        each
        for each in page.context["charts_of_years"] + page.context["charts_of_meetings"]
        if each.key == key
    )
    return {bar.label: bar.value for bar in chart.bars}


def test_what_is_printed_and_posted_is_drawn_and_told_in_a_table(client, secretary, body):
    year = timezone.localdate().year
    anna = make_member(body)
    start = timezone.now().replace(month=3, day=4)
    for ago, sheets in ((2, 400), (0, 90), (0, 10)):
        held = make_meeting(body, start.replace(year=year - ago), state=Meeting.State.HELD)
        Printing.objects.create(
            meeting=held,
            person=anna,
            sheets=sheets,
            printed_by=secretary,
            printed_at=start,
            posted_at=None if sheets == 10 else start,
        )
    make_meeting(body, start.replace(day=5), state=Meeting.State.HELD)
    elsewhere = make_meeting(make_body(), state=Meeting.State.HELD)
    Printing.objects.create(meeting=elsewhere, person=anna, sheets=7000, printed_by=secretary)
    page = client.get(reverse("desk_printed", args=[body.slug]))
    assert bars(page, "years-sheets") == {str(year - 2): 400, str(year - 1): 0, str(year): 100}
    assert bars(page, "years-sent") == {str(year - 2): 1, str(year - 1): 0, str(year): 1}
    assert list(bars(page, "meetings-sheets").values())[-1] == 0, "a meeting without prints counts"
    assert page.text.count('<svg class="chart__bars"') == 4
    assert 'width="20.00%"' in page.text, "a quarter of the longest"
    assert "<style" not in page.text
    assert "100 ark fler i år än förra året" in page.text
    assert f'<th scope="row">{year - 2}</th>' in page.text
    earlier = client.get(reverse("desk_printed", args=[body.slug]), {"ar": year - 2})
    assert list(bars(earlier, "meetings-sheets").values()) == [400]


def test_nothing_printed_is_said(client, secretary, body):
    assert "Inget är antecknat" in client.get(reverse("desk_printed", args=[body.slug])).text


def test_an_address_is_asked_only_where_the_post_needs_one(body):
    person = on_paper(body)
    choose(person, Way.DIGITAL, NO_ADDRESS, timezone.now())
    assert not DeliveryChoice.objects.exclude(street="").exists()


def test_in_the_demo_less_is_printed_each_half_year(body):
    make_member(body, "sekreterare", start=date(2020, 1, 1))
    members = [make_member(body, start=date(2020, 1, 1)) for _ in range(8)]
    now = timezone.now()
    old, new = (
        make_meeting(body, now - timedelta(days=days), state=Meeting.State.HELD) for days in (700, 20)
    )
    make_meeting(body, now - timedelta(days=10))  # a draft that was never sent
    assert delivering.load() == old.printings.count() + new.printings.count()
    assert old.printings.count() > new.printings.count() > 0
    assert delivering.load() == 0
    assert Way.PAPER in way_of([member.pk for member in members]).values()
