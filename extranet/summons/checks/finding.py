"""What a check finds, and what all checks look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse

from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
from extranet.summons.models import Examination
from extranet.texts.models import TextReading


@dataclass(frozen=True)
class Mend:
    """Where it is mended: a page of the desk."""

    url: str
    label: str


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or good to know (`note`: nothing has to be done about it).

    `key` names it among all findings of its meeting, by numbers: the same key is the same thing wrong with the same
    version, so that a reason given for it stands until something is changed.
    """

    key: str
    says: str
    where: str
    mend: Mend | None = None
    note: bool = False
    can_be_passed: bool = True


@dataclass(frozen=True)
class Material:
    """What is to be sent, as whoever sends it may know it.

    `items` and `placements` are those that will be published; `agenda` is all that will stand on it. `titles` are the
    names of items that they may read, neutral where they may not; `handled` the items that they may work on at all
    (KL 7:4): of the others nothing is told but that there is something. `secret` are primary keys of placements.
    """

    meeting: Meeting
    now: datetime
    agenda: Sequence[AgendaItem]
    items: Sequence[AgendaItem]
    placements: Sequence[Placement]
    titles: Mapping[int, str]
    handled: frozenset[int]
    secret: frozenset[int]
    texts: Mapping[int, TextReading] = field(default_factory=dict)
    examinations: Mapping[int, Examination] = field(default_factory=dict)

    def of(self, item: AgendaItem) -> list[Placement]:
        return [placement for placement in self.placements if placement.item_id == item.pk]

    def found(self, placement: Placement, what: str, otherwise: Any) -> Any:
        """What looking through a version has found, or `otherwise` while nobody has."""
        examination = self.examinations.get(placement.version_id)
        return examination.found.get(what, otherwise) if examination else otherwise

    def open_papers(self) -> list[Placement]:
        """Those that everybody in the body reads."""
        return [placement for placement in self.placements if placement.pk not in self.secret]


@dataclass(frozen=True)
class Check:
    """`meeting_wide`: it is about the meeting, and not asked of what comes after the summons."""

    code: str
    label: Any
    run: Callable[[Material], Iterable[Finding]]
    meeting_wide: bool = False


def mend(name: str, pk: int, label: str) -> Mend | None:
    """A page by the name of its address; None where the site has none of that name."""
    try:
        return Mend(reverse(name, args=[pk]), label)
    except NoReverseMatch:
        return None
