"""Who may hand a one-time code to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from intranet.access import people as access
from intranet.access.accounts import may_open, stronger_than
from intranet.access.viewer import Viewer
from intranet.organisation.models import Unit
from intranet.people.models import Appointment, Employment, Person
from intranet.people.responsibility import MANAGER, Managers, Responsible
from intranet.signon.eligibility import is_administrator


def may_issue(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer may hand `person` a code: their manager, the stand-in, or a system administrator.

    Never to oneself, never to somebody the viewer may not see, and never for an account that can do more than
    the giver's own: with the code goes the account.
    """
    giver = viewer.person
    if giver is None or giver.pk == person.pk or not access.is_visible_to(viewer, person):
        return False
    if not may_open(giver, person):
        return False
    if is_administrator(giver):
        return True
    return any(giver.pk in _people(manager) for manager in managers_of(person, viewer.today))


def managers_of(person: Person, on: date) -> Iterator[Responsible]:
    """The manager at each unit the person works at; for a manager, the one above."""
    employments = list(Employment.objects.in_force(on).filter(person=person).select_related("unit"))
    managers = Managers([employment.unit for employment in employments], on)
    for employment in employments:
        manager = managers.of(employment.unit.path, but=person)
        if manager:
            yield manager


def _people(manager: Responsible) -> set[int]:
    return {person.pk for person in (manager.person, manager.stand_in) if person}


def hands_out_codes(viewer: Viewer) -> bool:
    """Whether there is a page for them to do it on; one query, or three for system administrators."""
    return viewer.person is not None and (_seats(viewer).exists() or is_administrator(viewer.person))


def _seats(viewer: Viewer) -> QuerySet[Appointment]:
    """The managers' functions that the viewer holds or stands in for."""
    return Appointment.objects.in_force(viewer.today).filter(
        Q(person=viewer.person) | Q(stand_in=viewer.person), function__kind__code=MANAGER
    )


def people_of(viewer: Viewer) -> list[Person]:
    """Whom the viewer may hand codes to as a manager, by name; as many queries for few as for many."""
    if viewer.person is None:
        return []
    me, today = viewer.person.pk, viewer.today
    units = Unit.objects.in_subtree_of(list(_seats(viewer).values_list("function__unit__path", flat=True)))
    employed = list(
        Employment.objects.in_force(today)
        .filter(unit__in=units)
        .select_related("unit", "person")
        .exclude(person=me)
    )
    managers = Managers([employment.unit for employment in employed], today)
    found = set()
    for employment in employed:
        manager = managers.of(employment.unit.path, but=employment.person)
        if manager and me in _people(manager):
            found.add(employment.person_id)
    people = access.visible_to(viewer, Person.objects.filter(pk__in=found))
    people = people.exclude(pk__in=stronger_than(viewer.person))
    return list(people.order_by("last_name", "first_name"))
