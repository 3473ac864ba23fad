"""Mail is written down in the request and sent once by the worker, or tried again."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from home.roles import EDITORS, REVIEWERS
from intranet.mail.models import WaitingMail, WaitingMailQuerySet
from intranet.mail.tasks import queue_if_waiting, send_waiting
from intranet.notices.models import Notice
from tests.home.admin_help import Place, create_routine, signed_in
from tests.intranet.mail_server import FOR_GOOD, FOR_NOW, refusing

pytestmark = pytest.mark.django_db
TO = "anna.berg@kompasskoping.example"


@pytest.fixture(autouse=True)
def _queue(settings):
    settings.EMAIL_BACKEND = "intranet.mail.backend.QueueingBackend"


@pytest.fixture
def broken(monkeypatch):
    """A mail server that answers nobody, until `undo` is called."""

    def refuse(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    return monkeypatch


def let_time_pass() -> None:
    WaitingMail.objects.update(next_try=timezone.now() - timedelta(seconds=1))


def test_a_message_waits_for_the_worker_and_is_sent_once():
    send_mail("Rubrik", "Text", None, [TO])
    assert mail.outbox == []
    assert send_waiting.call() == 1
    assert [(m.subject, m.body, m.to) for m in mail.outbox] == [("Rubrik", "Text", [TO])]
    assert send_waiting.call() == 0
    assert not WaitingMail.objects.exists()


def test_nothing_of_a_message_is_lost_on_the_way():
    message = EmailMultiAlternatives(
        "Rubrik", "Text", "fran@kompasskoping.example", [TO], headers={"Auto-Submitted": "auto-generated"}
    )
    message.bcc, message.reply_to = ["b@kompasskoping.example"], ["svar@kompasskoping.example"]
    message.attach_alternative("<p>Text</p>", "text/html")
    message.send()
    send_waiting.call()
    sent = mail.outbox[0]
    assert (sent.from_email, sent.bcc, sent.reply_to) == (message.from_email, message.bcc, message.reply_to)
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert [tuple(alternative) for alternative in sent.alternatives] == [("<p>Text</p>", "text/html")]


def test_what_is_rolled_back_is_not_mailed():
    with transaction.atomic():
        send_mail("Rubrik", "Text", None, [TO])
        transaction.set_rollback(True)
    assert send_waiting.call() == 0


def test_a_message_that_could_not_be_sent_is_tried_again_under_the_same_id(broken):
    send_mail("Rubrik", "Text", None, [TO])
    message_id = WaitingMail.objects.get().message["headers"]["Message-ID"]
    assert send_waiting.call() == 0
    assert queue_if_waiting(timezone.now()) == 0  # not yet
    broken.undo()
    let_time_pass()
    assert queue_if_waiting(timezone.now()) == 1
    assert send_waiting.call() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == message_id


def test_a_mail_server_that_is_away_costs_no_message_a_try(monkeypatch, caplog):
    def refuse(self):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "open", refuse)
    send_mail("Rubrik", "Text", None, [TO])
    assert send_waiting.call() == 0
    assert "the mail server does not answer, 1 messages wait" in caplog.text
    monkeypatch.undo()
    assert send_waiting.call() == 1


def test_a_message_is_given_up_in_the_end_without_telling_what_it_said(broken, caplog):
    send_mail("Hemlig rubrik", "Text", None, [TO])
    assert send_waiting.call() == 0
    WaitingMail.objects.update(queued_at=timezone.now() - timedelta(hours=25))
    let_time_pass()
    broken.undo()
    assert send_waiting.call() == 0
    assert not WaitingMail.objects.exists()
    assert "given up" in caplog.text
    assert "Hemlig" not in caplog.text
    assert TO not in caplog.text


@pytest.mark.parametrize("answer", FOR_GOOD.values(), ids=FOR_GOOD)
def test_a_message_that_is_refused_for_good_is_not_tried_again(monkeypatch, caplog, answer):
    to = "anna.berg@" if answer("").__class__ is ValueError else TO
    send_mail("Hemlig rubrik", "Text", None, [to])
    send_mail("Nästa", "Text", None, ["bo.ek@kompasskoping.example"])
    asked = refusing(monkeypatch, answer, to)
    assert send_waiting.call() == 1
    let_time_pass()
    assert send_waiting.call() == 0
    assert asked == [to, "bo.ek@kompasskoping.example"]
    assert not WaitingMail.objects.exists()
    assert "refused for good" in caplog.text
    for secret in ("Hemlig", "anna", "no such user"):
        assert secret not in caplog.text


@pytest.mark.parametrize("answer", FOR_NOW.values(), ids=FOR_NOW)
def test_a_message_that_is_refused_for_now_is_tried_again(monkeypatch, answer):
    send_mail("Rubrik", "Text", None, [TO])
    with monkeypatch.context() as patch:
        refusing(patch, answer)
        assert send_waiting.call() == 0
    assert WaitingMail.objects.get().attempts == 1
    let_time_pass()
    assert send_waiting.call() == 1


def test_a_server_that_goes_away_is_left_alone_until_the_next_round(monkeypatch):
    for number in range(3):
        send_mail("Rubrik", "Text", None, [f"person.{number}@kompasskoping.example"])
    with monkeypatch.context() as patch:
        asked = refusing(patch, lambda _to: SMTPServerDisconnected("gone"))
        assert send_waiting.call() == 0
        assert len(asked) == 1
    assert send_waiting.call() == 2  # the one that was tried waits its pause
    let_time_pass()
    assert send_waiting.call() == 1


def test_a_message_that_another_worker_has_taken_is_left_to_it(monkeypatch):
    send_mail("Rubrik", "Text", None, [TO])
    seen = list(WaitingMail.objects.all())
    WaitingMail.objects.update(attempts=1)  # the other one's claim
    monkeypatch.setattr(WaitingMailQuerySet, "due", lambda self, at: seen, raising=False)
    assert send_waiting.call() == 0
    assert mail.outbox == []


def test_an_attachment_is_refused():
    message = EmailMessage("Rubrik", "Text", None, [TO])
    message.attach("fil.txt", "innehåll", "text/plain")
    with pytest.raises(ValueError, match="link to the file"):
        message.send()


def test_sending_in_a_text_for_review_waits_for_no_mail_server(broken):
    place = Place()
    reviewers = [place.person(f"granskare.{number}", REVIEWERS) for number in range(2)]
    editor = signed_in(place.person("eva.editor", EDITORS))
    page = create_routine(editor, place)
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    # They are told by notices, in one way only.
    assert set(Notice.objects.values_list("person", flat=True)) == {person.pk for person in reviewers}
    assert not WaitingMail.objects.exists()
