"""Finding the matter that an item is about, by registry number or title, or opening a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from extranet.access import desk
from extranet.access.rights import Rights
from extranet.bodies.models import Authority
from extranet.papers.models import Matter
from intranet.organisation.matching import containing, words_of

MOST = 12
"""Matters shown of those that are found."""


@dataclass(frozen=True)
class Found:
    """`title` is the neutral one where the matter's own may not be read; `is_titled` says which."""

    matter: Matter
    title: str
    is_titled: bool


def find(rights: Rights, text: str) -> Sequence[Found]:
    """Matters that hold every word, the newest first; one title that may not be read is not searched either."""
    words = words_of(text)
    if not words:
        return []
    known = desk.matters(rights, Matter.objects.all())
    titled = desk.titled(rights, Matter.objects.all()).values("pk")
    for word in words:
        known = known.filter(
            containing("registry_number", word)
            | containing("neutral_title", word)
            | (containing("title", word) & Q(pk__in=titled))
        )
    return shown(rights, list(known.order_by("-opened", "-pk")[:MOST]))


def chosen(rights: Rights, pk: int) -> Found | None:
    """One that may be put on an agenda."""
    return next(iter(shown(rights, list(desk.matters(rights, Matter.objects.filter(pk=pk))))), None)


def shown(rights: Rights, matters: Sequence[Matter]) -> list[Found]:
    among = Matter.objects.filter(pk__in=[matter.pk for matter in matters])
    titled = set(desk.titled(rights, among).values_list("pk", flat=True))
    return [
        Found(matter, matter.title if matter.pk in titled else matter.neutral_title, matter.pk in titled)
        for matter in matters
    ]


def is_taken(authority: Authority, number: str) -> bool:
    return Matter.objects.filter(authority=authority, registry_number__iexact=number).exists()


def open_matter(authority: Authority, number: str, neutral_title: str, title: str) -> Matter:
    """Raises IntegrityError for a number that is taken."""
    return Matter.objects.create(
        authority=authority,
        registry_number=number,
        neutral_title=neutral_title,
        title=title or neutral_title,
        opened=timezone.localdate(),
    )
