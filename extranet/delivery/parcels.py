"""What each of those who read on paper is to have on paper before a meeting: by the rule, person by person.

Nothing is kept of it but what has been printed. Nobody proves who they are afresh on paper; everything else of the
rule holds, and what is secret is handed over, not posted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from django.db.models import Q
from django.utils import timezone

from extranet.access import placements as rule
from extranet.access.names import name
from extranet.access.rights import Rights, rights_of
from extranet.delivery.choosing import Address, address_of
from extranet.delivery.models import DeliveryChoice, Printing, Way
from extranet.mandates.models import Mandate
from extranet.meetings.models import Meeting
from extranet.placements.models import Placement
from extranet.secrecy.models import secret_placement
from intranet.access.viewer import Viewer, viewers_of
from intranet.people.models import Person
from intranet.people.models import in_force as of_days


@dataclass(frozen=True)
class Reader:
    """Somebody who reads on paper. `fetches`: nothing is posted to them, and no address is told."""

    person: Person
    name: str
    address: Address
    fetches: bool


@dataclass(frozen=True)
class Sheaf:
    """A paper to print. `pages` is None where nobody has counted them: the text of what is secret is never read."""

    placement: Placement
    pages: int | None
    secret: bool
    rank: int

    def sheets(self, double_sided: bool) -> int:
        """Sheets of it, which begins on one of its own; none where its pages are not counted."""
        return ceil((self.pages or 0) / (2 if double_sided else 1))


@dataclass(frozen=True)
class Parcel:
    """What is left to print for somebody, and how many of their papers have been printed.

    `kept_from`: papers that they may read but whoever prints may not.
    """

    reader: Reader
    left: Sequence[Sheaf]
    printed: int
    kept_from: int

    @property
    def handed_over(self) -> Sequence[Sheaf]:
        return [sheaf for sheaf in self.left if sheaf.secret]

    @property
    def uncounted(self) -> int:
        return sum(sheaf.pages is None for sheaf in self.left)

    def sheets(self, double_sided: bool) -> int:
        return sum(sheaf.sheets(double_sided) for sheaf in self.left)


def readers(viewer: Viewer, meeting: Meeting) -> list[Reader]:
    """Those with a mandate in force in the meeting's body who read on paper, by name; one query."""
    of_body = Mandate.objects.filter(of_days(timezone.localdate()), body=meeting.body_id)
    choices = DeliveryChoice.objects.filter(way=Way.PAPER, person__in=of_body.values("person"))
    return [
        Reader(kept.person, name(viewer, kept.person), address_of(kept.person, kept), kept.person.protected)
        for kept in choices.select_related("person").order_by("person__last_name", "person__first_name", "pk")
    ]


def parcels(rights: Rights, viewer: Viewer, meeting: Meeting) -> list[Parcel]:
    """For who prints, of each who reads on paper. A few queries, and a few more for each of these people."""
    found = readers(viewer, meeting)
    sheaves = _sheaves(rights, meeting)
    mine = _pks(rights, sheaves)
    printed = _printed(meeting)
    made = []
    for reader, theirs in zip(found, viewers_of(reader.person for reader in found), strict=True):
        may = _pks(rights_of(theirs, rights.at), sheaves)
        current = may - {sheaves[pk].placement.replaces_id for pk in may}
        done = printed[reader.person.pk]
        left = [sheaf for pk, sheaf in sheaves.items() if pk in current & mine and pk not in done]
        made.append(Parcel(reader, left, len(current & done), len(current - mine - done)))
    return made


@dataclass(frozen=True)
class Copies:
    """A paper, and for whom it is to be printed."""

    sheaf: Sheaf
    readers: Sequence[Reader]


def copies(found: Iterable[Parcel]) -> list[Copies]:
    """What is left to print, paper by paper in the order of the agenda."""
    wanted: dict[int, tuple[Sheaf, list[Reader]]] = {}
    for parcel in found:
        for sheaf in parcel.left:
            wanted.setdefault(sheaf.placement.pk, (sheaf, []))[1].append(parcel.reader)
    ordered = sorted(wanted.values(), key=lambda each: each[0].rank)
    return [Copies(sheaf, readers) for sheaf, readers in ordered]


def _sheaves(rights: Rights, meeting: Meeting) -> dict[int, Sheaf]:
    """What has been published on the agenda, in its order."""
    out = Placement.objects.filter(
        rule.PUBLISHED.query(rights), item__meeting=meeting, withdrawn_at__isnull=True
    )
    placed = out.select_related("item__meeting__body", "version__paper", "version__text")
    secret = set(out.filter(secret_placement()).values_list("pk", flat=True))
    return {
        each.pk: Sheaf(each, _pages(each), each.pk in secret, rank)
        for rank, each in enumerate(placed.order_by("item__order", "item", "order", "pk"))
    }


def _pages(placement: Placement) -> int | None:
    text = getattr(placement.version, "text", None)
    return text.pages if text else None


def _pks(rights: Rights, sheaves: dict[int, Sheaf]) -> set[int]:
    among = Placement.objects.filter(Q(pk__in=list(sheaves)))
    return set(rule.visible_to(rights, among).values_list("pk", flat=True))


def _printed(meeting: Meeting) -> dict[int, set[int]]:
    """Of each person, what has been printed for them."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Printing.objects.filter(meeting=meeting).values_list("person", "placements")
    for person, placement in rows:
        found[person].add(placement)
    return found
