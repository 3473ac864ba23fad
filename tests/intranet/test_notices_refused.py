"""A mail server that refuses: what waits is written anew by what holds when it answers, and nothing is lost."""

from __future__ import annotations

import smtplib
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from intranet.access.viewer import viewer_of
from intranet.notices import inbox, kinds, letters
from intranet.notices.models import How, Letter, Mail, Notice
from intranet.notices.tasks import queue_if_due, send_letters
from intranet.people.models import Person
from tests.factories import make_employment, make_unit
from tests.intranet.mail_server import FOR_GOOD, FOR_NOW, refusing
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
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def shown(person) -> list[inbox.Entry]:
    viewer = viewer_of(Person.objects.get(pk=person.pk))
    return inbox.entries(viewer, inbox.of(viewer))


def has_read(person, about):
    Notice.objects.filter(person=person).update(seen_at=timezone.now())


def switched_off(person, about):
    Person.objects.filter(pk=person.pk).update(is_active=False)


def left(person, about):
    Person.objects.filter(pk=person.pk).update(active_to=date(2026, 1, 1))


def moved_to_a_unit_that_is_not_connected(person, about):
    person.employments.all().delete()
    make_employment(person, make_unit("Väntande", connected_from=None), primary=True)


def without_any_role(person, about):
    person.employments.all().delete()


def lost_the_right(person, about):
    close(about)


def unpublished(person, about):
    about.unpublish()


def deleted(person, about):
    about.delete()


def wants_no_mail(person, about):
    choose(person, "test.page", How.NONE)


def without_address(person, about):
    Person.objects.filter(pk=person.pk).update(email="")


# What happens between the first try, which the server refuses, and the next.
HAPPENINGS = [
    has_read,
    switched_off,
    left,
    moved_to_a_unit_that_is_not_connected,
    without_any_role,
    lost_the_right,
    unpublished,
    deleted,
    wants_no_mail,
    without_address,
]


@pytest.fixture
def refused(monkeypatch):
    """A mail server that takes no message, until `undo` is called."""

    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    return monkeypatch


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_a_refused_letter_is_written_anew_by_what_holds_then(refused, caplog, happening):
    anna, about, untouched = reader(), page(), reader("control")
    told(anna, about)
    told(untouched, page("Oförändrad sida"))
    assert send_letters.call() == 0
    assert [letter.attempts for letter in Letter.objects.all()] == [1, 1]
    happening(anna, about)
    refused.undo()
    assert try_again() == 1
    assert mail.outbox.pop().to == [untouched.email]
    Notice.objects.filter(person=untouched).delete()
    assert mail.outbox == []
    assert not Letter.objects.exists()
    assert set(states()) <= {Mail.UNWANTED}
    for secret in (TITLE, anna.email, "anna"):
        assert secret not in caplog.text


def test_the_rest_of_a_letter_goes_out_without_what_was_lost(refused):
    anna, lost = reader(), page()
    told(anna, lost)
    told(anna, page("Kvar att läsa"))
    send_letters.call()
    close(lost)
    refused.undo()
    assert try_again() == 1
    assert mail.outbox[0].subject == "1 ny notis på intranätet"
    assert TITLE not in mail.outbox[0].body
    assert "Kvar att läsa" in mail.outbox[0].body
    assert states() == [Mail.UNWANTED, Mail.SENT]


def test_no_text_waits_anywhere_while_the_server_refuses(refused):
    told(reader(), page())
    send_letters.call()
    rows = f"{list(Letter.objects.values())} {list(Notice.objects.values())}"
    assert TITLE not in rows
    assert "bultar" not in rows


def test_a_letter_keeps_its_id_and_its_notices_at_every_try(refused):
    anna = reader()
    told(anna, page("Första saken"))
    send_letters.call()
    message_id = Letter.objects.get().message_id
    told(anna, page("Kom sedan"))
    refused.undo()
    assert try_again() == 2
    by_id = {sent.extra_headers["Message-ID"]: sent.body for sent in mail.outbox}
    assert "Första saken" in by_id.pop(message_id)
    assert ["Kom sedan" in body for body in by_id.values()] == [True]


def test_a_refused_letter_waits_longer_each_time(refused):
    told(reader())
    waits = []
    for _ in range(6):
        try_again() if Letter.objects.exists() else send_letters.call()
        waits.append(round((Letter.objects.get().next_try - timezone.now()).total_seconds() / 60))
    assert waits == [5, 10, 20, 40, 60, 60]


