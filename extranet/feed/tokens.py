"""Making, finding and revoking the secret addresses of calendar feeds."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from extranet.feed.models import CalendarToken
from intranet.people.models import Person

MOST = 5
"""That somebody may have at once: a telephone, a tablet, a computer, and two to spare."""
BYTES = 32
"""Nobody guesses as much, so that a plain hash is enough to keep."""


class TooManyError(RuntimeError):
    """There are as many as there may be: one has to be revoked first."""


def in_force(person: int) -> QuerySet[CalendarToken]:
    return CalendarToken.objects.filter(person=person, revoked_at=None)


def make(person: int, name: str) -> str:
    """A new one; what is returned is nowhere else and is shown once. Raises TooManyError."""
    token = token_urlsafe(BYTES)
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person)  # two at once don't pass the limit
        if in_force(person).count() >= MOST:
            raise TooManyError
        CalendarToken.objects.create(person_id=person, name=name, hash=hashed(token))
    return token


def find(token: str) -> CalendarToken | None:
    """Whose it is; None if there is none such, or it has been revoked."""
    found = CalendarToken.objects.filter(hash=hashed(token), revoked_at=None)
    return found.select_related("person").first()


def revoke(token: CalendarToken) -> None:
    """At once, and for good."""
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])


def note_use(token: CalendarToken, today: date) -> None:
    """On which day it was fetched last: one short row a day, so that its owner sees which is in use."""
    if token.used_on != today:
        CalendarToken.objects.filter(pk=token.pk).update(used_on=today)


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
