"""Telling those who lead a body of what has been changed. In the transaction of whoever changes it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from extranet.bodies.models import Body
from extranet.exceptions.models import BreakGlass, Grant
from extranet.mandates.models import Mandate
from extranet.oversight.chairs import told_of
from extranet.oversight.kinds import GLASS, GRANT, MANDATE, MANDATES, body_of
from intranet.notices.queue import put


def mandate_changed(mandate: Mandate, by: int | None) -> int:
    """`by`, by primary key, has entered, changed or ended it. Returns how many were told."""
    return _tell(MANDATE, mandate, by, {mandate.person_id})


def mandates_changed(bodies: Iterable[Body], by: int | None, people: Iterable[int] = ()) -> int:
    """Several at once, of these people, or one that is there no more."""
    return sum(_tell(MANDATES, body, by, set(people)) for body in bodies)


def grant_changed(grant: Grant, by: int | None) -> int:
    return _tell(GRANT, grant, by, {grant.person_id} - {None})


def glass_broken(glass: BreakGlass) -> int:
    return _tell(GLASS, glass, glass.person_id, set())


def _tell(
    kind: str, thing: Mandate | Body | Grant | BreakGlass, by: int | None, about: set[int | None]
) -> int:
    concerned = {pk for pk in about if pk is not None} | ({by} if by is not None else set())
    # Each change is an occasion of its own: who has read of the first is told of the second.
    return put(kind, told_of(body_of(thing), concerned), thing, key=timezone.now().isoformat(), by=by)
