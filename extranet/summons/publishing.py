"""From when the body reads what was a draft: items and papers together, in the transaction of the sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from extranet.indexing import capture
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement


@dataclass(frozen=True)
class Published:
    """Primary keys of what was published."""

    items: tuple[int, ...]
    placements: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.items or self.placements)


def draft_items(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Those that the body does not read yet, and for which no moment is set."""
    return AgendaItem.objects.filter(meeting=meeting, published_at__isnull=True)


def draft_placements(meeting: Meeting) -> QuerySet[Placement]:
    return Placement.objects.filter(
        item__meeting=meeting, published_at__isnull=True, withdrawn_at__isnull=True
    )


def publish(
    meeting: Meeting, at: datetime, *, late: bool, only: Published | None = None, told: bool = True
) -> Published:
    """Publish all drafts of a meeting, or `only` some, at one moment; with `late` as come after the summons.

    Inside a transaction that holds the meeting's row. `told`: the index hears of it; False for what is taken back.
    """
    items_of, placements_of = draft_items(meeting), draft_placements(meeting)
    if only is not None:
        items_of, placements_of = (
            items_of.filter(pk__in=only.items),
            placements_of.filter(pk__in=only.placements),
        )
    items = tuple(items_of.order_by("pk").values_list("pk", flat=True))
    placements = tuple(placements_of.order_by("pk").values_list("pk", flat=True))
    fields = {"published_at": at, "late": True} if late else {"published_at": at}
    AgendaItem.objects.filter(pk__in=items).update(**fields)
    Placement.objects.filter(pk__in=placements).update(**fields)
    if told:
        on_them = Placement.objects.filter(item__in=items, withdrawn_at__isnull=True)
        changed = {*placements, *on_them.values_list("pk", flat=True)}
        capture.announce(changed, hidden=False)
    return Published(items, placements)
