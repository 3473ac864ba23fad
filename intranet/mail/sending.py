"""The one sender: each row that is due is tried once, and what becomes of it is decided in one place.

Taken by the server, refused for good (5xx: never tried again), refused for now (4xx: tried again after its
pause), or no server to talk to (the round ends; what was not reached has lost no try).
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction

from intranet.mail import undelivered
from intranet.mail.models import Outgoing, Undelivered

log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Outgoing)

ONE_MESSAGE_ONLY = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    ValueError,  # an address that cannot be written in a header
)
"""What says that a message was refused, rather than that the server is not well."""
ABOUT_US = (530, 534, 535, 538)
"""Refusals of how the site itself has logged on to the server, not of the message: somebody will mend that."""


@dataclass(frozen=True)
class Written:
    message: EmailMessage
    taken: Callable[[], object]
    """Called when the server has taken it."""


def delivery() -> BaseEmailBackend:
    """The connection that really sends; for work that is done by the worker already."""
    return get_connection(settings.MAIL_DELIVERY_BACKEND)


def send_all(
    rows: Sequence[Row],
    write: Callable[[Row, BaseEmailBackend], Written | None],
    refused: Callable[[Row], object],
) -> int:
    """Send what is due; returns how many messages the server took.

    `write` makes the message at the moment of the try, None if there is nothing to send any more; `refused` is
    told what is never to be tried again.
    """
    if not rows:
        return 0
    sent = done = 0
    connection = delivery()
    try:
        connection.open()
        for row in rows:
            done += 1
            sent += _send(row, connection, write, refused)
    except OSError as error:
        # Those that were not reached have lost no try; the clock comes round each minute.
        log.warning(
            "the mail server does not answer, %s messages wait: %s",
            len(rows) - max(done - 1, 0),
            type(error).__name__,
        )
    finally:
        connection.close()
    return sent


def send_now(message: EmailMessage) -> bool:
    """One message of the worker's that may lie nowhere, such as a link to a new password; False if it was refused.

    Raises OSError if the server cannot be talked to.
    """
    try:
        message.send()
    except ONE_MESSAGE_ONLY as error:
        # Not raised: its words may name the recipient, and would stand in the table of tasks.
        log.error("a message was refused: %s", _told(error))
        if is_final(error, message):
            undelivered.note(*_whom(error, message), _codes(error))
        return False
    undelivered.went_through(message.recipients())
    return True


def _send(
    row: Row,
    connection: BaseEmailBackend,
    write: Callable[[Row, BaseEmailBackend], Written | None],
    refused: Callable[[Row], object],
) -> bool:
    """Raises OSError if the server cannot be talked to; the row is tried again after its pause."""
    if not row.claim():
        return False
    try:
        written = write(row, connection)
    except Exception as error:  # noqa: BLE001  one that fails must not keep back the mail of all others
        # Nothing but its name: what was about to be said may be secret.
        log.error("%s could not be written, try %s: %s", row.in_log, row.attempts, type(error).__name__)
        return False
    if written is None:
        return False
    try:
        written.message.send()
    except ONE_MESSAGE_ONLY as error:
        name = _told(error)
        if is_final(error, written.message):
            log.error("%s was refused for good and is not tried again: %s", row.in_log, name)
            with transaction.atomic():
                undelivered.note(*_whom(error, written.message), _codes(error))
                refused(row)
        else:
            log.warning("%s was not sent, try %s: %s", row.in_log, row.attempts, name)
        connection.close()  # it may be what is broken; the next message opens its own
        return False
    written.taken()
    undelivered.went_through(written.message.recipients())
    return True


def is_final(error: Exception, message: EmailMessage) -> bool:
    """Whether the same message to the same address will never be taken.

    A refused sender is the site's own, the same for all mail, and so is a refused log-on: neither is final.
    """
    if isinstance(error, ValueError):
        return not all(_is_address(address) for address in message.recipients())
    if isinstance(error, smtplib.SMTPSenderRefused):
        return False
    codes = _codes(error)
    return bool(codes) and all(500 <= code < 600 and code not in ABOUT_US for code in codes)


def _whom(error: Exception, message: EmailMessage) -> tuple[list[str], Undelivered.Why]:
    """Which addresses a final refusal is about, and whether of them or of what was said to them."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return list(error.recipients), Undelivered.Why.ADDRESS
    if isinstance(error, ValueError):
        return [each for each in message.recipients() if not _is_address(each)], Undelivered.Why.ADDRESS
    return message.recipients(), Undelivered.Why.MESSAGE


def _told(error: Exception) -> str:
    return f"{type(error).__name__} {' '.join(map(str, _codes(error)))}".rstrip()


def _codes(error: Exception) -> list[int]:
    """What the server answered, by number alone: its words may name the recipient."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return sorted({code for code, _words in error.recipients.values()})
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _is_address(address: str) -> bool:
    try:
        validate_email(parseaddr(address)[1])
    except ValidationError:
        return False
    return True
