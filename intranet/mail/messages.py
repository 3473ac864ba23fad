"""A message as plain data, and back again."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, make_msgid
from django.utils.translation import gettext

LISTS = ("to", "cc", "bcc", "reply_to")


def sender() -> str:
    """Whom mail comes from: the address of the settings, by name if they give it none."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return str(settings.DEFAULT_FROM_EMAIL) if name else formataddr((gettext("Intranätet"), address))


def packed(message: EmailMessage) -> dict[str, Any]:
    """What JSON can hold. Raises ValueError for an attachment: a file is linked to, so that the rule is asked.

    The message gets its id here, so that one that is sent twice (the worker died in between) is known as one.
    """
    if message.attachments:
        raise ValueError("mail with attachments cannot be queued: link to the file instead")
    headers = {str(name): str(value) for name, value in message.extra_headers.items()}
    if not any(name.lower() == "message-id" for name in headers):
        domain = parseaddr(str(message.from_email))[1].rpartition("@")[2]
        headers["Message-ID"] = make_msgid(domain=domain or None)
    alternatives = getattr(message, "alternatives", ())
    return {
        "subject": str(message.subject),
        "body": str(message.body),
        "subtype": message.content_subtype,
        "from_email": message.from_email,
        "headers": headers,
        "alternatives": [[str(content), str(kind)] for content, kind in alternatives],
        **{name: [str(address) for address in getattr(message, name)] for name in LISTS},
    }


def unpacked(data: dict[str, Any], connection: Any) -> EmailMessage:
    message = EmailMultiAlternatives(
        subject=data["subject"],
        body=data["body"],
        from_email=data["from_email"],
        headers=data["headers"],
        connection=connection,
        alternatives=[(content, kind) for content, kind in data["alternatives"]],
        **{name: data[name] for name in LISTS},
    )
    message.content_subtype = data["subtype"]
    return message