def test_a_server_that_does_not_answer_costs_no_letter_a_try(monkeypatch, caplog):
    def nobody(self):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "open", nobody)
    told(reader())
    for _ in range(3):
        assert send_letters.call() == 0
    assert Letter.objects.get().attempts == 0
    assert "the mail server does not answer, 1 messages wait" in caplog.text
    monkeypatch.undo()
    assert queue_if_due(timezone.now()) == 1
    assert send_letters.call() == 1


def test_a_server_that_goes_away_is_left_alone_until_the_next_round(monkeypatch):
    for number in range(3):
        told(reader(f"person.{number}"))
    tries = []

    def gone(self, messages):
        tries.append(messages)
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailBackend, "send_messages", gone)
    assert send_letters.call() == 0
    assert len(tries) == 1
    monkeypatch.undo()
    assert send_letters.call() == 2  # the one that was tried waits its pause
    assert try_again() == 1
    assert len({sent.to[0] for sent in mail.outbox}) == 3


def test_one_that_is_refused_keeps_nobody_else_waiting(monkeypatch):
    bad, good = reader("anna.berg"), reader("bo.ek")
    told(bad)
    told(good)
    send = EmailBackend.send_messages

    def choosy(self, messages):
        if messages[0].to == [bad.email]:
            raise smtplib.SMTPRecipientsRefused({})
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", choosy)
    assert send_letters.call() == 1
    assert mail.outbox[0].to == [good.email]


def test_a_kind_that_fails_keeps_no_other_letter_back_and_tells_the_log_nothing(caplog):
    def fails(viewer, pks):
        raise RuntimeError(TITLE)

    kinds.register(page_kind("test.broken", visible=fails))
    told(reader("anna.berg"), kind="test.broken")
    told(reader("bo.ek"))
    assert send_letters.call() == 1
    assert "RuntimeError" in caplog.text
    assert TITLE not in caplog.text
    assert Letter.objects.get().attempts == 1


@pytest.mark.parametrize("answer", FOR_GOOD.values(), ids=FOR_GOOD)
def test_what_is_refused_for_good_is_not_tried_again_and_stays_in_the_inbox(monkeypatch, caplog, answer):
    gone, good = reader("anna.berg"), reader("bo.ek")
    if answer("").__class__ is ValueError:
        Person.objects.filter(pk=gone.pk).update(email="anna.berg@")
        gone.email = "anna.berg@"
    about = page()
    told(gone, about)
    told(good, about)
    asked = refusing(monkeypatch, answer, gone.email)
    assert send_letters.call() == 1
    assert try_again() == 0
    assert asked == [gone.email, good.email]
    assert not Letter.objects.exists()
    assert states() == [Mail.GIVEN_UP, Mail.SENT]
    assert [entry.notice.person_id for entry in shown(gone)] == [gone.pk]
    assert queue_if_due(timezone.now()) == 0
    assert "refused for good" in caplog.text
    assert f"person {gone.pk}" in caplog.text  # somebody can look whether the address is wrong
    for secret in (TITLE, "anna", "no such user"):
        assert secret not in caplog.text


@pytest.mark.parametrize("answer", FOR_NOW.values(), ids=FOR_NOW)
def test_what_is_refused_for_now_is_tried_again(monkeypatch, answer):
    anna = reader()
    told(anna)
    with monkeypatch.context() as patch:
        refusing(patch, answer)
        assert send_letters.call() == 0
        assert try_again() == 0
    assert Letter.objects.get().attempts == 2
    assert states() == [Mail.WAITING]
    assert try_again() == 1
    assert states() == [Mail.SENT]


def test_a_letter_is_given_up_a_week_after_its_first_try_and_its_notices_stay(refused, caplog):
    anna = reader()
    told(anna)
    send_letters.call()
    first = Letter.objects.get().first_try
    try_again()
    assert Letter.objects.get().first_try == first
    Letter.objects.update(first_try=timezone.now() - timedelta(days=6))
    try_again()
    assert states() == [Mail.WAITING]
    Letter.objects.update(first_try=timezone.now() - timedelta(days=8))
    refused.undo()
    assert send_letters.call() == 0
    assert states() == [Mail.GIVEN_UP]
    assert not Letter.objects.exists()
    assert "given up" in caplog.text
    assert anna.email not in caplog.text


def test_a_letter_that_nobody_has_tried_is_late_and_not_given_up(monkeypatch):
    """Gathered before the worker went away for more than a week, or the server did not answer all that time."""
    told(reader())
    letters.gather(timezone.now())
    Letter.objects.update(made_at=timezone.now() - timedelta(days=8))
    assert send_letters.call() == 1
    assert states() == [Mail.SENT]
