"""What a body's secretary works on at the desk: its meetings, their items, and the papers that lie on them.

Recusal binds those who prepare as it binds those who decide (KL 7:4): from an item that a recusal of theirs is in
effect for they neither read nor change anything but its place on the agenda.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from extranet.access import items as item_rule
from extranet.access import meetings as meeting_rule
from extranet.access import placements as paper_rule
from extranet.access.conditions import Condition, Rule
from extranet.access.rights import Rights
from extranet.bodies.models import Body
from extranet.meetings.models import AgendaItem, Meeting
from extranet.papers.models import Matter
from extranet.placements.models import Placement

SECRETARY_OF_IT = Condition(
    "one is its secretary",
    lambda rights: Q(pk__in=rights.prepared),
    lambda rights, body: body.pk in rights.prepared,
)
SECRETARY_OF_ITEM = Condition(
    "one is the body's secretary",
    lambda rights: Q(meeting__body__in=rights.prepared),
    lambda rights, item: item.meeting.body_id in rights.prepared,
)
SECRETARY_OF_PAPER = Condition(
    "one is the body's secretary",
    lambda rights: Q(item__meeting__body__in=rights.prepared),
    lambda rights, placement: placement.item.meeting.body_id in rights.prepared,
)
OF_AN_AUTHORITY = Condition(
    "one is secretary of a body of its authority",
    lambda rights: Q(authority__in=Body.objects.filter(pk__in=rights.prepared).values("authority")),
    lambda rights, matter: matter.authority.bodies.filter(pk__in=rights.prepared).exists(),
)
KNOWS_AN_ITEM = Condition(
    "one knows of an item about it",
    lambda rights: Q(Exists(item_rule.known_to(rights, _treatments()))),
    lambda rights, matter: item_rule.known_to(rights, matter.treatments.all()).exists(),
)
SEES_AN_ITEM = Condition(
    "one sees the title of an item about it",
    lambda rights: Q(Exists(item_rule.visible_to(rights, _treatments()))),
    lambda rights, matter: item_rule.visible_to(rights, matter.treatments.all()).exists(),
)
RECUSED_FROM_NONE = Condition(
    "one is recused from no item about it",
    lambda rights: ~Q(Exists(_treatments().filter(pk__in=rights.recused))),
    lambda rights, matter: not matter.treatments.filter(pk__in=rights.recused).exists(),
)

BODIES = Rule(secretary=(SECRETARY_OF_IT,))
MEETINGS = Rule(secretary=(meeting_rule.PREPARED,))
MOVABLE = Rule(secretary=(SECRETARY_OF_ITEM,))
ITEMS = MOVABLE.narrowed(item_rule.NOT_RECUSED, item_rule.TITLE_ALLOWED)
PLACEMENTS = Rule(secretary=(SECRETARY_OF_PAPER, paper_rule.NOT_RECUSED, paper_rule.NOT_WITHDRAWN))
MATTERS = Rule(registry=(OF_AN_AUTHORITY,), of_an_item=(KNOWS_AN_ITEM,))
TITLED = Rule(of_an_item=(SEES_AN_ITEM, RECUSED_FROM_NONE))


def bodies(rights: Rights) -> QuerySet[Body]:
    """Those that somebody is the secretary of, by a mandate in force."""
    return Body.objects.filter(BODIES.query(rights))


def meetings(rights: Rights, among: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Those that somebody prepares."""
    return among.filter(MEETINGS.query(rights))


def movable(rights: Rights, among: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Those whose place on the agenda somebody may change; of some of them they read the neutral title alone."""
    return among.filter(MOVABLE.query(rights))


def items(rights: Rights, among: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Those that somebody may change."""
    return among.filter(ITEMS.query(rights))


def placements(rights: Rights, among: QuerySet[Placement]) -> QuerySet[Placement]:
    """Those that somebody may move, replace, mark or withdraw."""
    return among.filter(PLACEMENTS.query(rights))


def matters(rights: Rights, among: QuerySet[Matter]) -> QuerySet[Matter]:
    """Those that somebody may put on an agenda: their registry number and neutral title may be read."""
    return among.filter(MATTERS.query(rights))


def titled(rights: Rights, among: QuerySet[Matter]) -> QuerySet[Matter]:
    """Those whose own title somebody may read, too."""
    return among.filter(TITLED.query(rights))


def _treatments() -> QuerySet[AgendaItem]:
    """The items about the matter of the query around."""
    return AgendaItem.objects.filter(matter=OuterRef("pk"))
