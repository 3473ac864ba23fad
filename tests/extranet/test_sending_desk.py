"""Previewing, checking and sending at the desk: what the secretary sees and does, through the pages."""

from __future__ import annotations

import csv
import html
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml.html import document_fromstring

from extranet.exceptions.models import Recusal
from extranet.mandates.models import Audit
from extranet.meetings.models import AgendaItem, Meeting
from extranet.receipts.models import ReaderVisit, ReadReceipt
from extranet.summons import sending, tasks
from extranet.summons.models import Addition, Override, Recipient, Summons
from intranet.audit.models import Event
from intranet.notices.models import Notice
from tests.extranet.make import (
    make_body,
    make_item,
    make_member,
    make_paper,
    make_version,
    mark_secret,
    place,
)
from tests.extranet.test_summons_sending import Board
from tests.factories import make_home, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PARTS = ("page-head", "coming", "agenda-head", "agenda")
FRAME = 18
"""What every page asks: session, user, viewer, frame."""


@pytest.fixture
def board() -> Board:
    make_home()
    return Board()


@pytest.fixture
def secretary(board) -> Client:
    client = Client()
    client.force_login(board.secretary)
    return client


def address(name: str, board: Board) -> str:
    return reverse(name, args=[board.meeting.pk])


def said(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def as_read_by(person, board: Board) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse("meeting", args=[board.meeting.pk])).content.decode()


def parts(page: str) -> list[str]:
    """What a meeting's page tells: its head, the question whether one comes, its agenda. Not what one does there."""
    found = document_fromstring(page)
    told = [part for name in PARTS for part in found.find_class(name)]
    for tool in [tool for part in told for tool in part.find_class("no-print")]:
        tool.drop_tree()
    return [" ".join(part.text_content().split()) for part in told]


def ready(board: Board) -> None:
    """Nothing is left that a check has to say: the paper has been looked through, the rest is passed over."""
    from extranet.summons import examining
    from extranet.texts.models import TextReading

    TextReading.objects.update(state="read", pages=1)
    while examining.examine_next():
        pass
    client = Client()
    client.force_login(board.secretary)
    for _round in range(12):
        page = client.get(address("desk_send", board)).content.decode()
        found = re.search(r'name="godta" value="([\w-]+)"', page)
        if not found:
            return
        code = found[1]
        keys = re.findall(rf'value="({code}[^"]*:[^"]*)"', page)
        client.post(address("desk_send", board), {"godta": code, "keys": keys, "reason": "Prövat."})
    raise AssertionError(page)


def confirm(client: Client, board: Board):
    page = client.get(address("desk_send_confirm", board))
    seen = re.search(r'name="sett" value="(\w+)"', page.content.decode())[1]
    return client.post(address("desk_send_confirm", board), {"sett": seen})


NAMES = ("desk_preview", "desk_send", "desk_send_confirm", "desk_proof", "desk_proof_file")


@pytest.mark.parametrize("name", NAMES)
def test_for_the_bodys_secretary_alone(board, name):
    other = make_member(make_body("Kulturnämnden"), "sekreterare")
    for person in (board.member, board.chair, other, make_superuser("rot")):
        client = Client()
        client.force_login(person)
        assert client.get(address(name, board)).status_code == 404
        assert client.post(address(name, board), {"godta": "x", "keys": "x", "reason": "x"}).status_code in (
            404,
            405,
        )
    assert not Override.objects.exists()
    assert not Summons.objects.exists()


def test_the_preview_says_word_for_word_what_the_member_reads_once_it_is_sent(board, secretary):
    mark_secret(placement=place(board.item, make_version(make_paper(title="Läkarintyg")), published=False))
    page = f"{address('desk_preview', board)}?person={board.member.pk}"
    before = secretary.get(page).content.decode()
    assert not AgendaItem.objects.filter(published_at__isnull=False).exists()
    board.meeting.refresh_from_db()
    assert board.meeting.state == Meeting.State.DRAFT
    board.send()
    picture = before[before.index('<div class="still">') :]
    picture = picture[: picture.index("Det här visas inte")]
    shown = parts(picture)
    assert shown == parts(as_read_by(board.member, board))
    assert "Läkarintyg" in shown[-1]
    assert "href" not in picture
    assert "<form" not in picture


def test_the_preview_leaves_no_trace_of_the_person(board, secretary):
    auditors = make_body("Revisorerna", "revision")
    Audit.objects.create(auditing=auditors, audited=board.body)
    auditor = make_member(auditors, "revisor", "rut.revisor")
    before = Event.objects.count()
    for person in (board.member, auditor):
        page = secretary.get(f"{address('desk_preview', board)}?person={person.pk}")
        assert "Bygglov för Anders Hemlig" in said(page)
    assert not ReaderVisit.objects.exists()
    assert not ReadReceipt.objects.exists()
    assert Event.objects.count() == before
    assert not Notice.objects.exists()


