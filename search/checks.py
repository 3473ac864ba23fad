"""A wrong search configuration is told at the start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from intranet.finding import engine


@register(engine.CHECKS)
def engine_is_known(**_kwargs: Any) -> list[CheckMessage]:
    if settings.SEARCH_ENGINE not in engine.names():
        return [
            Error(
                f"SEARCH_ENGINE is {settings.SEARCH_ENGINE!r}; it can be {' or '.join(engine.names())}.",
                id="search.E001",
            )
        ]
    if settings.SEARCH_ENGINE == "elasticsearch" and not settings.ELASTICSEARCH_URL:
        return [Error("SEARCH_ENGINE is elasticsearch, but ELASTICSEARCH_URL is empty.", id="search.E002")]
    return []
