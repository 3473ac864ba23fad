"""The page of one paper: what it is, its versions, its neighbours in the meeting, and where to open it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from extranet.access import items
from extranet.access.rights import Rights
from extranet.meetings.models import AgendaItem
from extranet.placements.models import Placement
from extranet.reading.papers import PaperRow, rows


@dataclass(frozen=True)
class PaperPage:
    """`item_title` is empty where the reader may not even know of the item: who keeps what was withdrawn from it."""

    paper: PaperRow
    item_title: str
    versions: Sequence[PaperRow]
    replaced_by: PaperRow | None
    previous: PaperRow | None
    following: PaperRow | None


def paper_page(rights: Rights, placement: Placement, since: datetime | None) -> PaperPage:
    """`placement` is one that the reader may see, with its item and meeting."""
    (paper,) = rows(rights, Placement.objects.filter(pk=placement.pk).select_related("item__meeting"), since)
    versions = _versions(rights, placement)
    listed = _listed(rights, placement) if placement.withdrawn_at is None else []
    before, after = _neighbours(placement, listed)
    return PaperPage(
        paper=paper,
        item_title=_title(rights, placement.item),
        versions=versions,
        replaced_by=next(
            (v for v in versions if v.placement.replaces_id == placement.pk and not v.is_waiting), None
        ),
        previous=before,
        following=after,
    )


def _title(rights: Rights, item: AgendaItem) -> str:
    found = AgendaItem.objects.filter(pk=item.pk)
    if items.visible_to(rights, found).exists():
        return str(item.title)
    return str(item.neutral_title) if items.known_to(rights, found).exists() else ""


def _versions(rights: Rights, placement: Placement) -> list[PaperRow]:
    """The same paper on the same item, the newest first: each that the reader may see, in a row of its own."""
    same = Q(version__paper=placement.version.paper_id) | Q(replaces=placement.pk)
    if placement.replaces_id:
        same |= Q(pk=placement.replaces_id)
    among = Placement.objects.filter(same, item=placement.item_id, withdrawn_at__isnull=True)
    found = rows(rights, among.order_by("-version__number", "-pk"), None)
    # What was replaced stands inside the row of what replaced it; here each is listed by itself, once.
    listed: dict[int, PaperRow] = {}
    for row in found:
        each: PaperRow | None = row
        while each:
            listed[each.placement.pk] = each
            each = each.replaces
    return list(listed.values())


def _listed(rights: Rights, placement: Placement) -> list[PaperRow]:
    """The papers of the meeting as its agenda has them; replaced ones, and any that is locked, are passed over."""
    among = Placement.objects.filter(item__meeting=placement.item.meeting_id, withdrawn_at__isnull=True)
    return rows(rights, among.order_by("item__order", "item", "order", "pk"), None)


def _neighbours(placement: Placement, listed: list[PaperRow]) -> tuple[PaperRow | None, PaperRow | None]:
    """The nearest before and after that the reader can open now."""
    place = next((n for n, row in enumerate(listed) if _stands_for(row, placement)), None)
    if place is None:
        return None, None
    before = next((row for row in reversed(listed[:place]) if not row.locked), None)
    return before, next((row for row in listed[place + 1 :] if not row.locked), None)


def _stands_for(row: PaperRow | None, placement: Placement) -> bool:
    while row is not None:
        if row.placement.pk == placement.pk:
            return True
        row = row.replaces
    return False
