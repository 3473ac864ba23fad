"""No text is kept of what is secret: it goes with the marking, in the same transaction.

A version is hushed as long as any marking stands on it or on one of its placements: its text is that of all of them.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from extranet.secrecy.models import Secrecy
from extranet.texts.models import PaperText, TextReading
from extranet.texts.signals import text_changed

State = TextReading.State


def marked(version: str = "pk") -> Q:
    """For a queryset of versions, or one whose field `version` leads to one: a marking stands on it somewhere."""
    standing = Secrecy.objects.standing()
    return Q(Exists(standing.filter(version=OuterRef(version)))) | Q(
        Exists(standing.filter(placement__version=OuterRef(version)))
    )


def bring_into_line(versions: Collection[int] | None = None) -> int:
    """Take away the text of what is secret, and have what is so no more read; how many versions that was.

    Of these versions, or of all. What a marking's own transaction could not do (one that went round the model,
    a database that was put back) the clock does.
    """
    readings = TextReading.objects.all()
    if versions is not None:
        readings = readings.filter(version__in=versions)
    with transaction.atomic():
        secret = list(
            readings.filter(marked("version")).exclude(state=State.SECRET).values_list("version", flat=True)
        )
        hush(secret)
        open_again = list(
            readings.filter(state=State.SECRET).exclude(marked("version")).values_list("version", flat=True)
        )
        TextReading.objects.filter(version__in=open_again).update(
            state=State.WAITING, tries=0, since=timezone.now()
        )
    return len(secret) + len(open_again)


def hush(versions: Collection[int]) -> None:
    """Take away the text of these. Inside the transaction of whoever calls."""
    if not versions:
        return
    # The row first: a reader at work holds it while it writes, and finds the claim gone when it has it again.
    TextReading.objects.filter(version__in=versions).update(
        state=State.SECRET, problem="", pages=None, characters=None, since=timezone.now()
    )
    PaperText.objects.filter(version__in=versions).delete()
    text_changed.send(sender=TextReading, versions=list(versions))
