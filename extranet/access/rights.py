"""What somebody holds at a moment, from rows alone; nothing here outlives the request.

A right that ends has ended with the next request: days are Swedish days, moments are compared as moments.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone

from extranet.access.area import NOWHERE, Area
from extranet.bodies.models import Authority, BodyRules
from extranet.exceptions.models import BreakGlass, Grant, Recusal
from extranet.mandates.models import SECRETARY, Audit, Mandate, Role
from extranet.meetings.models import Serving
from intranet.access.viewer import Viewer
from intranet.people.models import Appointment


@dataclass(frozen=True)
class Rights:
    """`reach`: items that somebody reads as a reader; `reach_secret`: those of them whose secret papers, too.

    `logged`: those of them that are reached as an auditor or through broken glass, whose readings are logged.
    `prepared` are the bodies whose secretary they are, `functions` the functions that they hold today (as
    responsible managers), `kept` the authorities whose registrators they are, `recused` the items that a
    recusal of theirs is in effect for. `fresh`: they have just proved again who they are.
    """

    person: int
    at: datetime
    reach: Area = NOWHERE
    reach_secret: Area = NOWHERE
    logged: Area = NOWHERE
    prepared: frozenset[int] = frozenset()
    functions: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    recused: frozenset[int] = frozenset()
    fresh: bool = False


NOBODY = 0
"""The primary key of no person."""


def rights_of(viewer: Viewer, at: datetime | None = None, *, fresh: bool = False) -> Rights:
    """The rights of a viewer at a moment (now unless given); `fresh` as `freshness` says of their session."""
    at = at or timezone.now()
    if viewer.person is None:
        return Rights(NOBODY, at)
    person, groups, today = viewer.person.pk, viewer.holder.groups, timezone.localdate(at)
    mandates = list(_mandates(person, today))
    reach, secret = _granted(person, groups, at)
    audits = _audits(mandates)
    serving = _serving(mandates)
    logged = NOWHERE
    for mandate in mandates:
        area = _area(mandate, audits)
        reach |= area
        secret |= _secret(mandate, area, serving)
        if mandate.role.scope == Role.Scope.ALL:
            logged |= Area(bodies=audits.get(mandate.body_id, frozenset()))
    opened = Area(bodies=frozenset(_opened(person, at)))
    reach |= opened
    logged |= opened
    return Rights(
        person=person,
        at=at,
        reach=reach,
        reach_secret=secret,
        logged=logged,
        prepared=frozenset(m.body_id for m in mandates if m.role.code == SECRETARY),
        functions=_functions(person, today),
        kept=frozenset(Authority.objects.filter(registrators__in=groups).values_list("pk", flat=True)),
        recused=frozenset(Recusal.objects.in_effect(at).filter(person=person).values_list("item", flat=True)),
        fresh=fresh,
    )


def _mandates(person: int, today: date) -> Iterable[Mandate]:
    return (
        Mandate.objects.in_force(today)
        .filter(person=person)
        .select_related("role", "body")
        .prefetch_related("kinds", "items")
    )


def _area(mandate: Mandate, audits: dict[int, frozenset[int]]) -> Area:
    match mandate.role.scope:
        case Role.Scope.ALL:
            return Area(bodies=frozenset({mandate.body_id}) | audits.get(mandate.body_id, frozenset()))
        case Role.Scope.KINDS:
            return Area(kinds=frozenset((mandate.body_id, row.kind) for row in mandate.kinds.all()))
        case Role.Scope.ITEMS:
            return Area(items=frozenset(row.item_id for row in mandate.items.all()))
    return NOWHERE


def _secret(mandate: Mandate, area: Area, serving: dict[int, frozenset[int]]) -> Area:
    """What of a mandate's area it lets its holder read the secret papers of."""
    match mandate.role.reads_secret:
        case Role.ReadsSecret.ALWAYS:
            return area
        case Role.ReadsSecret.SERVING:
            if mandate.body.substitutes_read_secret == BodyRules.SubstitutesRead.ALL:
                return area
            return Area(meetings=serving.get(mandate.pk, frozenset()))
    return NOWHERE


def _audits(mandates: Iterable[Mandate]) -> dict[int, frozenset[int]]:
    """Of each auditing body, the bodies that it audits."""
    found: dict[int, set[int]] = {}
    for auditing, audited in Audit.objects.filter(auditing__in={m.body_id for m in mandates}).values_list(
        "auditing", "audited"
    ):
        found.setdefault(auditing, set()).add(audited)
    return {body: frozenset(audited) for body, audited in found.items()}


def _serving(mandates: Iterable[Mandate]) -> dict[int, frozenset[int]]:
    """Of each mandate, the meetings of its own body at which it serves."""
    found: dict[int, set[int]] = {}
    rows = Serving.objects.filter(mandate__in=[m.pk for m in mandates], meeting__body=F("mandate__body"))
    for mandate, meeting in rows.values_list("mandate", "meeting"):
        found.setdefault(mandate, set()).add(meeting)
    return {mandate: frozenset(meetings) for mandate, meetings in found.items()}


def _granted(person: int, groups: frozenset[int], at: datetime) -> tuple[Area, Area]:
    """What grants open, and what of it with its secret papers."""
    reach = secret = NOWHERE
    whose = Q(person=person) | Q(group__in=groups)
    for body, meeting, item, with_secret in (
        Grant.objects.in_force(at).filter(whose).values_list("body", "meeting", "item", "secret")
    ):
        area = Area(
            bodies=frozenset({body} - {None}),
            meetings=frozenset({meeting} - {None}),
            items=frozenset({item} - {None}),
        )
        reach |= area
        if with_secret:
            secret |= area
    return reach, secret


def _opened(person: int, at: datetime) -> Iterable[int]:
    """Bodies that an administrator has broken the glass for. Never their secret papers."""
    return BreakGlass.objects.in_force(at).filter(person=person).values_list("body", flat=True)


def _functions(person: int, today: date) -> frozenset[int]:
    return frozenset(
        Appointment.objects.in_force(today).filter(person=person).values_list("function", flat=True)
    )
