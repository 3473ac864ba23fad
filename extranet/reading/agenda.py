"""The agenda of a meeting as one reader may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from extranet.access import items
from extranet.access.rights import Rights
from extranet.meetings.models import AgendaItem, Meeting
from extranet.meetings.numbering import is_without_gaps
from extranet.placements.models import Placement
from extranet.reading.papers import PaperRow, rows

RECUSED, SECRET = "recused", "secret"


@dataclass(frozen=True)
class Earlier:
    """An item of another meeting that this one came from, with as much of it as the reader may know."""

    item: AgendaItem
    title: str

    @property
    def url(self) -> str:
        return reverse("agenda_item", args=[self.item.pk])


@dataclass(frozen=True)
class ItemRow:
    """An item that the reader knows of. `refused` says why its title is the neutral one: RECUSED, SECRET or nothing.

    `number` is None where the reader does not know the whole agenda: a gap would tell of what is left out.
    `is_waiting`: the body does not know of it yet.
    """

    item: AgendaItem
    refused: str
    number: int | None
    is_waiting: bool
    papers: Sequence[PaperRow] = ()
    earlier: Earlier | None = None

    @property
    def title(self) -> str:
        return str(self.item.neutral_title if self.refused else self.item.title)

    @property
    def proposal(self) -> str:
        return "" if self.refused else str(self.item.proposal)

    @property
    def rapporteur(self) -> str:
        return "" if self.refused else str(self.item.rapporteur)

    @property
    def url(self) -> str:
        return reverse("agenda_item", args=[self.item.pk])

    @property
    def is_secret(self) -> bool:
        return any(paper.is_secret for paper in self.papers)

    @property
    def locked(self) -> bool:
        return any(paper.locked for paper in self.papers)


@dataclass(frozen=True)
class Agenda:
    items: Sequence[ItemRow] = field(default=())

    @property
    def has_papers(self) -> bool:
        """Whether there is any that opens at once."""
        return any(not paper.locked for item in self.items for paper in item.papers)

    @property
    def new(self) -> int:
        return sum(paper.is_new for item in self.items for paper in item.papers)


def agenda(rights: Rights, meeting: Meeting, since: datetime | None) -> Agenda:
    """All that the reader knows of on a meeting's agenda, in order: as many queries whatever stands on it."""
    known = items.known_to(rights, AgendaItem.objects.filter(meeting=meeting))
    listed = list(known.select_related("matter", "meeting__body").order_by("order", "pk"))
    return Agenda(_rows(rights, listed, listed, since))


def item_row(rights: Rights, item: AgendaItem, since: datetime | None) -> ItemRow:
    """One item that the reader knows of."""
    known = items.known_to(rights, AgendaItem.objects.filter(meeting=item.meeting_id))
    agenda = list(known.only("number", "order").order_by("order", "pk"))
    (row,) = _rows(rights, [item], agenda, since)
    return row


def _rows(
    rights: Rights, shown: list[AgendaItem], agenda: list[AgendaItem], since: datetime | None
) -> list[ItemRow]:
    keys = [item.pk for item in shown]
    titled = set(
        items.visible_to(rights, AgendaItem.objects.filter(pk__in=keys)).values_list("pk", flat=True)
    )
    papers = _papers(rights, Placement.objects.filter(item__in=keys), since)
    earlier = _earlier(rights, [item for item in shown if item.pk in titled])
    numbered = is_without_gaps([item.number for item in agenda])
    return [
        ItemRow(
            item=item,
            refused="" if item.pk in titled else RECUSED if item.pk in rights.recused else SECRET,
            number=item.number if numbered else None,
            is_waiting=not items.PUBLISHED.holds(rights, item),
            papers=papers[item.pk],
            earlier=earlier.get(item.came_from_id) if item.came_from_id else None,
        )
        for item in shown
    ]


def _papers(
    rights: Rights, among: QuerySet[Placement], since: datetime | None
) -> defaultdict[int, list[PaperRow]]:
    found: defaultdict[int, list[PaperRow]] = defaultdict(list)
    # What is withdrawn is on no agenda any more, not even for who keeps it.
    for row in rows(rights, among.filter(withdrawn_at__isnull=True).order_by("item", "order", "pk"), since):
        found[row.placement.item_id].append(row)
    return found


def _earlier(rights: Rights, shown: list[AgendaItem]) -> dict[int, Earlier]:
    """Of what the reader may know, what they may know of its treatment before: nothing else of another body's."""
    keys = {item.came_from_id for item in shown if item.came_from_id}
    if not keys:
        return {}
    before = AgendaItem.objects.filter(pk__in=keys)
    titled = set(items.visible_to(rights, before).values_list("pk", flat=True))
    return {
        item.pk: Earlier(item, item.title if item.pk in titled else item.neutral_title)
        for item in items.known_to(rights, before).select_related("meeting__body")
    }
