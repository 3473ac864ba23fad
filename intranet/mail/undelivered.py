"""Addresses that mail does not reach: since when, and why; gone as soon as something has been taken for one.

Whoever has such an address is told of it on the site, since no mail can tell them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parseaddr

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.mail.models import Undelivered


def note(
    addresses: Iterable[str],
    why: Undelivered.Why,
    answers: Iterable[int] = (),
    *,
    since: datetime | None = None,
) -> None:
    """Keep that these addresses are not reached; the first time for each the security log is told of it.

    `answers` are the numbers that the server gave, never its words: those may quote the message. `since` is when
    that began (aware), now unless told. In the transaction of whoever calls.
    """
    now, answers = timezone.now(), list(answers)
    for address in sorted({plain(address) for address in addresses} - {""}):
        row, new = Undelivered.objects.get_or_create(
            address=address, defaults={"why": why, "since": since or now, "latest": now}
        )
        if new:
            _log(address, why, answers)
        else:
            Undelivered.objects.filter(pk=row.pk).update(why=why, latest=now)


def went_through(addresses: Iterable[str]) -> None:
    """Forget what was kept of addresses for which the server has taken a message."""
    Undelivered.objects.filter(address__in={plain(address) for address in addresses}).delete()


def of(address: str) -> Undelivered | None:
    """What is kept of an address; one query, or none for no address."""
    return Undelivered.objects.filter(address=plain(address)).first() if address else None


def forget_unused() -> int:
    """Remove what is kept of addresses that nobody has any more; returns how many."""
    unused = dict(Undelivered.objects.values_list("address", "pk"))
    for email in _emails() if unused else ():
        unused.pop(plain(email), None)
    return Undelivered.objects.filter(pk__in=unused.values()).delete()[0]


def written_otherwise() -> dict[str, str]:
    """Addresses of people that a database may not put in small letters as `plain` does, each as it is written, to
    what is kept of it. SQLite leaves the letters outside ASCII as they are.

    Two queries, and one when nothing is kept.
    """
    kept = set(Undelivered.objects.values_list("address", flat=True))
    if not kept:
        return {}
    strange = (email for email in _emails() if not email.isascii() or plain(email) != email.lower())
    return {email: plain(email) for email in strange if plain(email) in kept}


def plain(address: str) -> str:
    """As addresses are compared: without name, in small letters."""
    return (parseaddr(address)[1] or address).strip().lower()[:254]


def _emails() -> Iterator[str]:
    people = get_user_model()._default_manager.exclude(email="").order_by()
    return people.values_list("email", flat=True).iterator(chunk_size=2000)


def _log(address: str, why: Undelivered.Why, answers: list[int]) -> None:
    """By person, not by address: the log is kept for good, and its readers know whose to look at."""
    written = Q(email__iexact=address)
    if not address.isascii():
        written |= Q(email__in={email for email in _emails() if plain(email) == address})
    found = list(get_user_model()._default_manager.filter(written).order_by("pk"))
    reason = str(Undelivered.Why(why).label)
    for person in found:
        record(
            Event.Kind.MAIL_REFUSED, obj=person, label=person.get_username(), reason=reason, answers=answers
        )
    if not found:
        record(Event.Kind.MAIL_REFUSED, label="adress som ingen person har", reason=reason, answers=answers)