def test_the_preview_says_what_a_substitute_does_not_see_and_why(board, secretary):
    mark_secret(placement=place(board.item, make_version(make_paper(title="Läkarintyg")), published=False))
    page = said(secretary.get(f"{address('desk_preview', board)}?person={board.substitute.pk}"))
    assert "Ser inte handlingen Läkarintyg: sekretess läses av ersättare bara när de tjänstgör." in page
    assert "Ser bara den neutrala rubriken" in page
    Recusal.objects.create(person=board.member, item=board.item)
    page = said(secretary.get(f"{address('desk_preview', board)}?person={board.member.pk}"))
    assert "Ser bara den neutrala rubriken: har anmält jäv." in page


def test_a_recused_secretary_is_shown_nothing_through_others_eyes(board, secretary):
    place(board.item, make_version(make_paper(title="Läkarintyg")), published=False)
    Recusal.objects.create(person=board.secretary, item=board.item)
    pages = [
        f"{address('desk_preview', board)}?person={board.member.pk}",
        address("desk_send", board),
        address("desk_send_confirm", board),
        address("desk_proof", board),
    ]
    for page in pages:
        told = said(secretary.get(page))
        for hidden in ("Anders", "Läkarintyg", "Bevilja"):
            assert hidden not in told, (page, hidden)


def test_nor_may_they_pass_over_what_is_found_there(board, secretary):
    AgendaItem.objects.filter(pk=board.item.pk).update(proposal="")
    board.paper.delete()
    Recusal.objects.create(person=board.secretary, item=board.item)
    key = f"emptiness:item:{board.item.pk}"
    sent = {"godta": "emptiness", "keys": [key], "reason": "Ändå"}
    assert "Någon annan får rätta det" in said(secretary.get(address("desk_send", board)))
    secretary.post(address("desk_send", board), sent)
    assert not Override.objects.exists()
    other = make_member(board.body, "sekreterare")
    Override.objects.create(
        meeting=board.meeting, check_code="emptiness", key=key, reason="Om Anders", by=other
    )
    page = said(secretary.get(address("desk_send", board)))
    assert "Om Anders" not in page
    secretary.post(address("desk_send", board), {"ta-tillbaka": key})
    assert Override.objects.exists()


def test_a_finding_is_passed_over_with_a_reason_and_nothing_typed_is_lost(board, secretary):
    board.paper.delete()
    AgendaItem.objects.filter(pk=board.item.pk).update(proposal="")
    key, page = f"emptiness:item:{board.item.pk}", address("desk_send", board)
    assert "varken handlingar eller förslag" in said(secretary.get(page))
    told = secretary.post(page, {"godta": "emptiness", "keys": [], "reason": "Muntlig föredragning"})
    assert "Välj vad du vill skicka ändå." in said(told)
    assert 'value="Muntlig föredragning"' in told.content.decode()
    told = secretary.post(page, {"godta": "emptiness", "keys": [key], "reason": ""})
    assert "Skriv varför du skickar ändå." in said(told)
    assert re.search(rf'value="{key}"[^>]*checked', told.content.decode())
    assert not Override.objects.exists()
    secretary.post(page, {"godta": "emptiness", "keys": [key], "reason": "Muntlig föredragning"})
    kept = Override.objects.get()
    assert (kept.reason, kept.by, kept.check_code) == ("Muntlig föredragning", board.secretary, "emptiness")
    assert "Skickas ändå: Muntlig föredragning" in said(secretary.get(page))
    secretary.post(page, {"ta-tillbaka": key})
    assert not Override.objects.exists()


def test_what_no_check_has_found_cannot_be_passed_over(board, secretary):
    secretary.post(
        address("desk_send", board), {"godta": "emptiness", "keys": ["emptiness:item:999"], "reason": "x"}
    )
    assert not Override.objects.exists()


def test_nothing_is_sent_while_something_is_left(board, secretary):
    assert "fynd är kvar" in said(secretary.get(address("desk_send", board)))
    answer = secretary.post(address("desk_send_confirm", board), {"sett": "x"}, follow=True)
    assert "Inget har skickats" in said(answer)
    assert not Summons.objects.exists()


