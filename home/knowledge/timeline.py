"""What applies on a day: derived from a page's versions and withdrawals, in Python and in SQL.

A version stands on a day if it has begun and no withdrawal of it has. Of those that stand the one with the
latest first day applies, among equals the one decided last; unless its own last day has passed, and then
nothing does. So a correction of the present version (same first day or later, higher number) replaces it,
and one that waits for a later day goes on waiting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext_lazy

from home.knowledge.versions import KnowledgeVersion, Withdrawal
from intranet.finding import states

PagesT = TypeVar("PagesT", bound=QuerySet)


class State(StrEnum):
    """What a reader is told of a knowledge page; the words are those of the search page."""

    IN_FORCE = states.IN_FORCE
    REVIEW_DUE = states.REVIEW
    COMING = states.COMING
    WITHDRAWN = states.EXPIRED
    DRAFT = "utkast"

    @property
    def label(self) -> str:
        return str(states.NAMES.get(self.value, gettext_lazy("Utkast")))

    @property
    def tone(self) -> str:
        """The colour of the chip; the words say the same."""
        return _TONES[self]


_TONES = {
    State.IN_FORCE: "ok",
    State.REVIEW_DUE: "warning",
    State.COMING: "info",
    State.WITHDRAWN: "stop",
    State.DRAFT: "neutral",
}


@dataclass(frozen=True)
class Timeline:
    """All decided versions of one page, those of the earliest first day first."""

    versions: tuple[KnowledgeVersion, ...]

    @classmethod
    def of(cls, versions: Iterable[KnowledgeVersion]) -> Timeline:
        """From versions that carry `withdrawn_from` (see `with_withdrawal`)."""
        return cls(tuple(sorted(versions, key=_order)))

    def in_force(self, on: date) -> KnowledgeVersion | None:
        """The version that applies on a day."""
        standing = [v for v in self.versions if v.in_force_from <= on and not _withdrawn(v, on)]
        if not standing:
            return None
        latest = standing[-1]
        return latest if latest.in_force_to is None or latest.in_force_to >= on else None

    def coming(self, on: date) -> list[KnowledgeVersion]:
        """Versions that wait for their day, the next one first."""
        return [v for v in self.versions if v.in_force_from > on and not _withdrawn(v, v.in_force_from)]

    def last_applied(self, on: date) -> KnowledgeVersion:
        """Of a page that no longer applies: the version that did so last. One that never began is not it."""
        begun = [v for v in self.versions if v.in_force_from <= on]
        held = [v for v in begun if v.withdrawn_from is None or v.withdrawn_from > v.in_force_from]
        return (held or begun or list(self.versions))[-1]

    def last_day(self, version: KnowledgeVersion) -> date | None:
        """The last day on which a version applied or will apply; None while nothing ends it."""

        later = [
            v.in_force_from
            for v in self.versions
            if _order(v) > _order(version) and not _withdrawn(v, v.in_force_from)
        ]
        ends = [first - timedelta(days=1) for first in later]
        if version.withdrawn_from:
            ends.append(version.withdrawn_from - timedelta(days=1))
        if version.in_force_to:
            ends.append(version.in_force_to)
        return min(ends, default=None)

    def state(self, on: date, review_by: date | None = None) -> State:
        if self.in_force(on):
            return State.REVIEW_DUE if review_by and review_by < on else State.IN_FORCE
        if self.coming(on):
            return State.COMING
        return State.WITHDRAWN if self.versions else State.DRAFT


def with_withdrawal(versions: QuerySet) -> QuerySet:
    """Annotate `withdrawn_from`: the first day from which a withdrawal covers the version, or None."""
    covering = Withdrawal.objects.filter(page=OuterRef("page")).filter(_covers)
    return versions.annotate(withdrawn_from=Subquery(covering.order_by("from_date").values("from_date")[:1]))


_covers = Q(version=OuterRef("pk")) | Q(version__isnull=True, after_number__gte=OuterRef("number"))


def _withdrawn(version: KnowledgeVersion, on: date) -> bool:
    return version.withdrawn_from is not None and version.withdrawn_from <= on


def _order(version: KnowledgeVersion) -> tuple[date, int]:
    return (version.in_force_from, version.number)


def with_state(pages: PagesT, on: date) -> PagesT:
    """Annotate `in_force_id`, `in_force_since`, `in_force_revision` and `coming_from`, as `Timeline` would answer."""
    begun = _standing(KnowledgeVersion.objects.filter(page=OuterRef("pk"), in_force_from__lte=on), on)
    latest = begun.order_by("-in_force_from", "-number")
    waiting = _standing(
        KnowledgeVersion.objects.filter(page=OuterRef("pk"), in_force_from__gt=on), F("in_force_from")
    ).order_by("in_force_from", "number")
    ends_late_enough = Q(latest_to__isnull=True) | Q(latest_to__gte=on)

    return pages.annotate(
        latest_id=Subquery(latest.values("pk")[:1]),
        latest_to=Subquery(latest.values("in_force_to")[:1]),
        latest_from=Subquery(latest.values("in_force_from")[:1]),
        latest_revision_due=Subquery(latest.values("revision_id")[:1]),
        coming_from=Subquery(waiting.values("in_force_from")[:1]),
        ever_decided=Exists(KnowledgeVersion.objects.filter(page=OuterRef("pk"))),
    ).annotate(
        in_force_id=Case(When(ends_late_enough, then=F("latest_id")), default=None),
        in_force_since=Case(When(ends_late_enough, then=F("latest_from")), default=None),
        in_force_revision=Case(When(ends_late_enough, then=F("latest_revision_due")), default=None),
    )


def in_state(pages: PagesT, state: State, on: date) -> PagesT:
    """Those pages of a queryset annotated by `with_state` that are in a state."""
    due = Q(review_by__lt=on)
    match state:
        case State.IN_FORCE:
            return pages.filter(in_force_id__isnull=False).exclude(due)
        case State.REVIEW_DUE:
            return pages.filter(due, in_force_id__isnull=False)
        case State.COMING:
            return pages.filter(in_force_id__isnull=True, coming_from__isnull=False)
        case State.WITHDRAWN:
            return pages.filter(in_force_id__isnull=True, coming_from__isnull=True, ever_decided=True)
        case State.DRAFT:
            return pages.filter(ever_decided=False)


def state_of(annotated: Any, on: date) -> State:
    """The state of one page that carries the annotations of `with_state`."""
    if annotated.in_force_id:
        return State.REVIEW_DUE if annotated.review_by and annotated.review_by < on else State.IN_FORCE
    if annotated.coming_from:
        return State.COMING
    return State.WITHDRAWN if annotated.ever_decided else State.DRAFT


def _standing(versions: QuerySet, on: date | F) -> QuerySet:
    """Versions that no withdrawal covers on `on`, a day or an expression on the version."""
    return with_withdrawal(versions).filter(Q(withdrawn_from__isnull=True) | Q(withdrawn_from__gt=on))
