"""Sending the mail about notices. The task only wakes; what there is to send is in the rows, and the clock comes round.

The waiting mail of `intranet.mail` keeps its text until it has been sent. A letter here keeps none, so that a
right that is lost while the mail server refuses is lost for the mail too.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django_tasks import task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from intranet.mail.tasks import delivery
from intranet.notices import letters
from intranet.notices.composing import compose
from intranet.notices.models import Letter

log = logging.getLogger(__name__)

ONE_MESSAGE_ONLY = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    ValueError,  # an address that cannot be written in a header
)
"""What says that a message was refused, rather than that the server is not well."""


@task(queue_name="mail")
def send_letters() -> int:
    """Put what is due into letters and send each whose time has come; returns how many the server took.

    Safe to run at any time, and by several at once.
    """
    now = timezone.now()
    letters.drop_unwanted(now)
    given_up = letters.give_up(now)
    if given_up:
        log.error("mail about notices to %s people could not be sent for a week and is given up", given_up)
    letters.gather(now)
    due = list(Letter.objects.due(now).select_related("person"))
    return _send_all(due) if due else 0


def queue_if_due(now: datetime) -> int:
    """For the clock: 1 if there is mail about notices to be sent, and wake whoever sends it."""
    if not letters.something_to_do(now):
        return 0
    if not _is_queued():
        send_letters.enqueue()
    return 1


def _send_all(due: list[Letter]) -> int:
    sent = 0
    connection = delivery()
    try:
        connection.open()
        for letter in due:
            sent += _send(letter, connection)
    except OSError as error:
        # Those that were not reached have lost no try; the clock comes round each minute.
        log.warning(
            "the mail server does not answer, %s letters wait: %s", len(due) - sent, type(error).__name__
        )
    finally:
        connection.close()
    return sent


def _send(letter: Letter, connection: BaseEmailBackend) -> bool:
    """Raises OSError if the server cannot be talked to; the letter is tried again after its pause."""
    if not letters.claim(letter):
        return False
    try:
        composed = compose(letter, connection)
    except Exception as error:  # noqa: BLE001  one kind that fails must not keep back the mail of all others
        # Nothing but its name: what a kind was about to say may be secret.
        log.error(
            "letter %s could not be written, try %s: %s", letter.pk, letter.attempts, type(error).__name__
        )
        return False
    if composed is None:
        letters.close(letter, [])
        return False
    try:
        composed.message.send()
    except ONE_MESSAGE_ONLY as error:
        log.warning("letter %s was not sent, try %s: %s", letter.pk, letter.attempts, type(error).__name__)
        connection.close()  # it may be what is broken; the next letter opens its own
        return False
    letters.close(letter, composed.notices)
    return True


def _is_queued() -> bool:
    if not isinstance(send_letters.get_backend(), DatabaseBackend):
        return False
    return DBTaskResult.objects.ready().filter(task_path=send_letters.module_path).exists()
