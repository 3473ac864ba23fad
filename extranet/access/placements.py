"""Who may see that a paper lies on an item, and who may open it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from extranet.access.conditions import Condition, Rule
from extranet.access.rights import Rights
from extranet.bodies.models import BodyRules
from extranet.papers.models import Paper
from extranet.placements.models import Placement
from extranet.secrecy.models import is_secret, secret_placement


def _published(rights: Rights, placement: Placement) -> bool:
    moments = (placement.published_at, placement.item.published_at)
    return all(moment is not None and moment <= rights.at for moment in moments)


def _withdrawn(_rights: Rights, placement: Placement) -> bool:
    return placement.withdrawn_at is not None


def _recused(rights: Rights, placement: Placement) -> bool:
    return placement.item_id in rights.recused


def _public(rights: Rights, placement: Placement) -> bool:
    return placement.public_at is not None and placement.public_at <= rights.at


def _hides_public(placement: Placement) -> bool:
    return placement.item.meeting.body.recusal_hides == BodyRules.RecusalHides.ALL


def _is_published(rights: Rights) -> Q:
    return Q(published_at__lte=rights.at, item__published_at__lte=rights.at)


def written_by(rights: Rights) -> Q:
    """Placements of papers that somebody has written, is to review, or answers for."""
    papers = Paper.objects.filter(
        Q(authors=rights.person) | Q(reviewers=rights.person) | Q(responsible__in=rights.functions)
    )
    return Q(version__paper__in=papers.values("pk"))


def _writes(rights: Rights, placement: Placement) -> bool:
    paper = placement.version.paper
    return (
        paper.responsible_id in rights.functions
        or paper.authors.filter(pk=rights.person).exists()
        or paper.reviewers.filter(pk=rights.person).exists()
    )


PUBLISHED = Condition(
    "the paper and its item are published",
    _is_published,
    _published,
)
NOT_PUBLISHED = Condition(
    "the paper or its item is not published yet",
    lambda rights: (
        Q(published_at__isnull=True)
        | Q(published_at__gt=rights.at)
        | Q(item__published_at__isnull=True)
        | Q(item__published_at__gt=rights.at)
    ),
    lambda rights, placement: not _published(rights, placement),
)
NOT_WITHDRAWN = Condition(
    "it is not withdrawn",
    lambda _rights: Q(withdrawn_at__isnull=True),
    lambda rights, placement: not _withdrawn(rights, placement),
)
WITHDRAWN = Condition("it is withdrawn", lambda _rights: Q(withdrawn_at__isnull=False), _withdrawn)
REACHED = Condition(
    "a mandate or grant in force reaches the item",
    lambda rights: rights.reach.query("item"),
    lambda rights, placement: placement.item in rights.reach,
)
SECRECY_ALLOWED = Condition(
    "it is not secret, or one may read that",
    lambda rights: ~secret_placement() | rights.reach_secret.query("item"),
    lambda rights, placement: not is_secret(placement) or placement.item in rights.reach_secret,
)
# What anybody may read stays readable to who is recused, unless the body hides that, too.
NOT_RECUSED_BUT_PUBLIC = Condition(
    "no recusal is in effect, or it is public and the body does not hide that",
    lambda rights: (
        ~Q(item__in=rights.recused)
        | (Q(public_at__lte=rights.at) & ~Q(item__meeting__body__recusal_hides=BodyRules.RecusalHides.ALL))
    ),
    lambda rights, placement: (
        not _recused(rights, placement) or (_public(rights, placement) and not _hides_public(placement))
    ),
)
# KL 7:4: who prepares is bound as well.
NOT_RECUSED = Condition(
    "no recusal is in effect",
    lambda rights: ~Q(item__in=rights.recused),
    lambda rights, placement: not _recused(rights, placement),
)
PREPARES = Condition(
    "one has written it, reviews it or answers for it, or is the body's secretary",
    lambda rights: written_by(rights) | Q(item__meeting__body__in=rights.prepared),
    lambda rights, placement: placement.item.meeting.body_id in rights.prepared or _writes(rights, placement),
)
KEEPS = Condition(
    "one is registrator of the matter's authority",
    lambda rights: Q(version__paper__matter__authority__in=rights.kept),
    lambda rights, placement: placement.version.paper.matter.authority_id in rights.kept,
)
FRESH = Condition(
    "it is not secret, or one has just proved again who one is",
    lambda rights: Q() if rights.fresh else ~secret_placement(),
    lambda rights, placement: rights.fresh or not is_secret(placement),
)

VISIBLE = Rule(
    reader=(PUBLISHED, NOT_WITHDRAWN, REACHED, SECRECY_ALLOWED, NOT_RECUSED_BUT_PUBLIC),
    preparer=(NOT_PUBLISHED, NOT_WITHDRAWN, PREPARES, NOT_RECUSED),
    keeper=(WITHDRAWN, KEEPS),
)
OPEN = VISIBLE.narrowed(FRESH)


def visible_to(rights: Rights, placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Those that somebody may see the name of: what they may open, were it not for the step-up."""
    return placements.filter(VISIBLE.query(rights))


def open_to(rights: Rights, placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Those whose file and text somebody may have now."""
    return placements.filter(OPEN.query(rights))


def is_visible_to(rights: Rights, placement: Placement) -> bool:
    return VISIBLE.admits(rights, placement)


def is_open_to(rights: Rights, placement: Placement) -> bool:
    return OPEN.admits(rights, placement)


known_to, is_known_to = visible_to, is_visible_to
