"""The reader's start: their bodies, the meetings to come, and what is new since they were last here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from extranet.access import items, meetings, placements
from extranet.access.rights import Rights
from extranet.bodies.models import Body
from extranet.mandates.models import Mandate
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
from extranet.reading.papers import PaperRow, rows
from extranet.receipts.opened import is_new

COMING, NEWEST, WAITING = 12, 12, 20
LATELY = timedelta(days=60)
"""What was published longer ago is new to nobody."""
STARTED = timedelta(hours=12)
"""A meeting that began less long ago is still to come: it may go on."""


@dataclass(frozen=True)
class ComingMeeting:
    meeting: Meeting
    new: int = 0


@dataclass(frozen=True)
class BodyRow:
    """A body and what the reader is in it; no roles for who reads there without a mandate."""

    body: Body
    roles: Sequence[str]

    @property
    def title(self) -> str:
        return self.body.name

    @property
    def url(self) -> str:
        return reverse("body", args=[self.body.slug])

    @property
    def meta(self) -> str:
        return capfirst(", ".join(self.roles))


@dataclass(frozen=True)
class Start:
    bodies: Sequence[BodyRow]
    coming: Sequence[ComingMeeting]
    new: Sequence[PaperRow]
    recused: Sequence[AgendaItem]
    prepares: Sequence[PaperRow]
    keeps: Sequence[PaperRow]
    since: datetime | None

    @property
    def is_empty(self) -> bool:
        return not (self.bodies or self.coming or self.prepares or self.keeps)


def start(rights: Rights, since: datetime | None) -> Start:
    """All of it in as many queries whatever there is."""
    lately = rights.at - LATELY
    after = max(since, lately) if since else None
    return Start(
        bodies=_bodies(rights),
        coming=_coming(rights, after),
        new=_new(rights, after or lately),
        recused=_recused(rights),
        prepares=_prepared(rights),
        keeps=_kept(rights),
        since=since,
    )


def _bodies(rights: Rights) -> list[BodyRow]:
    found = list(meetings.bodies_known_to(rights, Body.objects.order_by("name")))
    roles: dict[int, list[str]] = {}
    mine = (
        Mandate.objects.in_force(timezone.localdate(rights.at))
        .filter(person=rights.person)
        .select_related("role")
    )
    for mandate in mine.order_by("role__order"):
        roles.setdefault(mandate.body_id, []).append(mandate.role.name)
    return [BodyRow(body, roles.get(body.pk, ())) for body in found]


def _coming(rights: Rights, since: datetime | None) -> list[ComingMeeting]:
    known = meetings.known_to(rights, Meeting.objects.filter(starts__gte=rights.at - STARTED))
    found = list(known.select_related("body").order_by("starts", "pk")[:COMING])
    on_them = Placement.objects.filter(item__meeting__in=[meeting.pk for meeting in found])
    new = Counter(
        _current(rights, on_them)
        .filter(is_new(rights.person, since))
        .values_list("item__meeting", flat=True)
        .order_by()
    )
    return [ComingMeeting(meeting, new[meeting.pk]) for meeting in found]


def _current(rights: Rights, among: QuerySet[Placement]) -> QuerySet[Placement]:
    """Papers as the agenda lists them: those that the reader may see, without what is withdrawn or replaced."""
    seen = placements.visible_to(rights, among.filter(withdrawn_at__isnull=True))
    published = Placement.objects.filter(placements.PUBLISHED.query(rights), withdrawn_at__isnull=True)
    replacing = placements.visible_to(rights, published.filter(replaces__isnull=False))
    return seen.exclude(pk__in=replacing.values("replaces"))


def _new(rights: Rights, since: datetime) -> list[PaperRow]:
    """The newest first, wherever they lie; not where each reading is logged, for this is no reading of one thing."""
    among = Placement.objects.filter(is_new(rights.person, since), placements.PUBLISHED.query(rights))
    mine = _current(rights, among.exclude(rights.logged.query("item")))
    newest = mine.select_related("item__meeting__body").order_by("-published_at", "item", "order", "pk")
    return rows(rights, newest, since, NEWEST)


def _recused(rights: Rights) -> list[AgendaItem]:
    """What somebody has declared a recusal in, and is not decided: by neutral title."""
    known = items.known_to(rights, AgendaItem.objects.filter(pk__in=rights.recused))
    return list(known.select_related("meeting__body").order_by("meeting__starts", "order"))


def _prepared(rights: Rights) -> list[PaperRow]:
    """Papers that somebody has written, reviews or answers for, and that are not published yet."""
    mine = Placement.objects.filter(
        placements.NOT_PUBLISHED.query(rights), placements.written_by(rights), withdrawn_at__isnull=True
    )
    mine = mine.select_related("item__meeting__body").order_by("item__meeting__starts", "item", "order", "pk")
    return rows(rights, mine, None, WAITING)


def _kept(rights: Rights) -> list[PaperRow]:
    """What has been withdrawn, for whoever keeps it: the newest first."""
    if not rights.kept:
        return []
    withdrawn = Placement.objects.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at", "pk")
    return rows(rights, withdrawn.select_related("version__paper__matter"), None, WAITING)
