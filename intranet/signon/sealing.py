"""Secrets that must be read again (the key of somebody's code app), encrypted in the database.

The key is derived from PERSON_NUMBER_KEY, the one that an installation never changes: SECRET_KEY may be changed
at any time, and then nobody could sign in with their app.
"""

from __future__ import annotations

import base64
from functools import cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"intranet.signon second factors"


def seal(text: str) -> str:
    return _fernet(settings.PERSON_NUMBER_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises cryptography.fernet.InvalidToken if it was not sealed with this installation's key."""
    return _fernet(settings.PERSON_NUMBER_KEY).decrypt(sealed.encode()).decode()


@cache
def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