def test_from_the_checks_to_the_proof(board, secretary):
    ready(board)
    told = said(secretary.get(address("desk_send_confirm", board)))
    for words in ("4 mottagare", "ledamot", "digitalt", "ordförande"):
        assert words in told
    confirm(secretary, board)
    waiting = secretary.get(address("desk_send", board))
    assert "Kallelsen skickas" in said(waiting)
    assert 'hx-trigger="every 2s"' in waiting.content.decode()
    # A second press, and one by somebody else, find it on its way.
    assert secretary.get(address("desk_send_confirm", board)).status_code == 302
    assert Summons.objects.count() == 1
    tasks.send_summonses.call()
    told = said(secretary.get(address("desk_send", board)))
    assert "Inget att skicka" in told
    proof = said(secretary.get(address("desk_proof", board)))
    summons = sending.last_sent(board.meeting)
    for words in ("Kallelse 1", "Skickades trots anmärkning", "Prövat.", summons.sha256, "digitalt"):
        assert words in proof
    table = secretary.get(address("desk_proof_file", board)).content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(table), delimiter=";"))
    assert len(rows) == 1 + Recipient.objects.count()
    assert "ledamot" in {row[3] for row in rows}
    assert Event.objects.filter(kind=Event.Kind.EXPORTED).count() == 1


def test_what_was_seen_must_be_what_is_sent(board, secretary):
    ready(board)
    page = secretary.get(address("desk_send_confirm", board)).content.decode()
    seen = re.search(r'name="sett" value="(\w+)"', page)[1]
    make_item(board.meeting, published=False, number=2, neutral_title="Smögs in", kind="information")
    answer = secretary.post(address("desk_send_confirm", board), {"sett": seen}, follow=True)
    assert "Något har ändrats sedan du öppnade sidan" in said(answer)
    assert not Summons.objects.exists()
    confirm(secretary, board)
    assert Summons.objects.exists()


def test_what_came_later_is_listed_checked_and_published(board, secretary):
    board.send()
    item = make_item(
        board.meeting, published=False, number=2, neutral_title="Sent ärende", kind="information"
    )
    place(
        board.item, make_version(make_paper(title="Rättad skrivelse")), published=False, replaces=board.paper
    )
    told = said(secretary.get(address("desk_send", board)))
    assert "Något har kommit till." in told
    ready(board)
    told = said(secretary.get(address("desk_send_confirm", board)))
    assert "nytt ärende" in told
    assert "ersätter den förra" in told
    confirm(secretary, board)
    confirm_again = secretary.get(address("desk_send_confirm", board))
    assert confirm_again.status_code == 302
    assert Addition.objects.get().papers == 1
    item.refresh_from_db()
    assert item.late
    (*_head, read) = parts(as_read_by(board.member, board))
    assert "Sent ärende, tillagt" in read
    assert "Läs den förra" in read
    assert "Publicerat efter kallelsen" in said(secretary.get(address("desk_proof", board)))


def test_another_place_asks_for_another_summons(board, secretary):
    board.send()
    Meeting.objects.filter(pk=board.meeting.pk).update(place="Sal 9")
    assert "Tid eller plats har ändrats." in said(secretary.get(address("desk_send", board)))
    ready(board)
    confirm(secretary, board)
    tasks.send_summonses.call()
    assert list(Summons.objects.values_list("number", "place")) == [(1, "Sal 3"), (2, "Sal 9")]


def test_the_reader_has_the_summons_and_others_have_not(board):
    summons = board.send()
    path = reverse("summons_file", args=[summons.pk])
    client = Client()
    client.force_login(board.member)
    assert path in client.get(reverse("meeting", args=[board.meeting.pk])).content.decode()
    answer = client.get(path)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer.content.startswith(b"%PDF")
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
    for gone in (make_member(make_body("Andra")), make_member(board.body, "kallad")):
        other = Client()
        other.force_login(gone)
        assert other.get(path).status_code == 404
    board.member.mandates.update(end=timezone.localdate() - timedelta(days=1))
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 404


def test_how_many_have_opened_is_told_of_no_few(board, secretary):
    board.send()
    assert "har öppnat" not in said(secretary.get(address("desk_proof", board)))


@pytest.mark.parametrize(
    ("name", "query", "most"),
    [
        ("desk_send", "", 26),
        ("desk_send_confirm", "", 30),
        ("desk_proof", "", 12),
        ("desk_preview", "?person=", 60),
    ],
)
def test_few_queries_whatever_stands_there(
    board, secretary, django_assert_max_num_queries, name, query, most
):
    for number in range(2, 12):
        item = make_item(board.meeting, published=False, number=number)
        for _paper in range(3):
            place(item, published=False)
        make_member(board.body)
    path = address(name, board) + (f"{query}{board.member.pk}" if query else "")
    secretary.get(path)
    with django_assert_max_num_queries(most + FRAME):
        secretary.get(path)
