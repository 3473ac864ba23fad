"""All checks, in the order in which they are told; what they find, and what has been passed over with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extranet.summons.checks import (
    deadline,
    emptiness,
    files,
    mandates,
    metadata,
    numbers,
    person_numbers,
    recusals,
    scans,
    secrecy,
)
from extranet.summons.checks.finding import Check, Finding, Material
from extranet.summons.models import Override

CHECKS: tuple[Check, ...] = (
    person_numbers.CHECK,
    secrecy.CHECK,
    metadata.CHECK,
    files.CHECK,
    scans.CHECK,
    emptiness.CHECK,
    deadline.CHECK,
    numbers.CHECK,
    mandates.CHECK,
    recusals.CHECK,
)


@dataclass(frozen=True)
class Told:
    """A finding, and the reason for which somebody has passed it over, if anybody has."""

    finding: Finding
    override: Override | None = None

    @property
    def stops(self) -> bool:
        return self.override is None and not self.finding.note


@dataclass(frozen=True)
class Outcome:
    check: Check
    told: Sequence[Told]

    @property
    def stopping(self) -> Sequence[Told]:
        return [one for one in self.told if one.stops]

    @property
    def can_be_passed(self) -> bool:
        return any(one.finding.can_be_passed for one in self.stopping)

    @property
    def passed_over(self) -> Sequence[Told]:
        return [one for one in self.told if one.override is not None]

    @property
    def notes(self) -> Sequence[Told]:
        return [one for one in self.told if one.override is None and one.finding.note]


def run_all(material: Material, *, later: bool = False) -> list[Outcome]:
    """Every check's outcome; with `later` without those of the whole meeting. Two queries beside the material's."""
    passed = Override.objects.filter(meeting=material.meeting).select_related("by")
    overrides = {override.key: override for override in passed}
    return [
        Outcome(check, [Told(found, overrides.get(found.key)) for found in check.run(material)])
        for check in CHECKS
        if not (later and check.meeting_wide)
    ]


def stopping(outcomes: Iterable[Outcome]) -> list[Finding]:
    """What must be mended or passed over before anything is sent."""
    return [told.finding for outcome in outcomes for told in outcome.stopping]


def keys(outcomes: Iterable[Outcome]) -> list[str]:
    """The keys of all that has been passed over."""
    return [told.finding.key for outcome in outcomes for told in outcome.passed_over]
