"""Whom a summons is for, and why: who has a seat or a right to be there on the meeting's day, and who is let read.

Auditors read what they audit; they are not called. What each of them may read is the rule's, asked when they read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from extranet.attendance.seats import mandates_at
from extranet.delivery.choosing import way_of
from extranet.delivery.models import Way
from extranet.exceptions.models import Grant
from extranet.mandates.models import Mandate, Role
from extranet.meetings.models import Meeting
from intranet.people.models import Person


@dataclass
class Called:
    """Somebody a summons is for; `reasons` in the order of weight, `mandate` the first that they hold."""

    person: Person
    reasons: list[str] = field(default_factory=list)
    way: Way = Way.DIGITAL
    mandate: Mandate | None = None

    @property
    def why(self) -> str:
        return ", ".join(self.reasons)


def called_to(meeting: Meeting, at: datetime) -> list[Called]:
    """Everybody, members first; as many queries however many they are. Reasons are in Swedish, as they are kept."""
    found: dict[int, Called] = {}
    for mandate in _mandates(meeting):
        one = found.setdefault(mandate.person_id, Called(mandate.person, mandate=mandate))
        one.reasons.append(_reason(mandate, at))
    for person, until in _granted(meeting, at):
        one = found.setdefault(person.pk, Called(person))
        day = date_format(timezone.localtime(until), "j F Y")
        one.reasons.append(f"medgivande till och med {day}")
    ways = way_of(found)
    for key, one in found.items():
        one.way = ways[key]
        one.reasons = list(dict.fromkeys(one.reasons))
    return list(found.values())


def _mandates(meeting: Meeting) -> list[Mandate]:
    """Those in force on its day whose scope meets something on its agenda."""
    items = list(meeting.items.values_list("pk", "kind"))
    kinds, keys = {kind for _pk, kind in items}, {pk for pk, _kind in items}
    rows = mandates_at(meeting).filter(person__is_active=True)
    reached = rows.filter(
        Q(role__scope=Role.Scope.ALL)
        | Q(role__scope=Role.Scope.KINDS, kinds__kind__in=kinds)
        | Q(role__scope=Role.Scope.ITEMS, items__item__in=keys)
    )
    ordered = reached.select_related("person", "role", "party").distinct()
    return sorted(ordered, key=lambda m: (m.role.order, m.order, m.pk))


def _reason(mandate: Mandate, at: datetime) -> str:
    if mandate.start > timezone.localdate(at):
        return f"{mandate.role.name} från och med {date_format(mandate.start, 'j F Y')}"
    return str(mandate.role.name)


def _granted(meeting: Meeting, at: datetime) -> Iterable[tuple[Person, datetime]]:
    whole = Q(meeting=meeting) | Q(body=meeting.body_id) | Q(item__meeting=meeting)
    grants = Grant.objects.in_force(at).filter(whole).select_related("person").order_by("pk")
    for grant in grants:
        if grant.person is not None:
            if grant.person.is_active:
                yield grant.person, grant.expires
        else:
            for person in Person.objects.filter(groups=grant.group, is_active=True).order_by("pk"):
                yield person, grant.expires
