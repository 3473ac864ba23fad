"""How often an address of a feed may be fetched: a calendar program that asks all the time is told to wait.

Counted by what was sent, whether it is an address of anybody's or not, so that the answer says nothing of that.
"""

from __future__ import annotations

from django.core.cache import cache

MOST, SECONDS = 60, 60 * 60


def is_too_often(key: str) -> bool:
    """Count one more; `key` is a hash, never what was sent."""
    name = f"extranet.feed:{key}"
    if cache.add(name, 1, SECONDS):
        return False
    try:
        return bool(cache.incr(name) > MOST)
    except ValueError:  # it ran out between the two
        return False
