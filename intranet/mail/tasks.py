"""Sending what waits. The task only wakes; what there is to send is in the rows, and the clock comes round."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone
from django_tasks import task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from intranet.mail.messages import unpacked
from intranet.mail.models import WaitingMail

log = logging.getLogger(__name__)


def delivery() -> BaseEmailBackend:
    """The connection that really sends; for work that is done by the worker already."""
    return get_connection(settings.MAIL_DELIVERY_BACKEND)


@task(queue_name="mail")
def send_waiting() -> int:
    """Send each message whose time has come; returns how many the server took. Safe to run at any time."""
    _give_up()
    due = list(WaitingMail.objects.due(timezone.now()))
    if not due:
        return 0
    connection = delivery()
    try:
        connection.open()
        return sum(_send(row, connection) for row in due)
    except OSError as error:
        # No try is counted: the clock comes round each minute.
        log.warning("the mail server does not answer, %s messages wait: %s", len(due), type(error).__name__)
        return 0
    finally:
        connection.close()


def wake() -> None:
    """Have what waits sent soon. One task that waits for its turn is enough."""
    if not _is_queued():
        send_waiting.enqueue()


def queue_if_waiting(now: datetime) -> int:
    """For the clock: how many messages are due, and wake whoever sends them if there are any."""
    due = WaitingMail.objects.due(now).count()
    if due:
        wake()
    return due


def _send(row: WaitingMail, connection: BaseEmailBackend) -> bool:
    if not _claim(row):
        return False
    try:
        unpacked(row.message, connection).send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; ValueError is a bad header
        # Neither recipient nor subject: a title may be something that the log's reader must not know of.
        log.warning("mail %s was not sent, try %s: %s", row.pk, row.attempts, type(error).__name__)
        connection.close()  # it may be what is broken; the next message opens its own
        return False
    row.delete()
    return True


def _give_up() -> None:
    given_up, _ = WaitingMail.objects.too_old(timezone.now()).delete()
    if given_up:
        log.error("%s messages could not be sent and are given up: look at EMAIL_URL", given_up)


def _claim(row: WaitingMail) -> bool:
    """Count the try and put the next one off, so that no other worker takes the same; False if one has."""
    mine = WaitingMail.objects.filter(pk=row.pk, attempts=row.attempts)
    claimed = mine.update(attempts=F("attempts") + 1, next_try=timezone.now() + row.pause())
    row.attempts += 1
    return bool(claimed)


def _is_queued() -> bool:
    if not isinstance(send_waiting.get_backend(), DatabaseBackend):
        return False
    return DBTaskResult.objects.ready().filter(task_path=send_waiting.module_path).exists()
