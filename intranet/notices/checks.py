"""Settings that would go wrong without a sound."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

SHORTEST = 62
"""What is told once a month would be told again, had its notice gone within the month."""


@register()
def settings_of_notices(**_kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not 0 <= settings.NOTICES_MAIL_HOUR <= 23:
        found.append(Error("NOTICES_MAIL_HOUR is an hour of the day, 0 to 23.", id="notices.E001"))
    if not SHORTEST <= settings.NOTICES_KEPT_DAYS <= settings.NOTICES_UNREAD_KEPT_DAYS:
        found.append(
            Error(
                f"NOTICES_KEPT_DAYS is at least {SHORTEST}, and no more than NOTICES_UNREAD_KEPT_DAYS.",
                id="notices.E002",
            )
        )
    return found
