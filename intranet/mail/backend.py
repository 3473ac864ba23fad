"""The e-mail backend of the site: it writes messages down, and the worker of the `mail` queue sends them.

So no request waits for a mail server, and what a request undoes is not mailed: the rows are part of its
transaction. Who may be told is asked before a message is made (`intranet.access.admin.mailing`).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from intranet.mail.messages import packed
from intranet.mail.models import WaitingMail


class QueueingBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue those that have a recipient; returns how many that was."""
        from intranet.mail.tasks import wake

        rows = [WaitingMail(message=packed(message)) for message in email_messages if message.recipients()]
        if rows:
            with transaction.atomic():
                WaitingMail.objects.bulk_create(rows)
                transaction.on_commit(wake)
        return len(rows)
