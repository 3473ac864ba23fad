"""Addresses that mail does not reach: since when, and why; gone as soon as something has been taken for one.

Whoever has such an address is told of it on the site, since no mail can tell them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr

from django.contrib.auth import get_user_model
from django.db.models.functions import Lower
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
    people = get_user_model()._default_manager.exclude(email="")
    used = people.order_by().values(used=Lower("email"))
    return Undelivered.objects.exclude(address__in=used).delete()[0]


def plain(address: str) -> str:
    """As addresses are compared: without name, in small letters."""
    return (parseaddr(address)[1] or address).strip().lower()[:254]


def _log(address: str, why: Undelivered.Why, answers: list[int]) -> None:
    """By person, not by address: the log is kept for good, and its readers know whose to look at."""
    people = get_user_model()._default_manager.filter(email__iexact=address).order_by("pk")
    found = list(people)
    reason = str(Undelivered.Why(why).label)
    for person in found:
        record(
            Event.Kind.MAIL_REFUSED, obj=person, label=person.get_username(), reason=reason, answers=answers
        )
    if not found:
        record(Event.Kind.MAIL_REFUSED, label="adress som ingen person har", reason=reason, answers=answers)
