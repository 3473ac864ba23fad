"""Kinds that are bundled: one mail in two hours at most, that there is something new, and not what."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from intranet.notices import kinds, letters, queue
from intranet.notices.models import BundledMail, How, Letter, Mail, Notice
from intranet.notices.tasks import queue_if_due, send_letters
from tests.intranet.notices_help import (
    TITLE,
    choose,
    close,
    page,
    page_kind,
    reader,
    registered,  # noqa: F401
    states,
    told,
    try_again,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registered"), pytest.mark.database]

HOURS = timedelta(hours=2)
BUNDLED, ALSO = "test.bundled", "test.also"


@pytest.fixture(autouse=True)
def bundled(registered):  # noqa: F811
    kinds.register(page_kind(BUNDLED, label="Nytt att läsa", urgent=True, bundled=HOURS))
    kinds.register(page_kind(ALSO, label="Sent att läsa", urgent=True, bundled=HOURS))


def later(**passed: float) -> None:
    """As if the last mail had been sent so long ago."""
    BundledMail.objects.update(sent_at=timezone.now() - timedelta(**passed))


def test_what_comes_within_two_hours_of_a_mail_waits_and_goes_out_in_one():
    anna = reader()
    told(anna, page("Första"), BUNDLED)
    assert send_letters.call() == 1
    told(anna, page("Andra"), BUNDLED)
    told(anna, page("Tredje"), ALSO)
    assert send_letters.call() == 0
    assert queue_if_due(timezone.now()) == 0
    later(hours=1, minutes=59)
    assert send_letters.call() == 0
    later(hours=2, seconds=1)
    assert queue_if_due(timezone.now()) == 1
    assert send_letters.call() == 1
    assert [one.subject for one in mail.outbox] == [
        "1 ny notis på intranätet",
        "2 nya notiser på intranätet",
    ]
    assert states() == [Mail.SENT] * 3


def test_it_says_that_there_is_something_and_how_much_not_what():
    anna = reader()
    notices = [told(anna, page(f"{TITLE} {number}"), BUNDLED) for number in range(3)]
    send_letters.call()
    sent = mail.outbox[0]
    plain, marked = sent.body, unescape(sent.alternatives[0].content)
    for text in (plain, marked):
        assert "Nytt att läsa (3)" in text
        assert "http://localhost:8000/notiser/?slag=test.bundled" in text
        for secret in (TITLE, "Läs före fredag", "Notis från", *(f"/notiser/{n.pk}/" for n in notices)):
            assert secret not in text
    assert "<ul>" not in marked


def test_other_kinds_neither_wait_for_it_nor_hold_it_up():
    anna = reader()
    told(anna, page("Bråttom"), "test.urgent")
    assert send_letters.call() == 1
    told(anna, page(), BUNDLED)
    assert send_letters.call() == 1
    told(anna, page("Mer bråttom"), "test.urgent")
    assert send_letters.call() == 1
    told(anna, page(), ALSO)
    assert send_letters.call() == 0


def test_each_person_has_a_pace_of_their_own():
    one, other = reader("anna.berg"), reader("bo.ek")
    told(one, page(), BUNDLED)
    assert send_letters.call() == 1
    told(other, page(), BUNDLED)
    assert send_letters.call() == 1


def test_while_a_letter_cannot_be_sent_no_second_one_is_written(monkeypatch):
    anna = reader()
    told(anna, page("Första"), BUNDLED)
    letters.gather(timezone.now())
    told(anna, page("Andra"), ALSO)
    letters.gather(timezone.now())
    assert Letter.objects.count() == 1
    assert try_again() == 1
    assert not BundledMail.objects.filter(sent_at__lt=timezone.now() - HOURS).exists()
    assert send_letters.call() == 0
    later(hours=3)
    assert send_letters.call() == 1


def test_the_rule_and_what_has_been_read_are_asked_again_when_it_is_sent():
    anna = reader()
    closed, read, kept = page("Stängd"), page("Läst"), page("Kvar")
    for about in (closed, read, kept):
        told(anna, about, BUNDLED)
    letters.gather(timezone.now())
    close(closed)
    Notice.objects.filter(object_id=read.pk).update(seen_at=timezone.now())
    assert try_again() == 1
    assert mail.outbox[0].subject == "1 ny notis på intranätet"


def test_where_nothing_is_left_to_tell_no_mail_goes_and_no_time_is_lost():
    anna, closed = reader(), page("Stängd")
    told(anna, closed, BUNDLED)
    close(closed)
    assert send_letters.call() == 0
    assert not BundledMail.objects.exists()
    told(anna, page("Ny"), BUNDLED)
    assert send_letters.call() == 1


def test_the_mail_of_the_day_keeps_the_pace_too():
    anna = reader()
    choose(anna, BUNDLED, How.DAILY)
    told(anna, page("Dagens"), BUNDLED)
    assert send_letters.call() == 1
    told(anna, page("Genast"), ALSO)
    assert send_letters.call() == 0


def test_two_hours_are_two_hours_when_the_clock_is_put_back():
    anna = reader()
    stockholm = ZoneInfo("Europe/Stockholm")
    sent = datetime(2026, 10, 25, 2, 30, tzinfo=stockholm)  # summer time still: 00:30 UTC
    BundledMail.objects.create(person=anna, sent_at=sent)
    queue.put(BUNDLED, [anna.pk], page())
    Notice.objects.update(due=sent)
    on_the_wall = datetime(
        2026, 10, 25, 3, 29, tzinfo=stockholm
    )  # an hour on the wall, almost two by the clock
    assert not letters.ready(on_the_wall).exists()
    assert letters.ready(on_the_wall + timedelta(minutes=2)).exists()
