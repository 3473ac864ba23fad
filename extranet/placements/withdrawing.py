"""Taking a paper away from its readers: at once, for a reason, and kept for the registrator of its authority.

Every reader's path asks the rule, which knows what is withdrawn; the index is told by the saving.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from extranet.placements.models import Placement
from intranet.people.models import Person

BEFORE_PUBLISHING = "Togs bort från dagordningen innan den skickades ut."
"""Why something is kept that could not be removed without a trace."""


class NotPublishedError(Exception):
    """Nobody has been sent it: it is removed, not withdrawn."""


class PublishedError(Exception):
    """Readers have been sent it: it is withdrawn for a reason, not removed."""


def standing_before(placement: Placement) -> list[Placement]:
    """What would show again if it were withdrawn: the newest that it replaced and that is not withdrawn, and so on."""
    found, earlier = [], placement.replaces
    while earlier is not None:
        if earlier.withdrawn_at is None:
            found.append(earlier)
        earlier = earlier.replaces
    return found


def is_replaced(placement: Placement) -> bool:
    """Whether something published stands in its place by now."""
    newer = placement.replaced_by.filter(withdrawn_at__isnull=True, published_at__isnull=False)
    return newer.exists()


@transaction.atomic
def withdraw(placement: Placement, *, by: Person, why: str, earlier_too: bool = False) -> list[Placement]:
    """Withdraw it; with `earlier_too` also what it had replaced, which would else stand in its place again.

    What replaced it, or is to, comes to replace what it had replaced. Returns what was withdrawn: nothing if it was
    already. Raises NotPublishedError, and ValueError without a reason.
    """
    if not why.strip():
        raise ValueError("a withdrawal has a reason")
    held = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    if held.withdrawn_at is not None:
        return []
    if held.published_at is None:
        raise NotPublishedError
    gone = [held, *(standing_before(held) if earlier_too else [])]
    for each in gone:
        _take_away(each, by, why.strip())
    return gone


@transaction.atomic
def remove(placement: Placement, *, by: Person) -> None:
    """Take what nobody has been sent from its item. The version stays with its paper, reached by nobody.

    Where something else holds on to the placement (a marking of secrecy that stood on it), it is kept as a withdrawn
    one is. Raises PublishedError.
    """
    held = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    if held.published_at is not None:
        raise PublishedError
    try:
        with transaction.atomic():
            held.delete()
    except ProtectedError:
        _take_away(held, by, BEFORE_PUBLISHING)


def _take_away(placement: Placement, by: Person, why: str) -> None:
    placement.withdrawn_at, placement.withdrawn_by, placement.withdrawn_why = timezone.now(), by, why[:300]
    placement.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    before = next(iter(standing_before(placement)), None)
    for newer in placement.replaced_by.filter(withdrawn_at__isnull=True):
        newer.replaces = before
        newer.save(update_fields=["replaces"])
