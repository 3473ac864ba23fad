"""Who leads a body, and who of them is told of a change: never the one who made it, nor the one whom it is about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from extranet.bodies.models import Body
from extranet.mandates.models import Mandate

CHAIR = "ordforande"
VICE_CHAIRS = ("forste-vice-ordforande", "andre-vice-ordforande")


def led_by(person: int, on: date) -> QuerySet[Mandate]:
    """The mandates by which somebody leads bodies that day."""
    roles = (CHAIR, *VICE_CHAIRS)
    return Mandate.objects.in_force(on).filter(person=person, role__code__in=roles)


def told_of(body: Body, concerned: Collection[int]) -> list[int]:
    """The chairs of a body today but those concerned; if none is left, its vice chairs but those. Primary keys."""
    seats = Mandate.objects.in_force(timezone.localdate()).filter(body=body).exclude(person__in=concerned)
    chairs = seats.filter(role__code=CHAIR).values_list("person", flat=True)
    vices = seats.filter(role__code__in=VICE_CHAIRS).values_list("person", flat=True)
    return sorted(set(chairs)) or sorted(set(vices))
