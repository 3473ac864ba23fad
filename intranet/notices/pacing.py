"""Kinds whose mail is bundled (`Kind.bundled`): however much there is to tell, nobody gets it more often than that.

All of them share one pace: a mail that tells of any is one that the others wait after. Kept is when the last one was
sent, and nothing of what it said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Q

from intranet.notices.kinds import kinds
from intranet.notices.models import BundledMail, Notice


def resting(now: datetime) -> Q:
    """For a queryset of notices: those of bundled kinds whose person has just been told by mail, or is about to be.

    A letter that is not sent yet is on its way: what comes meanwhile waits for the next.
    """
    bundled = {kind.code: kind.bundled for kind in kinds() if kind.bundled}
    on_its_way = Notice.objects.filter(
        person=OuterRef("person"), letter__isnull=False, kind__in=list(bundled)
    )
    found = Q(pk__in=())
    for code, pause in bundled.items():
        # Hours that pass, not those on the wall.
        since = now.astimezone(UTC) - pause
        lately = BundledMail.objects.filter(person=OuterRef("person"), sent_at__gt=since)
        found |= Q(Exists(lately), kind=code) | Q(Exists(on_its_way), kind=code)
    return found


def note_sent(person: int, codes: Iterable[str], now: datetime) -> None:
    """A mail about notices of these kinds has been sent to somebody."""
    if any(kind.bundled and kind.code in codes for kind in kinds()):
        BundledMail.objects.update_or_create(person_id=person, defaults={"sent_at": now})
