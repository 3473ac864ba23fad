"""Mail is written down in the request and sent once by the worker, or tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from home.roles import EDITORS, REVIEWERS
from intranet.mail.models import WaitingMail
from intranet.mail.tasks import queue_if_waiting, send_waiting
from intranet.notices.models import Notice
from tests.home.admin_help import Place, create_routine, signed_in

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


def test_a_message_that_another_worker_has_taken_is_left_to_it(monkeypatch):
    send_mail("Rubrik", "Text", None, [TO])
    seen = list(WaitingMail.objects.all())
    WaitingMail.objects.update(attempts=1)  # the other one's claim
    monkeypatch.setattr("intranet.mail.models.WaitingMailQuerySet.due", lambda self, at: seen)
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
