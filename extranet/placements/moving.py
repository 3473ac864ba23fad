"""Where a paper stands: its turn on an item, and another item while nobody has been sent it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from extranet.meetings.models import AgendaItem
from extranet.papers.models import Paper
from extranet.placements.adopting import UnregisteredError
from extranet.placements.models import Placement
from extranet.placements.placing import AlreadyPlacedError
from extranet.placements.withdrawing import PublishedError


class OtherMatterError(Exception):
    """The paper lies elsewhere too, in the matter that it belongs to."""


@transaction.atomic
def move(placement: Placement, item: AgendaItem) -> None:
    """Put it last on another item; the paper follows to the matter of that item.

    Raises PublishedError for what readers have been sent, or what is to replace such a one; UnregisteredError,
    OtherMatterError, AlreadyPlacedError.
    """
    held = (
        Placement.objects.select_for_update(of=("self",))
        .select_related("version__paper")
        .get(pk=placement.pk)
    )
    if held.published_at is not None or held.replaces_id is not None:
        raise PublishedError
    if held.item_id == item.pk:
        return
    if item.matter_id is None:
        raise UnregisteredError
    already = Placement.objects.filter(item=item, version=held.version_id).first()
    if already is not None:
        raise AlreadyPlacedError(already)
    paper: Paper = held.version.paper
    if paper.matter_id != item.matter_id:
        if Placement.objects.filter(version__paper=paper).exclude(pk=held.pk).exists():
            raise OtherMatterError
        paper.matter_id = item.matter_id
        paper.save(update_fields=["matter"])
    last = item.placements.aggregate(last=Max("order"))["last"] or 0
    held.item, held.order = item, last + 1
    held.save(update_fields=["item", "order"])


@transaction.atomic
def arrange(item: AgendaItem, heads: Sequence[int]) -> None:
    """Let the papers on an item stand in this order, by primary key; what they have replaced follows them.

    Those that are not named keep their order, after the others.
    """
    lying = list(Placement.objects.select_for_update(of=("self",)).filter(item=item).order_by("order", "pk"))
    turn = {pk: place for place, pk in enumerate(heads)}
    replaced_by = {p.replaces_id: p.pk for p in lying if p.replaces_id and p.withdrawn_at is None}

    def head_of(placement: Placement) -> int:
        pk, seen = placement.pk, set()
        while pk in replaced_by and pk not in seen:
            seen.add(pk)
            pk = replaced_by[pk]
        return int(pk)

    in_order = sorted(lying, key=lambda placement: turn.get(head_of(placement), len(turn)))
    places = {head: place for place, head in enumerate(dict.fromkeys(map(head_of, in_order)), 1)}
    for placement in lying:
        if placement.order != (place := places[head_of(placement)]):
            placement.order = place
            placement.save(update_fields=["order"])
