"""What somebody holds at a moment, from rows alone; nothing here outlives the request.

A right that ends has ended with the next request: days are Swedish days, moments are compared as moments.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone

from extranet.access.area import NOWHERE, Area
from extranet.access.held import held_by
from extranet.bodies.models import BodyRules
from extranet.mandates.models import SECRETARY, Mandate, Role
from intranet.access.viewer import Viewer


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
    """The rights of a viewer at a moment (now unless given); `fresh` as `freshness` says of their session.

    Two queries, one more for each way in which their roles are narrowed.
    """
    at = at or timezone.now()
    if viewer.person is None:
        return Rights(NOBODY, at)
    person = viewer.person.pk
    mandates = _mandates(person, timezone.localdate(at))
    held = held_by(person, viewer.holder.groups, at)
    # Never the secret papers behind a broken glass.
    opened = Area(bodies=held.opened)
    reach, secret, logged = held.granted | opened, held.granted_secret, opened
    for mandate in mandates:
        audited = held.audits.get(mandate.body_id, frozenset())
        area = _area(mandate, audited)
        reach |= area
        secret |= _secret(mandate, area, held.serving.get(mandate.pk, frozenset()))
        if mandate.role.scope == Role.Scope.ALL:
            logged |= Area(bodies=audited)
    return Rights(
        person=person,
        at=at,
        reach=reach,
        reach_secret=secret,
        logged=logged,
        prepared=frozenset(m.body_id for m in mandates if m.role.code == SECRETARY),
        functions=held.functions,
        kept=held.kept,
        recused=held.recused,
        fresh=fresh,
    )


def _mandates(person: int, today: date) -> list[Mandate]:
    """With what narrows them, which is asked for only where a role is narrowed."""
    mandates = list(Mandate.objects.in_force(today).filter(person=person).select_related("role", "body"))
    for scope, rows in ((Role.Scope.KINDS, "kinds"), (Role.Scope.ITEMS, "items")):
        prefetch_related_objects([m for m in mandates if m.role.scope == scope], rows)
    return mandates


def _area(mandate: Mandate, audited: frozenset[int]) -> Area:
    match mandate.role.scope:
        case Role.Scope.ALL:
            return Area(bodies=frozenset({mandate.body_id}) | audited)
        case Role.Scope.KINDS:
            return Area(kinds=frozenset((mandate.body_id, row.kind) for row in mandate.kinds.all()))
        case Role.Scope.ITEMS:
            return Area(items=frozenset(row.item_id for row in mandate.items.all()))
    return NOWHERE


def _secret(mandate: Mandate, area: Area, served: frozenset[int]) -> Area:
    """What of a mandate's area it lets its holder read the secret papers of; `served` are meetings."""
    match mandate.role.reads_secret:
        case Role.ReadsSecret.ALWAYS:
            return area
        case Role.ReadsSecret.SERVING:
            if mandate.body.substitutes_read_secret == BodyRules.SubstitutesRead.ALL:
                return area
            return Area(meetings=served)
    return NOWHERE
