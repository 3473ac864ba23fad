"""What those who lead a body see of who may read there, and for what reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from extranet.bodies.models import Body
from extranet.exceptions.models import BreakGlass, Grant
from extranet.mandates.models import Mandate
from intranet.access.viewer import Viewer
from intranet.people.models import Person

KEPT = timedelta(days=365)
"""What ended longer ago is not shown."""


@dataclass(frozen=True)
class Row:
    who: str
    what: str
    when: str
    why: str = ""
    by: str = ""
    applies: bool = True


@dataclass(frozen=True)
class OversightPage:
    body: Body
    glasses: Sequence[Row]
    grants: Sequence[Row]
    mandates: Sequence[Row]
    things: Sequence[Mandate | Grant | BreakGlass | Body]
    """What the reader has seen by opening the page."""


def oversight_page(viewer: Viewer, body: Body) -> OversightPage:
    now = timezone.now()
    since = now - KEPT
    of_body = Q(body=body) | Q(meeting__body=body) | Q(item__meeting__body=body)
    glasses = list(
        BreakGlass.objects.filter(body=body, begun_at__gt=since)
        .select_related("person")
        .order_by("-begun_at")
    )
    grants = list(
        Grant.objects.filter(of_body, expires__gt=since)
        .select_related("person", "group", "made_by", "meeting", "item__meeting")
        .order_by("-made_at")
    )
    mandates = list(
        Mandate.objects.filter(Q(end__isnull=True) | Q(end__gt=timezone.localdate(since)), body=body)
        .select_related("person", "role")
        .order_by("role__order", "order", "-start")
    )
    return OversightPage(
        body,
        [_glass(viewer, glass) for glass in glasses],
        [_grant(viewer, grant) for grant in grants],
        [_mandate(viewer, mandate) for mandate in mandates],
        [body, *glasses, *grants, *mandates],
    )


def _glass(viewer: Viewer, glass: BreakGlass) -> Row:
    return Row(
        _name(viewer, glass.person),
        _("Organets handlingar"),
        _span(_moment(glass.begun_at), _moment(glass.expires)),
        glass.reason,
        applies=glass.expires > timezone.now(),
    )


def _grant(viewer: Viewer, grant: Grant) -> Row:
    until = min(grant.expires, grant.revoked_at or grant.expires)
    return Row(
        _name(viewer, grant.person) if grant.person else str(grant.group),
        _what(grant),
        _span(_moment(grant.starts), _moment(until)),
        grant.reason,
        _name(viewer, grant.made_by),
        until > timezone.now(),
    )


def _what(grant: Grant) -> str:
    """By body and day alone: an item may not be published yet."""
    meeting = grant.meeting or (grant.item.meeting if grant.item else None)
    if meeting is None:
        return _("Hela organet")
    day = date_format(timezone.localdate(meeting.starts), "j F Y")
    if grant.item:
        return _("Ett ärende på sammanträdet %(day)s") % {"day": day}
    return _("Sammanträdet %(day)s") % {"day": day}


def _mandate(viewer: Viewer, mandate: Mandate) -> Row:
    today = timezone.localdate()
    end = date_format(mandate.end, "j F Y") if mandate.end else ""
    return Row(
        _name(viewer, mandate.person),
        mandate.role.name,
        _span(date_format(mandate.start, "j F Y"), end),
        applies=mandate.start <= today and (mandate.end is None or mandate.end >= today),
    )


def _name(viewer: Viewer, person: Person) -> str:
    hidden = person.protected and not viewer.handles_protected and person != viewer.person
    return _("Skyddade personuppgifter") if hidden else str(person)


def _span(start: str, end: str) -> str:
    if not end:
        return _("från %(start)s") % {"start": start}
    return _("%(start)s till %(end)s") % {"start": start, "end": end}


def _moment(at: object) -> str:
    return date_format(timezone.localtime(at), "j F Y H.i")  # type: ignore[arg-type]
