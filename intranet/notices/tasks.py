"""Sending the mail about notices. The task only wakes; what there is to send is in the rows, and the clock comes round.

The waiting mail of `intranet.mail` keeps its text until it has been sent. A letter here keeps none, so that a
right that is lost while the mail server refuses is lost for the mail too.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django_tasks import task

from intranet.jobs import waking
from intranet.mail.sending import Written, send_all
from intranet.notices import letters
from intranet.notices.composing import compose
from intranet.notices.models import Letter

log = logging.getLogger(__name__)


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
    return send_all(list(Letter.objects.due(now).select_related("person")), _written, letters.refused)


def queue_if_due(now: datetime) -> int:
    """For the clock: 1 if there is mail about notices to be sent, and wake whoever sends it."""
    if not letters.something_to_do(now):
        return 0
    waking.wake(send_letters)
    return 1


def _written(letter: Letter, connection: BaseEmailBackend) -> Written | None:
    composed = compose(letter, connection)
    if composed is None:
        letters.close(letter, [])
        return None
    return Written(composed.message, lambda: letters.close(letter, composed.notices))
