"""Who may know of an agenda item (its neutral title), and who may see what it is about."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from extranet.access import placements
from extranet.access.conditions import Condition, Rule
from extranet.access.rights import Rights
from extranet.meetings.models import AgendaItem
from extranet.placements.models import Placement
from extranet.secrecy.models import is_secret, is_secret_item, secret_item, secret_placement

PUBLISHED = Condition(
    "the item is published",
    lambda rights: Q(published_at__lte=rights.at),
    lambda rights, item: item.published_at is not None and item.published_at <= rights.at,
)
REACHED = Condition(
    "a mandate or grant in force reaches it",
    lambda rights: rights.reach.query(),
    lambda rights, item: item in rights.reach,
)
PREPARED = Condition(
    "one prepares it or a paper on it",
    lambda rights: Q(meeting__body__in=rights.prepared) | Q(Exists(_prepared(rights))),
    lambda rights, item: item.meeting.body_id in rights.prepared or _preparing(rights, item).exists(),
)
NOT_RECUSED = Condition(
    "no recusal is in effect",
    lambda rights: ~Q(pk__in=rights.recused),
    lambda rights, item: item.pk not in rights.recused,
)
TITLE_ALLOWED = Condition(
    "nothing on it is secret, or one may read that",
    lambda rights: (
        ~secret_item() | rights.reach_secret.query() | Q(Exists(_prepared(rights).filter(secret_placement())))
    ),
    lambda rights, item: (
        not is_secret_item(item)
        or item in rights.reach_secret
        or any(is_secret(placement) for placement in _preparing(rights, item))
    ),
)

KNOWN = Rule(reader=(PUBLISHED, REACHED), preparer=(PREPARED,))
VISIBLE = KNOWN.narrowed(TITLE_ALLOWED, NOT_RECUSED)


def known_to(rights: Rights, items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Those whose neutral title somebody may read."""
    return items.filter(KNOWN.query(rights))


def visible_to(rights: Rights, items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Those whose title, proposal and names of papers somebody may read."""
    return items.filter(VISIBLE.query(rights))


def is_known_to(rights: Rights, item: AgendaItem) -> bool:
    return KNOWN.admits(rights, item)


def is_visible_to(rights: Rights, item: AgendaItem) -> bool:
    return VISIBLE.admits(rights, item)


def _prepared(rights: Rights) -> QuerySet[Placement]:
    """What somebody prepares on the item of the query around: as its author, reviewer or responsible manager."""
    waiting = Placement.objects.filter(item=OuterRef("pk"), withdrawn_at__isnull=True)
    return waiting.filter(placements.NOT_PUBLISHED.query(rights), placements.written_by(rights))


def _preparing(rights: Rights, item: AgendaItem) -> QuerySet[Placement]:
    """The same of one item."""
    waiting = item.placements.filter(withdrawn_at__isnull=True)
    return waiting.filter(placements.NOT_PUBLISHED.query(rights), placements.written_by(rights))
