"""Who is an elected official: the ground floor's source of mandates."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from extranet.mandates.models import Mandate
from intranet.prepared import prepared


def with_mandate(people: Collection[int], on: date) -> frozenset[int]:
    """Those among the people (by primary key) who have a mandate in force that day, in one query."""
    return frozenset(mandate.person_id for mandate in _mandates(on, people=list(people)))


@prepared(people=list[int])
def _mandates(on: date, people: list[int]) -> QuerySet[Mandate]:
    return Mandate.objects.in_force(on).filter(person__in=people).order_by().only("person")
