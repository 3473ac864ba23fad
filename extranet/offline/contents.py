"""What stands in a kept copy: an agenda that holds nothing secret, whoever keeps it.

A page on a device asks for no step-up. So an item with anything secret on it stands there by its neutral title
alone, and so does a secret paper, whatever the reader may see on the site itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from django.db.models import BooleanField, ExpressionWrapper
from django.urls import reverse

from extranet.access import items, placements
from extranet.access.rights import Rights
from extranet.meetings.models import Meeting
from extranet.meetings.numbering import is_without_gaps
from extranet.offline.choosing import keepable, known_items
from extranet.placements.models import Placement
from extranet.secrecy.models import secret_item, secret_placement
from intranet.files.kinds import KINDS


@dataclass(frozen=True)
class PaperLine:
    """`kept`: its file may be on the device."""

    placement: Placement
    title: str
    is_secret: bool
    kept: bool

    @property
    def url(self) -> str:
        return reverse("paper", args=[self.placement.pk])

    @property
    def kind(self) -> str:
        kind = KINDS.get(self.placement.version.content_type)
        return str(kind.label) if kind else ""


@dataclass(frozen=True)
class ItemLine:
    """`neutral`: the title is the neutral one, and there is no proposal."""

    pk: int
    number: int | None
    title: str
    neutral: bool
    recused: bool
    proposal: str
    rapporteur: str
    at: time | None
    papers: Sequence[PaperLine]

    @property
    def url(self) -> str:
        return reverse("agenda_item", args=[self.pk])


@dataclass(frozen=True)
class Contents:
    items: Sequence[ItemLine]

    @property
    def papers(self) -> list[PaperLine]:
        return [paper for item in self.items for paper in item.papers]

    @property
    def kept(self) -> list[PaperLine]:
        return [paper for paper in self.papers if paper.kept]


def contents(rights: Rights, meeting: Meeting) -> Contents:
    """All of a meeting that may stand in a copy, in the agenda's order; as many queries whatever stands on it."""
    known = known_items(rights, meeting)
    listed = list(known.order_by("order", "pk"))
    visible = items.visible_to(rights, known)
    marked = visible.annotate(marked_secret=ExpressionWrapper(secret_item(), BooleanField()))
    titled = set(marked.filter(marked_secret=False).values_list("pk", flat=True))
    numbered = is_without_gaps([item.number for item in listed])
    papers = _papers(rights, meeting)
    return Contents(
        [
            ItemLine(
                pk=item.pk,
                number=item.number if numbered else None,
                title=item.title if item.pk in titled else item.neutral_title,
                neutral=item.pk not in titled,
                recused=item.pk in rights.recused,
                proposal=item.proposal if item.pk in titled else "",
                rapporteur=item.rapporteur if item.pk in titled else "",
                at=item.at,
                papers=papers[item.pk],
            )
            for item in listed
        ]
    )


def _papers(rights: Rights, meeting: Meeting) -> defaultdict[int, list[PaperLine]]:
    kept = set(keepable(rights, meeting).values_list("pk", flat=True))
    read = placements.PUBLISHED.query(rights) & placements.NOT_WITHDRAWN.query(rights)
    among = Placement.objects.filter(read, item__meeting=meeting)
    seen = placements.visible_to(rights, among).exclude(rights.logged.query("item"))
    marked = seen.annotate(marked_secret=ExpressionWrapper(secret_placement(), BooleanField()))
    listed = list(marked.select_related("version__paper").order_by("item", "order", "pk"))
    replaced = {placement.replaces_id for placement in listed}
    found: defaultdict[int, list[PaperLine]] = defaultdict(list)
    for placement in listed:
        if placement.pk in replaced:
            continue
        secret = placement.marked_secret
        paper = placement.version.paper
        title = paper.neutral_title if secret else paper.title
        found[placement.item_id].append(PaperLine(placement, title, secret, placement.pk in kept))
    return found
