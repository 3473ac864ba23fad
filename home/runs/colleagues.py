"""Whom one may choose for a part in a run: those whom the directory's rule shows one, employed or about to be."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from intranet.access import people as access
from intranet.access.viewer import Viewer
from intranet.organisation.matching import containing, words_of
from intranet.organisation.models import Unit
from intranet.people.models import Employment, Person, PersonQuerySet
from intranet.people.responsibility import Managers

FOUND, LIKELY = 12, 12
AS_SHOWN = ("first_name", "last_name", "pk")
"""The order of names as they are written."""


def employed_or_coming(on: date) -> Q:
    """Employments that have not ended: a new colleague can be prepared for before the first day."""
    return Q(end__isnull=True) | Q(end__gte=on)


def choosable(viewer: Viewer) -> PersonQuerySet:
    employments = Employment.objects.filter(employed_or_coming(viewer.today))
    people: PersonQuerySet = access.visible_to(viewer, Person.objects.all())
    return people.filter(pk__in=employments.values("person"))


def colleagues(viewer: Viewer, unit: Unit | None) -> list[tuple[Person, str]]:
    """Whom to offer at a unit: its manager, or the nearest upwards, and then those who work there, by name.

    Where they are many it is the newest, since it is often they whom a checklist is about. Three queries.
    """
    if unit is None:
        return []
    answer = Managers([unit], viewer.today).of(unit.path, but=viewer.person)
    manager = answer.person.pk if answer and answer.person else 0
    there = Employment.objects.filter(employed_or_coming(viewer.today), unit=unit).order_by("-start", "pk")
    pks = list(dict.fromkeys(there.values_list("person", flat=True)))
    found = {
        person.pk: person for person in choosable(viewer).filter(pk__in=[*pks, manager]).order_by(*AS_SHOWN)
    }
    newest = [pk for pk in pks if pk in found and pk != manager][:LIKELY]
    likely = [(person, "") for pk, person in found.items() if pk in newest]
    if answer and manager in found:
        own = viewer.primary_employment is not None and viewer.primary_employment.unit_id == unit.pk
        likely.insert(0, (found[manager], _("din chef") if own else answer.title))
    return likely


def find(viewer: Viewer, text: str) -> list[Person]:
    """Those whose names hold each word of a text that `PersonForm.search` admits; one more than are shown."""
    people = choosable(viewer)
    for word in words_of(text):
        people = people.filter(containing("first_name", word) | containing("last_name", word))
    return list(people.order_by(*AS_SHOWN)[: FOUND + 1])


def titles(people: list[Person], viewer: Viewer) -> dict[int, str]:
    """What people are and where, by primary key; one query."""
    if not people:
        return {}
    employments = Employment.objects.filter(employed_or_coming(viewer.today), person__in=people)
    found: dict[int, str] = {}
    for employment in employments.select_related("unit").order_by("-primary", "start", "pk"):
        found.setdefault(employment.person_id, f"{employment.title}, {employment.unit}")
    return found
