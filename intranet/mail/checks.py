"""Mail that is written where others read it is an error, so that a start with it stops."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

READ_BY_OTHERS = ("console.EmailBackend", "filebased.EmailBackend", "locmem.EmailBackend")
"""The log, files and memory: good for looking at mail while developing. `dummy` throws it away, and is a choice."""


@register(Tags.security)
def mail_is_sent(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A message holds names and titles; whoever reads the log may know of neither."""
    backend = str(settings.MAIL_DELIVERY_BACKEND)
    if not backend.endswith(READ_BY_OTHERS) or getattr(settings, "DEVELOPMENT", False):
        return []
    return [
        Error(
            "EMAIL_URL is not set, or leads to the log or a file: mail would stand there with titles and addresses.",
            hint="Name the mail server: smtp+tls://user:password@host:587. An installation without mail has dummymail://.",
            id="mail.E001",
        )
    ]
