"""The mail about what comes after a summons: at most one in two hours, that there is something, and not what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from extranet.exceptions.models import Recusal
from extranet.mandates.models import Mandate
from extranet.meetings.models import Meeting
from extranet.receipts.opened import open_paper
from extranet.summons import adding, kinds
from extranet.summons.models import Addition
from intranet.notices import kinds as all_kinds
from intranet.notices import letters
from intranet.notices.models import BundledMail, Letter, Notice
from intranet.notices.tasks import send_letters
from intranet.people.models import Person
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

TITLE = "Skrivelse om grinden"


@pytest.fixture
def body():
    return make_body("Byggnadsnämnden")


@pytest.fixture
def member(body):
    person = make_member(body, username="lena.ledamot")
    Person.objects.filter(pk=person.pk).update(email="lena.ledamot@kompasskoping.example")
    return person


@pytest.fixture
def secretary(body):
    return make_member(body, "sekreterare")


@pytest.fixture
def meeting(body, member):
    return make_meeting(body, state=Meeting.State.SUMMONED)


@pytest.fixture
def add(meeting, secretary):
    """Publish something late: a paper of its own on an item of its own."""

    def add():
        item = make_item(meeting, published=False, neutral_title="Grinden", title="Om grinden")
        placed = place(item, make_version(make_paper(title=TITLE)), published=False)
        assert adding.add(meeting, secretary.pk, ())
        placed.refresh_from_db()
        return placed

    return add


def later(**passed: float) -> None:
    BundledMail.objects.update(sent_at=timezone.now() - timedelta(**passed))


def test_an_afternoon_of_late_papers_is_two_mails(add):
    add()
    assert send_letters.call() == 1
    for _ in range(5):
        add()
        assert send_letters.call() == 0
    later(hours=2, seconds=1)
    assert send_letters.call() == 1
    assert [one.subject for one in mail.outbox] == ["1 ny notis på intranätet", "5 nya notiser på intranätet"]


def test_it_says_neither_what_nor_where_nor_when(add, body, meeting):
    mark_secret(placement=add())
    send_letters.call()
    (sent,) = mail.outbox
    notice = Notice.objects.get()
    for text in (sent.subject, sent.body, sent.alternatives[0].content, str(sent.message())):
        for secret in (
            "grinden",
            "Grinden",
            body.name,
            f"/sammantraden/{meeting.pk}",
            f"/notiser/{notice.pk}",
        ):
            assert secret not in text
    assert "Handlingar som kommit efter kallelsen (1)" in sent.body


def test_who_has_opened_it_gets_none(add, member):
    placed = add()
    open_paper(member.pk, placed, timezone.now())
    assert send_letters.call() == 0
    other = add()
    assert send_letters.call() == 1
    assert mail.outbox[0].subject == "1 ny notis på intranätet"
    assert other.pk


def test_who_has_read_the_meetings_page_gets_none(add, member, meeting, client):
    add()
    client.force_login(member)
    client.get(f"/sammantraden/{meeting.pk}/")
    assert send_letters.call() == 0


@pytest.mark.parametrize("lost", ["mandate", "recusal", "withdrawn", "account"])
def test_the_right_is_asked_again_when_it_is_sent(add, member, lost):
    placed = add()
    letters.gather(timezone.now())
    assert Letter.objects.exists()
    match lost:
        case "mandate":
            Mandate.objects.filter(person=member).update(end=timezone.localdate() - timedelta(days=1))
        case "recusal":
            Recusal.objects.create(person=member, item=placed.item)
            # The item itself is known; what was added to one that had been known is the paper.
            Addition.objects.update(published_at=placed.published_at)
            type(placed.item).objects.update(published_at=timezone.now() - timedelta(days=3))
        case "withdrawn":
            type(placed).objects.update(withdrawn_at=timezone.now(), withdrawn_why="Fel")
            type(placed.item).objects.update(published_at=timezone.now() - timedelta(days=3))
        case "account":
            Person.objects.filter(pk=member.pk).update(is_active=False)
    Letter.objects.update(next_try=timezone.now())
    assert send_letters.call() == 0
    assert not mail.outbox
    assert not BundledMail.objects.exists()


def test_which_kinds_are_bundled():
    """What comes at any hour, and often; a summons, and a substitute who is called, are told by themselves."""
    bundled = {kind.code: kind.bundled for kind in all_kinds.kinds() if kind.bundled}
    assert bundled == {kinds.ADDED: timedelta(hours=2)}
