"""What of a meeting may be kept on somebody's device, and until when.

Never more than they may open at this moment, and of that only what the body lets be kept. Whose readings are
logged keeps nothing: nobody would see what is read where no network is. A paper that the body wants the reader's
name on is not kept, because what is kept has no such mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from extranet.access import items, meetings, placements
from extranet.access.rights import Rights, rights_of
from extranet.bodies.models import Body, BodyRules
from extranet.exceptions.models import Grant
from extranet.mandates.models import Mandate
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
from extranet.secrecy.models import secret_placement
from intranet.access.viewer import Viewer


def is_offered(rights: Rights, meeting: Meeting) -> bool:
    """Whether somebody who knows of a meeting is offered to keep it: the body lets them, and it is still to be held.

    No query, if the meeting has its body.
    """
    return meeting.state == Meeting.State.SUMMONED and stays(rights, meeting)


def stays(rights: Rights, meeting: Meeting) -> bool:
    """Whether a copy of a meeting that somebody knows of may stay on their device."""
    return (
        lets_any_be_kept(meeting.body)
        and meeting.state != Meeting.State.DRAFT
        and meeting.body_id not in rights.logged.bodies
        and rights.at < _midnight_after(_last_day(rights.at, meeting))
    )


def lets_any_be_kept(body: Body) -> bool:
    return body.offline != BodyRules.Offline.NONE and body.watermark != BodyRules.Watermark.ALL


def found(rights: Rights, meeting: int) -> Meeting | None:
    """A meeting that somebody knows of."""
    known = meetings.known_to(rights, Meeting.objects.select_related("body"))
    return known.filter(pk=meeting).first()


def keepable(rights: Rights, meeting: Meeting) -> QuerySet[Placement]:
    """The papers of a meeting that may be on somebody's device now: what the body reads, as it reads it today."""
    among = Placement.objects.filter(item__meeting=meeting)
    if not stays(rights, meeting):
        return among.none()
    read = placements.PUBLISHED.query(rights) & placements.NOT_WITHDRAWN.query(rights)
    opens = placements.open_to(rights, among.filter(read)).exclude(rights.logged.query("item"))
    replaced = placements.visible_to(rights, among.filter(read, replaces__isnull=False))
    return opens.filter(_lets_be_kept(meeting.body)).exclude(pk__in=replaced.values("replaces"))


def _lets_be_kept(body: Body) -> Q:
    open_only = body.offline != BodyRules.Offline.ALL or body.watermark != BodyRules.Watermark.NONE
    return ~secret_placement() if open_only else Q()


def known_items(rights: Rights, meeting: Meeting) -> QuerySet[AgendaItem]:
    """What of the agenda may stand in a copy: what the body knows of."""
    known = items.known_to(rights, AgendaItem.objects.filter(meeting=meeting))
    return known.filter(items.PUBLISHED.query(rights)).exclude(rights.logged.query())


def until(viewer: Viewer, rights: Rights, meeting: Meeting) -> datetime:
    """The first moment at which a copy that is made or confirmed now may no longer be read.

    `offline_days` days from today, and at most as many after the meeting; earlier, if a mandate or a grant ends
    before and the rule, asked for that moment, would then give less than it gives now.
    """
    latest = _midnight_after(_last_day(rights.at, meeting))
    papers, agenda = _keys(keepable(rights, meeting)), _keys(known_items(rights, meeting))
    for moment in _endings(viewer, rights.at, latest):
        then = rights_of(viewer, moment, fresh=rights.fresh)
        if papers - _keys(keepable(then, meeting)) or agenda - _keys(known_items(then, meeting)):
            return moment
    return latest


def last_day(moment: datetime) -> date:
    """The Swedish day on which something can be read last that can be read until a moment."""
    return timezone.localdate(moment - timedelta(microseconds=1))


def _last_day(at: datetime, meeting: Meeting) -> date:
    days = timedelta(days=meeting.body.offline_days)
    return min(timezone.localdate(at), timezone.localdate(meeting.starts)) + days


def _endings(viewer: Viewer, at: datetime, latest: datetime) -> list[datetime]:
    """When something ends that gives somebody their rights, in order."""
    if viewer.person is None:
        return []
    mine = Mandate.objects.in_force(timezone.localdate(at)).filter(person=viewer.person)
    ends = [_midnight_after(day) for day in mine.values_list("end", flat=True) if day]
    whose = Q(person=viewer.person) | Q(group__in=viewer.holder.groups)
    ends += Grant.objects.in_force(at).filter(whose).values_list("expires", flat=True)
    return sorted(moment for moment in set(ends) if moment < latest)


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _keys(rows: QuerySet) -> set[int]:
    found: Iterable[int] = rows.values_list("pk", flat=True)
    return set(found)
