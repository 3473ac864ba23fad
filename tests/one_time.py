"""What an app that shows codes does (RFC 6238), so that the site is tried against the standard and not itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct

PERIOD = 30
"""Seconds that the app shows a code."""


def code_of(secret: str, at: float) -> str:
    """The six figures that belong to a secret (base32, maybe in groups) at a moment (seconds since 1970)."""
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.new(key, struct.pack(">Q", int(at) // PERIOD), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"
