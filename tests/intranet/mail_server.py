"""What a mail server may answer, for tests of sending."""

from __future__ import annotations

import smtplib

from django.core.mail.backends.locmem import EmailBackend

FOR_GOOD = {
    "unknown recipient": lambda to: smtplib.SMTPRecipientsRefused({to: (550, b"no such user here")}),
    "refused text": lambda _to: smtplib.SMTPDataError(554, b"transaction failed"),
    "broken address": lambda _to: ValueError("invalid address"),
}
FOR_NOW = {
    "full mailbox": lambda to: smtplib.SMTPRecipientsRefused({to: (452, b"mailbox full")}),
    "greylisted": lambda to: smtplib.SMTPRecipientsRefused({to: (450, b"try later")}),
    "one of two later": lambda to: smtplib.SMTPRecipientsRefused({to: (550, b"no"), "b": (451, b"later")}),
    "busy": lambda _to: smtplib.SMTPDataError(451, b"local error"),
    "no words": lambda _to: smtplib.SMTPRecipientsRefused({}),
    "our own address": lambda _to: smtplib.SMTPSenderRefused(550, b"not yours", "noreply"),
    "our own log-on": lambda to: smtplib.SMTPRecipientsRefused({to: (530, b"authentication required")}),
    "our own header": lambda _to: ValueError("invalid address"),
}


def refusing(monkeypatch, answer, *addresses: str) -> list[str]:
    """Have the server answer so to mail for these addresses (all, if none are named); whom it was asked for."""
    asked: list[str] = []
    send = EmailBackend.send_messages

    def refuse(self, messages):
        (message,) = messages
        asked.extend(message.to)
        if not addresses or message.to[0] in addresses:
            raise answer(message.to[0])
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    return asked
