"""What an elected official is shown: start, body, meeting, item, paper. Through the views, by what stands there."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from extranet.bodies.models import BodyRules
from extranet.exceptions.models import Grant, Recusal
from extranet.mandates.models import MandateKind, Party
from extranet.meetings.models import AgendaItem, Meeting
from extranet.receipts.models import ReaderVisit, ReadReceipt
from tests.extranet.make import (
    make_authority,
    make_body,
    make_item,
    make_mandate,
    make_matter,
    make_meeting,
    make_member,
    make_paper,
    make_version,
    mark_secret,
    place,
)
from tests.factories import make_group, make_person

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FRAME = 12  # session, person, viewer, menu, unread notices, settings


@pytest.fixture(autouse=True)
def _papers(settings, tmp_path):
    settings.PAPERS_DIR = tmp_path / "papers"


@pytest.fixture
def body():
    return make_body("Kultur- och fritidsnämnden")


@pytest.fixture
def meeting(body):
    return make_meeting(body, state=Meeting.State.SUMMONED, place="Stadshuset", link="https://mote.example/1")


@pytest.fixture
def member(body, client):
    person = make_member(body, username="berit.ledamot")
    client.force_login(person)
    return person


def words(response) -> str:
    """What a reader reads in the page itself, without the frame."""
    assert response.status_code == 200, response.status_code
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main.group())))


def opened(client, name: str, *args, **query) -> str:
    return words(client.get(reverse(name, args=args), query))


def paper(title: str, **fields):
    return make_version(make_paper(title=title), **fields)


def test_the_start_says_which_meetings_come_and_what_is_new(client, member, body, meeting):
    item = make_item(meeting, neutral_title="Budget")
    place(item, paper("Uppföljning per oktober"))
    place(item, paper("Ännu inte klar"), published=False)
    later = make_meeting(body, timezone.now() + timedelta(days=30), state=Meeting.State.SUMMONED)
    make_meeting(body, timezone.now() + timedelta(days=40))  # not summoned yet
    text = opened(client, "meetings")
    assert text.index(f"{timezone.localtime(meeting.starts).day} ") < text.index("Stadshuset")
    assert "En ny handling" in text
    assert "Uppföljning per oktober" in text
    assert "Ännu inte klar" not in text
    links = re.findall(r'href="/sammantraden/(\d+)/"', client.get("/sammantraden/").content.decode())
    assert [int(pk) for pk in links] == [meeting.pk, later.pk]


def test_the_start_of_somebody_with_nothing_says_what_to_do(client):
    client.force_login(make_person())
    text = opened(client, "meetings")
    assert "Du har inga sammanträden här" in text
    assert "sekreterare" in text


def test_what_has_been_opened_or_was_there_at_the_last_visit_is_not_new(client, member, meeting):
    item = make_item(meeting)
    old = place(item, paper("Gammal"), published_at=timezone.now() - 2 * HOUR)
    new = place(item, paper("Alldeles ny"), published_at=timezone.now() - timedelta(minutes=5))
    ReaderVisit.objects.create(person=member, last_seen=timezone.now() - HOUR)
    text = opened(client, "meetings")
    assert "Alldeles ny" in text
    assert "Gammal" not in text
    assert "Nytt sedan du var här" in text
    assert "En ny handling" in opened(client, "meeting", meeting.pk)
    b"".join(client.get(reverse("paper_file", args=[new.pk])).streaming_content)
    assert ReadReceipt.objects.get().placement == new
    assert "ny handling" not in opened(client, "meeting", meeting.pk)
    assert "Alldeles ny" not in opened(client, "meetings")
    assert old.receipts.count() == 0


def test_a_recusal_is_named_by_the_neutral_title(client, member, meeting):
    item = make_item(meeting, neutral_title="Upplåtelse av mark", title="Upplåtelse av mark till Granvik AB")
    place(item, paper("Avtalet med Granvik"))
    Recusal.objects.create(person=member, item=item)
    for text in (
        opened(client, "meetings"),
        opened(client, "meeting", meeting.pk),
        opened(client, "agenda_item", item.pk),
    ):
        assert "Du har anmält jäv" in text
        assert "Upplåtelse av mark" in text
        assert "Granvik" not in text


def test_what_anybody_may_read_stays_with_who_is_recused(client, member, meeting, body):
    item = make_item(meeting, neutral_title="Bygglov", title="Bygglov för Granvik")
    public = place(item, paper("Annonsen"), public_at=timezone.now() - HOUR)
    Recusal.objects.create(person=member, item=item)
    assert "Annonsen" in opened(client, "agenda_item", item.pk)
    assert client.get(reverse("paper_file", args=[public.pk])).status_code == 200
    body.recusal_hides = BodyRules.RecusalHides.ALL
    body.save()
    assert "Annonsen" not in opened(client, "agenda_item", item.pk)
    assert client.get(reverse("paper_file", args=[public.pk])).status_code == 404


def test_the_meeting_has_its_agenda_in_order(client, member, meeting):
    matter = make_matter(registry_number="KFN 2026/12")
    make_item(meeting, order=2, number=2, neutral_title="Andra", title="Andra ärendet", matter=matter)
    first = make_item(
        meeting,
        order=1,
        number=1,
        title="Val av justerare",
        kind=AgendaItem.Kind.ELECTION,
        proposal="Nämnden utser Berit.",
        rapporteur="ordföranden",
    )
    place(first, paper("Underlag"), late=True)
    text = opened(client, "meeting", meeting.pk)
    assert "Stadshuset" in text
    assert "Delta på distans" in text
    assert text.index("Val av justerare") < text.index("Andra ärendet")
    for said in (
        "Val",
        "Nämnden utser Berit.",
        "föredras av ordföranden",
        "Underlag",
        "sen, kom",
        "KFN 2026/12",
    ):
        assert said in text, said
    assert "PDF" in text


@pytest.mark.parametrize(("doors", "said"), [("open", "öppet för alla"), ("closed", "stängda dörrar")])
def test_the_meeting_says_whether_the_public_may_come(client, member, body, meeting, doors, said):
    type(body).objects.update(doors=doors)
    assert said in client.get(reverse("meeting", args=[meeting.pk])).content.decode()


def test_an_empty_agenda_says_so(client, member, meeting):
    assert "Dagordningen är inte publicerad" in opened(client, "meeting", meeting.pk)


def test_a_replaced_paper_says_how_it_was_changed_and_leads_to_the_one_before(client, member, meeting):
    item = make_item(meeting)
    written = make_paper(title="Tjänsteskrivelse om badet")
    first = place(item, make_version(written), published_at=timezone.now() - 3 * HOUR)
    second = place(item, make_version(written, changes="Kostnaden är rättad"), replaces=first)
    text = opened(client, "meeting", meeting.pk)
    assert text.count("Tjänsteskrivelse om badet") == 1
    assert "Ersatt" in text
    assert "Kostnaden är rättad" in text
    assert (
        f"/sammantraden/handling/{first.pk}/" in client.get(f"/sammantraden/{meeting.pk}/").content.decode()
    )
    before = opened(client, "paper", first.pk)
    assert "Handlingen ersattes" in before
    assert (
        f"/sammantraden/handling/{second.pk}/"
        in client.get(f"/sammantraden/handling/{first.pk}/").content.decode()
    )


def test_a_replacement_that_is_not_published_is_not_told(client, member, meeting):
    item = make_item(meeting)
    written = make_paper(title="Tjänsteskrivelse om badet")
    first = place(item, make_version(written))
    coming = place(item, make_version(written, changes="Hemlig ändring"), replaces=first, published=False)
    for text in (opened(client, "meeting", meeting.pk), opened(client, "paper", first.pk)):
        assert "Tjänsteskrivelse om badet" in text
        assert "rsatt" not in text
        assert "Hemlig ändring" not in text
        assert "Versioner" not in text
    assert client.get(reverse("paper", args=[coming.pk])).status_code == 404


def test_a_withdrawn_paper_is_gone_and_the_registrators_alone(client, member, meeting):
    registrators = make_group("Registratorer")
    authority = make_authority("KFN", registrators=registrators)
    item = make_item(meeting)
    version = make_version(
        make_paper(make_matter(authority=authority, registry_number="KFN 7"), title="Fel fil")
    )
    placed = place(item, version)
    placed.withdrawn_at, placed.withdrawn_why = timezone.now(), "Namn stod i klartext"
    placed.save()
    assert "Fel fil" not in opened(client, "meeting", meeting.pk)
    for name in ("paper", "paper_file"):
        assert client.get(reverse(name, args=[placed.pk])).status_code == 404
    client.force_login(make_person(groups=("Registratorer",)))
    assert "Fel fil" in opened(client, "meetings")
    text = opened(client, "paper", placed.pk)
    assert "Namn stod i klartext" in text
    assert client.get(reverse("paper_file", args=[placed.pk])).status_code == 200
    # Nothing of the item or the meeting goes with it.
    assert client.get(reverse("meeting", args=[meeting.pk])).status_code == 404
    assert client.get(reverse("agenda_item", args=[item.pk])).status_code == 404
    assert item.neutral_title not in text


def test_earlier_treatment_is_told_as_far_as_the_reader_may_know_of_it(client, member, body, meeting):
    committee = make_body("Arbetsutskottet")
    before = make_item(
        make_meeting(committee, timezone.now() - timedelta(days=9)),
        neutral_title="Badet",
        title="Badet i ström",
    )
    item = make_item(meeting, title="Badhuset", came_from=before)
    assert "Arbetsutskottet" not in opened(client, "meeting", meeting.pk)
    make_mandate(member, committee)
    for text in (opened(client, "meeting", meeting.pk), opened(client, "agenda_item", item.pk)):
        assert "Arbetsutskottet" in text
        assert "Badet i ström" in text
    Recusal.objects.create(person=member, item=before)
    assert "Badet i ström" not in opened(client, "meeting", meeting.pk)


def test_numbers_with_a_gap_are_not_shown(client, member, body, meeting):
    """Who reads items of some kinds alone must not see between which others they stand."""
    for number, kind in enumerate(
        (AgendaItem.Kind.DECISION, AgendaItem.Kind.EMPLOYER, AgendaItem.Kind.DECISION), 1
    ):
        make_item(
            meeting, order=number, number=number, kind=kind, title=f"Rubrik {number}", paragraph=40 + number
        )
    assert "§ 42" in opened(client, "meeting", meeting.pk)
    staff = make_person(employed=True)
    mandate = make_mandate(staff, body, "personalforetradare")
    MandateKind.objects.create(mandate=mandate, kind=AgendaItem.Kind.EMPLOYER)
    client.force_login(staff)
    text = opened(client, "meeting", meeting.pk)
    assert "Rubrik 2" in text
    assert "Rubrik 1" not in text
    assert "§" not in text
    assert "Ärende 2" not in text
    (item,) = AgendaItem.objects.filter(number=2)
    assert "Ärende 2" not in opened(client, "agenda_item", item.pk)


def test_whoever_writes_a_paper_meets_their_own_item_alone(client, body, meeting):
    author = make_person()
    mine, other = make_item(meeting, published=False, title="Mitt ärende"), make_item(meeting, title="Annat")
    written = make_version(make_paper(make_matter(), author, title="Mitt utkast"))
    placed = place(mine, written, published=False)
    client.force_login(author)
    assert "Mitt utkast" in opened(client, "meetings")
    text = opened(client, "meeting", meeting.pk)
    assert "Mitt ärende" in text
    assert "Annat" not in text
    assert "Delta på distans" not in text
    assert "Mitt utkast" in opened(client, "paper", placed.pk)
    assert client.get(reverse("agenda_item", args=[other.pk])).status_code == 404


def test_the_body_has_its_meetings_by_year_and_those_who_sit_there(client, member, body, meeting):
    zone = timezone.get_current_timezone()
    for year in (2024, 2025):
        starts = datetime(year, 1, 1, 0, 30, tzinfo=zone)  # a year earlier in UTC
        make_meeting(body, starts, state=Meeting.State.CLOSED, place=f"Sal {year}")
    party = Party.objects.create(code="kp", name="Kustpartiet")
    make_member(body, "ordforande", "olle.ordforande", party=party)
    hidden = make_member(body, username="skyddad.person")
    hidden.protected = True
    hidden.save()
    response = client.get(reverse("body", args=[body.slug]))
    text = unescape(response.content.decode())
    assert "Stadshuset" in text
    assert "Sal 2025" in text
    assert "Sal 2024" not in text
    assert "Sal 2024" in opened(client, "body", body.slug, ar="2024")
    assert "Sal 2025" in opened(client, "body", body.slug, ar="9999")
    assert text.index("Olle Ordforande") < text.index("Ledamot", text.index("Olle Ordforande"))
    assert "Kustpartiet" in text
    assert "Skyddad" not in text


def test_the_next_and_the_one_before_are_those_that_open(client, member, meeting):
    first, second, third = (place(make_item(meeting, order=n), paper(f"Handling {n}")) for n in (1, 2, 3))
    mark_secret(placement=second)
    html = client.get(reverse("paper", args=[first.pk])).content.decode()
    assert f'rel="next" href="/sammantraden/handling/{third.pk}/"' in html
    assert 'rel="prev"' not in html
    html = client.get(reverse("paper", args=[third.pk])).content.decode()
    assert f'rel="prev" href="/sammantraden/handling/{first.pk}/"' in html


def test_days_are_swedish(client, member, body):
    """A meeting half past midnight in Sweden is on another day in UTC."""
    starts = datetime(2027, 3, 2, 0, 30, tzinfo=timezone.get_current_timezone())
    late = make_meeting(body, starts, state=Meeting.State.SUMMONED)
    assert "2 mars 2027" in opened(client, "meeting", late.pk)


def entries(client) -> str:
    html = client.get("/kollegor/").content.decode()
    return html[html.index('class="site-nav"') :].partition("</nav>")[0]


def test_the_navigation_leads_there_for_whoever_has_something_to_do_with_the_bodies(client, body, meeting):
    author, granted, nobody = (make_person() for _ in range(3))
    registrator = make_person(groups=("Registratorer",))
    make_authority("KFN", registrators=make_group("Registratorer"))
    waiting = place(make_item(meeting), make_version(make_paper(make_matter(), author)), published=False)
    grant = Grant.objects.create(
        person=granted, body=body, reason="Utreder", made_by=nobody, expires=timezone.now() + HOUR
    )
    for person in (author, granted, registrator, make_member(body)):
        client.force_login(person)
        assert "Sammanträden" in entries(client), person
    grant.expires = timezone.now()
    grant.save()
    waiting.published_at = timezone.now()
    waiting.save()
    cache.clear()  # the menu asks once a minute
    for person in (nobody, author, granted):
        client.force_login(person)
        assert "Sammanträden" not in entries(client), person


def filled(body, meetings: int, size: int) -> Meeting:
    """Meetings with items, each with a paper that replaced another and a secret one; returns the first."""
    made = [make_meeting(body, state=Meeting.State.SUMMONED) for _ in range(meetings)]
    for meeting in made:
        for number in range(size):
            item = make_item(meeting, number=number + 1, came_from=make_item(made[0], order=9000))
            written = make_paper()
            first = place(item, make_version(written))
            place(item, make_version(written, changes="Rättad"), replaces=first)
            mark_secret(placement=place(item))
    return made[0]


@pytest.mark.parametrize(("count", "size"), [(1, 1), (3, 8)])
def test_few_queries_whatever_there_is(client, member, body, django_assert_max_num_queries, count, size):
    meeting = filled(body, count, size)
    make_mandate(member, make_body(), "ersattare")
    Recusal.objects.create(person=member, item=make_item(meeting))
    item = meeting.items.filter(placements__isnull=False).first()
    for address, most in (
        (reverse("meetings"), 13),
        (reverse("meeting", args=[meeting.pk]), 11),
        (reverse("agenda_item", args=[item.pk]), 12),
        (reverse("paper", args=[item.placements.first().pk]), 13),
        (reverse("body", args=[body.slug]), 10),
    ):
        client.get(address)
        with django_assert_max_num_queries(most + FRAME):
            assert client.get(address).status_code == 200
