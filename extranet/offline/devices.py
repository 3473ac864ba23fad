"""Which device asks: a browser that has been given a cookie, of one person, until they sign out there."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from extranet.offline.models import Device

KEPT_FOR = 60 * 60 * 24 * 400
"""Seconds; browsers keep no cookie longer."""

KINDS = (
    *(("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("Windows", "Windows")),
    *(("Macintosh", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")),
)
BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))


def cookie_name() -> str:
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def device_of(request: HttpRequest) -> Device | None:
    """The device that asks, if it is that of whoever is signed in and has not been taken away. One query at most."""
    found = named(request)
    mine = found is not None and found.person_id == request.user.pk and found.revoked_at is None
    return found if mine else None


def named(request: HttpRequest) -> Device | None:
    """The device that the cookie names, whosever it is."""
    key = request.COOKIES.get(cookie_name(), "")
    return Device.objects.filter(key_hash=_hash(key)).first() if key else None


def add_device(person: int, agent: str) -> tuple[Device, str]:
    """A new one, called after what the browser says of itself; and the key that its cookie is to hold."""
    key = secrets.token_urlsafe(32)
    return Device.objects.create(person_id=person, name=name_of(agent), key_hash=_hash(key)), key


def remember(response: HttpResponseBase, key: str) -> None:
    """Scripts cannot read it, and no other site makes the browser send it."""
    response.set_cookie(
        cookie_name(),
        key,
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def name_of(agent: str) -> str:
    """Safari in iPad, say: how its owner tells it from another."""
    kind = next((name for mark, name in KINDS if mark in agent), "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    if kind and browser:
        return _("%(kind)s med %(browser)s") % {"kind": kind, "browser": browser}
    return kind or browser or _("Okänd enhet")


def revoke(device: Device) -> None:
    """All that it keeps goes at its next contact."""
    device.revoked_at = timezone.now()
    device.save(update_fields=["revoked_at"])


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
