"""Settings that would open the door are errors, so that a start with them stops."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

LONGEST_STEP_UP = 12 * 60
"""Minutes; a session lasts no longer."""
PRIVATE_CACHES = ("locmem.LocMemCache", "dummy.DummyCache")


@register(Tags.security)
def personas_only_in_development(app_configs: Any, **kwargs: Any) -> list[Error]:
    if settings.SIGNON_SHOW_PERSONAS and not _development():
        return [
            Error(
                "SIGNON_SHOW_PERSONAS is on outside development: anybody could sign in as anybody of the demo.",
                hint="Remove it from the settings.",
                id="signon.E001",
            )
        ]
    return []


@register(Tags.security)
def cache_is_shared(app_configs: Any, **kwargs: Any) -> list[Error]:
    backend = settings.CACHES["default"]["BACKEND"]
    if backend.endswith(PRIVATE_CACHES) and not _development():
        return [
            Error(
                f"The cache {backend} is not shared between processes: limits on log-on attempts would not hold.",
                hint="Leave CACHE_URL unset (the database) or name a shared cache.",
                id="signon.E002",
            )
        ]
    return []


@register(Tags.security)
def cookies_are_safe(app_configs: Any, **kwargs: Any) -> list[Error]:
    if _development():
        return []
    wanted = {
        "SESSION_COOKIE_SECURE": (True,),
        "CSRF_COOKIE_SECURE": (True,),
        "SESSION_COOKIE_HTTPONLY": (True,),
        "SESSION_COOKIE_SAMESITE": ("Lax", "Strict"),
    }
    return [
        Error(
            f"{name} is {getattr(settings, name)!r}: the session could be taken over.",
            hint=f"Set it to {' or '.join(map(repr, values))}.",
            id="signon.E003",
        )
        for name, values in wanted.items()
        if getattr(settings, name) not in values
    ]


@register(Tags.security)
def step_up_lasts_minutes(app_configs: Any, **kwargs: Any) -> list[Error]:
    if not 1 <= settings.STEP_UP_MINUTES <= LONGEST_STEP_UP:
        return [
            Error(
                f"STEP_UP_MINUTES is {settings.STEP_UP_MINUTES}: it must lie between 1 and {LONGEST_STEP_UP}.",
                hint="15 lets somebody read a meeting's secret papers without being asked twice.",
                id="signon.E004",
            )
        ]
    return []


def _development() -> bool:
    return bool(getattr(settings, "DEVELOPMENT", False))
