"""The desk's pages: meetings with what remains to be done, and an agenda as whoever prepares it may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from extranet.access import desk, placements
from extranet.access.rights import Rights
from extranet.attendance.models import Attendance
from extranet.bodies.models import Body
from extranet.desk.meetings.asking import takes_changes
from extranet.meetings.models import AgendaItem, Meeting
from extranet.meetings.ordering import is_fixed
from extranet.placements.models import Placement
from extranet.secrecy.models import secret_placement

WANTS_PAPERS = (
    AgendaItem.Kind.DECISION,
    AgendaItem.Kind.MOTION,
    AgendaItem.Kind.INTERPELLATION,
    AgendaItem.Kind.PROPOSAL,
    AgendaItem.Kind.EMPLOYER,
)
"""Kinds of items that are dealt with on papers, if they are about a matter."""


@dataclass(frozen=True)
class MeetingRow:
    """A meeting at the desk. `remains` are whole sentences; `overdue`: the summons should have been sent."""

    meeting: Meeting
    remains: Sequence[str]
    overdue: bool


@dataclass(frozen=True)
class Desk:
    rows: Sequence[MeetingRow]
    bodies: Sequence[Body]


@dataclass(frozen=True)
class AgendaRow:
    """An item on the agenda. Of one that may not be changed only the neutral title is told, and its place.

    `place` is counted from one among all; `movable` says whether it may be moved at all, `first` and `last` whether
    it is so among those that may. `papers` are those that whoever asks may see.
    """

    item: AgendaItem
    place: int
    may_change: bool
    movable: bool
    first: bool
    last: bool
    papers: int
    waiting: int
    is_secret: bool
    recused: bool

    @property
    def title(self) -> str:
        return str(self.item.title if self.may_change else self.item.neutral_title)

    @property
    def lacks_papers(self) -> bool:
        return self.may_change and not self.papers and wants_papers(self.item)


def wants_papers(item: AgendaItem) -> bool:
    return item.matter_id is not None and item.kind in WANTS_PAPERS


def summons_due(meeting: Meeting) -> date:
    """The last day on which the body's summons is to be sent."""
    return timezone.localdate(meeting.starts) - timedelta(days=meeting.body.summons_days)


def front(rights: Rights) -> Desk:
    """The meetings to come, and drafts whenever they are, the next first; as many queries however many there are."""
    mine = desk.meetings(rights, Meeting.objects.select_related("body"))
    coming = mine.filter(
        Q(state=Meeting.State.DRAFT)
        | Q(state=Meeting.State.SUMMONED, starts__gte=rights.at - timedelta(days=1))
    )
    lies = Placement.objects.filter(item=OuterRef("pk"), withdrawn_at__isnull=True)
    counted = list(coming.order_by("starts", "pk"))
    keys = [meeting.pk for meeting in counted]
    every = desk.items(rights, AgendaItem.objects.filter(meeting__in=keys)).order_by()
    totals = _count(AgendaItem.objects.filter(meeting__in=keys))
    bare = _count(every.filter(~Exists(lies), matter__isnull=False, kind__in=WANTS_PAPERS))
    waiting = _count(every.filter(published_at__isnull=True))
    unpublished = Placement.objects.filter(
        item__in=every.filter(published_at__isnull=False).values("pk"),
        published_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    added = dict(
        unpublished.order_by()
        .values("item__meeting")
        .annotate(n=Count("pk"))
        .values_list("item__meeting", "n")
    )
    silent = dict(
        Attendance.objects.filter(meeting__in=keys, answer=Attendance.Answer.NONE)
        .order_by()
        .values("meeting")
        .annotate(n=Count("pk"))
        .values_list("meeting", "n")
    )
    today = timezone.localdate(rights.at)
    rows = []
    for meeting in counted:
        pk = meeting.pk
        overdue = False
        if meeting.state == Meeting.State.DRAFT:
            remains, overdue = _of_a_draft(meeting, totals.get(pk, 0), bare.get(pk, 0), today)
        else:
            remains = _of_a_sent(waiting.get(pk, 0), added.get(pk, 0), silent.get(pk, 0))
        rows.append(MeetingRow(meeting, remains, overdue))
    bodies = desk.bodies(rights).active(today).order_by("name")  # type: ignore[attr-defined]
    return Desk(rows, list(bodies))


def agenda(rights: Rights, meeting: Meeting) -> list[AgendaRow]:
    """All that stands on it, in order; as many queries whatever stands there."""
    every = AgendaItem.objects.filter(meeting=meeting)
    known = desk.movable(rights, every).select_related("matter", "came_from__meeting__body")
    found = list(known.order_by("order", "pk"))
    for item in found:
        item.meeting = meeting
    changeable = set(desk.items(rights, every).values_list("pk", flat=True))
    lying = placements.visible_to(rights, Placement.objects.filter(item__meeting=meeting))
    newer = Placement.objects.filter(replaces=OuterRef("pk"), withdrawn_at__isnull=True)
    newest = lying.filter(~Exists(newer), withdrawn_at__isnull=True)
    papers = dict(newest.order_by().values("item").annotate(n=Count("pk")).values_list("item", "n"))
    waiting = dict(
        newest.filter(published_at__isnull=True)
        .order_by()
        .values("item")
        .annotate(n=Count("pk"))
        .values_list("item", "n")
    )
    secret = set(newest.filter(secret_placement()).values_list("item", flat=True))
    open_ = takes_changes(meeting)
    free = [item.pk for item in found if open_ and not is_fixed(meeting, item)]
    return [
        AgendaRow(
            item=item,
            place=place,
            may_change=item.pk in changeable,
            movable=item.pk in free,
            first=bool(free) and item.pk == free[0],
            last=bool(free) and item.pk == free[-1],
            papers=papers.get(item.pk, 0) if item.pk in changeable else 0,
            waiting=waiting.get(item.pk, 0) if item.pk in changeable else 0,
            is_secret=item.pk in secret,
            recused=item.pk in rights.recused,
        )
        for place, item in enumerate(found, 1)
    ]


def _count(which: QuerySet[AgendaItem]) -> dict[int, int]:
    """How many items, by meeting."""
    return dict(which.order_by().values("meeting").annotate(n=Count("pk")).values_list("meeting", "n"))


def _of_a_draft(meeting: Meeting, items_: int, bare: int, today: date) -> tuple[list[str], bool]:
    due = summons_due(meeting)
    days = (due - today).days
    remains = []
    if not items_:
        remains.append(_("Dagordningen är tom."))
    if bare:
        remains.append(
            ngettext("Ett ärende saknar handlingar.", "%(count)s ärenden saknar handlingar.", bare)
            % {"count": bare}
        )
    if days < 0:
        remains.append(_("Kallelsen skulle ha skickats %(day)s.") % {"day": _day(due)})
    elif days == 0:
        remains.append(_("Kallelsen ska skickas i dag."))
    else:
        remains.append(_("Kallelsen ska skickas senast %(day)s.") % {"day": _day(due)})
    return remains, days < 0


def _of_a_sent(items_: int, papers: int, silent: int) -> list[str]:
    remains = []
    if items_ or papers:
        count = items_ + papers
        remains.append(
            ngettext("Ett tillägg är inte publicerat.", "%(count)s tillägg är inte publicerade.", count)
            % {"count": count}
        )
    if silent:
        remains.append(
            ngettext("En ledamot har inte svarat.", "%(count)s ledamöter har inte svarat.", silent)
            % {"count": silent}
        )
    return remains


def _day(day: date) -> str:
    return date_format(day, "j F")
