"""An installation without a key for private notes, or with a key that is none, does not start."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import Error, Tags, register

HINT = "Make one: python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"


@register(Tags.security)
def notes_have_keys(app_configs: Any, **kwargs: Any) -> list[Error]:
    if not settings.NOTES_KEYS and not getattr(settings, "DEVELOPMENT", False):
        return [
            Error("NOTES_KEYS is empty: private notes can't be sealed.", hint=HINT, id="extranet.notes.E001")
        ]
    return [
        # By its place: a key that is nearly right is still a secret.
        Error(f"Key number {number} in NOTES_KEYS is not one.", hint=HINT, id="extranet.notes.E002")
        for number, key in enumerate(settings.NOTES_KEYS, 1)
        if not _is_key(key)
    ]


def _is_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True
