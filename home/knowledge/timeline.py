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

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from home.knowledge.versions import KnowledgeVersion, Withdrawal


class State(StrEnum):
    """What a reader is told of a knowledge page; the values are those of addresses and the index."""

    IN_FORCE = "galler"
    REVIEW_DUE = "ses-over"
    COMING = "kommande"
    WITHDRAWN = "upphavd"
    DRAFT = "utkast"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        """The colour of the chip; the words say the same."""
        return _TONES[self]


_LABELS = {
    State.IN_FORCE: "Gäller",
    State.REVIEW_DUE: "Ses över",
    State.COMING: "Börjar gälla senare",
    State.WITHDRAWN: "Gäller inte längre",
    State.DRAFT: "Utkast",
}
_TONES = {
    State.IN_FORCE: "ok",
    State.REVIEW_DUE: "warning",
    State.COMING: "info",
    State.WITHDRAWN: "stop",
    State.DRAFT: "neutral",
}


@dataclass(frozen=True)
class Timeline:
    """All decisions about one page."""

    versions: tuple[KnowledgeVersion, ...]
    withdrawals: tuple[Withdrawal, ...] = ()

    @classmethod
    def of(cls, versions: Iterable[KnowledgeVersion], withdrawals: Iterable[Withdrawal]) -> Timeline:
        return cls(tuple(sorted(versions, key=_order)), tuple(withdrawals))

    def in_force(self, on: date) -> KnowledgeVersion | None:
        """The version that applies on a day."""
        standing = [v for v in self.versions if v.in_force_from <= on and not self._withdrawn(v, on)]
        if not standing:
            return None
        latest = standing[-1]
        return latest if latest.in_force_to is None or latest.in_force_to >= on else None

    def coming(self, on: date) -> list[KnowledgeVersion]:
        """Versions that wait for their day, the next one first."""
        return [v for v in self.versions if v.in_force_from > on and not self._withdrawn(v, v.in_force_from)]

    def last_day(self, version: KnowledgeVersion) -> date | None:
        """The last day on which a version applied or will apply; None while nothing ends it."""

        later = [v.in_force_from for v in self.versions if _order(v) > _order(version) and not self._withdrawn(v, v.in_force_from)]
        ends = [first - timedelta(days=1) for first in later]
        ends += [w.from_date - timedelta(days=1) for w in self.withdrawals if self._covers(w, version)]
        if version.in_force_to:
            ends.append(version.in_force_to)
        return min(ends, default=None)

    def state(self, on: date, review_by: date | None = None) -> State:
        if self.in_force(on):
            return State.REVIEW_DUE if review_by and review_by < on else State.IN_FORCE
        if self.coming(on):
            return State.COMING
        return State.WITHDRAWN if self.versions else State.DRAFT

    def withdrawal(self, on: date) -> Withdrawal | None:
        """The withdrawal that has taken effect, if the page no longer applies because of one."""
        if self.in_force(on) or not self.versions:
            return None
        effective = [w for w in self.withdrawals if w.from_date <= on]
        return max(effective, key=lambda w: (w.from_date, w.pk), default=None)

    def _withdrawn(self, version: KnowledgeVersion, on: date) -> bool:
        return any(w.from_date <= on and self._covers(w, version) for w in self.withdrawals)

    @staticmethod
    def _covers(withdrawal: Withdrawal, version: KnowledgeVersion) -> bool:
        if withdrawal.version_id:
            return withdrawal.version_id == version.pk
        return version.number <= withdrawal.after_number


def _order(version: KnowledgeVersion) -> tuple[date, int]:
    return (version.in_force_from, version.number)


def with_state(pages: QuerySet, on: date) -> QuerySet:
    """Annotate `in_force_id`, `in_force_since` and `coming_from`, as `Timeline` would answer for each page."""
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
        coming_from=Subquery(waiting.values("in_force_from")[:1]),
        ever_decided=Exists(KnowledgeVersion.objects.filter(page=OuterRef("pk"))),
    ).annotate(
        in_force_id=Case(When(ends_late_enough, then=F("latest_id")), default=None),
        in_force_since=Case(When(ends_late_enough, then=F("latest_from")), default=None),
    )


def in_state(pages: QuerySet, state: State, on: date) -> QuerySet:
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


def state_of(annotated, on: date) -> State:
    """The state of one page that carries the annotations of `with_state`."""
    if annotated.in_force_id:
        return State.REVIEW_DUE if annotated.review_by and annotated.review_by < on else State.IN_FORCE
    if annotated.coming_from:
        return State.COMING
    return State.WITHDRAWN if annotated.ever_decided else State.DRAFT


def _standing(versions: QuerySet, on) -> QuerySet:
    """Versions that no withdrawal in effect covers; `on` is a day or an expression on the version."""
    effective = Withdrawal.objects.filter(page=OuterRef("page"), from_date__lte=OuterRef("in_force_from") if isinstance(on, F) else on)
    covered = effective.filter(
        Q(version=OuterRef("pk")) | Q(version__isnull=True, after_number__gte=OuterRef("number"))
    )
    return versions.filter(~Exists(covered))


