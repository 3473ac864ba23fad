"""Papers as they stand in a list: which of them are new, which ask for a step-up, which have been replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.urls import reverse

from extranet.access import placements
from extranet.access.rights import Rights
from extranet.placements.models import Placement
from extranet.receipts.opened import is_new
from extranet.secrecy.models import secret_placement
from intranet.files.kinds import KINDS


@dataclass(frozen=True)
class PaperRow:
    """A paper that the reader may see the name of. `locked`: to be opened, it asks for a step-up.

    `is_waiting`: the body does not read it yet. `replaces` is the row of the paper that it replaces, or is to
    replace, if the reader may see that one, too.
    """

    placement: Placement
    is_secret: bool
    is_new: bool
    locked: bool
    is_waiting: bool
    replaces: PaperRow | None = None

    @property
    def title(self) -> str:
        return str(self.placement.version.paper.title)

    @property
    def url(self) -> str:
        return reverse("paper", args=[self.placement.pk])

    @property
    def kind(self) -> str:
        return file_kind(self.placement)

    @property
    def came(self) -> datetime | None:
        """From when the body reads it: both it and its item are published then."""
        moments = (self.placement.published_at, self.placement.item.published_at)
        return max((moment for moment in moments if moment), default=None) if all(moments) else None

    @property
    def changes(self) -> str:
        return str(self.placement.version.changes) if self.replaces else ""


def file_kind(placement: Placement) -> str:
    kind = KINDS.get(placement.version.content_type)
    return str(kind.label) if kind else ""


def rows(
    rights: Rights, among: QuerySet[Placement], since: datetime | None, most: int | None = None
) -> list[PaperRow]:
    """Those of a queryset that the reader may see, in its order; two queries, however many they are.

    One that is replaced stands in the row of what replaced it. If the reader may not see that (it is not published
    yet, or withdrawn again), nothing tells that there is such a thing; who prepares it has it beside the other.
    """
    seen = placements.visible_to(rights, among).select_related("version__paper", "item")
    marked = seen.annotate(
        marked_secret=ExpressionWrapper(secret_placement(), BooleanField()),
        new_to_me=ExpressionWrapper(is_new(rights.person, since), BooleanField()),
        not_published=ExpressionWrapper(placements.NOT_PUBLISHED.query(rights), BooleanField()),
    )
    found = {placement.pk: placement for placement in marked[:most]}
    opens = placements.open_to(rights, Placement.objects.filter(pk__in=found))
    return _put_together(found, set(opens.values_list("pk", flat=True)))


def _put_together(found: Mapping[int, Placement], opens: set[int]) -> list[PaperRow]:
    replaced = {
        placement.replaces_id
        for placement in found.values()
        if not placement.not_published  # type: ignore[attr-defined]
    }

    def row(placement: Placement) -> PaperRow:
        before = found.get(placement.replaces_id) if placement.replaces_id else None
        return PaperRow(
            placement=placement,
            is_secret=placement.marked_secret,  # type: ignore[attr-defined]
            is_new=placement.new_to_me,  # type: ignore[attr-defined]
            locked=placement.pk not in opens,
            is_waiting=placement.not_published,  # type: ignore[attr-defined]
            replaces=row(before) if before else None,
        )

    return [row(placement) for placement in found.values() if placement.pk not in replaced]
