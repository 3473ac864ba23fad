"""Sending what waits. The task only wakes; what there is to send is in the rows, and the clock comes round."""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django_tasks import task

from intranet.jobs import waking
from intranet.mail.messages import unpacked
from intranet.mail.models import WaitingMail
from intranet.mail.sending import Written, send_all

log = logging.getLogger(__name__)


@task(queue_name="mail")
def send_waiting() -> int:
    """Send each message whose time has come; returns how many the server took. Safe to run at any time."""
    _give_up()
    return send_all(list(WaitingMail.objects.due(timezone.now())), _written, WaitingMail.delete)


def wake() -> None:
    """Have what waits sent soon."""
    waking.wake(send_waiting)


def queue_if_waiting(now: datetime) -> int:
    """For the clock: how many messages are due, and wake whoever sends them if there are any."""
    due = WaitingMail.objects.due(now).count()
    if due:
        wake()
    return due


def _written(row: WaitingMail, connection: BaseEmailBackend) -> Written:
    return Written(unpacked(row.message, connection), row.delete)


def _give_up() -> None:
    given_up, _ = WaitingMail.objects.too_old(timezone.now()).delete()
    if given_up:
        log.error("%s messages could not be sent and are given up: look at EMAIL_URL", given_up)
