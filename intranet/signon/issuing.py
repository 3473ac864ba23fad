"""Who may hand a one-time code to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from intranet.access import people as access
from intranet.access.viewer import Viewer
from intranet.people.models import Employment, Person
from intranet.people.responsibility import Responsible, manager_of
from intranet.signon.eligibility import is_administrator


def may_issue(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer may hand `person` a code: their manager, the stand-in, or a system administrator.

    Never to oneself, and never to somebody the viewer may not see. A system administrator's account is opened
    by another one only: with the code goes the account, and with that account all the others.
    """
    giver = viewer.person
    if giver is None or giver.pk == person.pk or not access.is_visible_to(viewer, person):
        return False
    if is_administrator(giver):
        return True
    if is_administrator(person):
        return False
    return any(giver.pk in _people(manager) for manager in managers_of(person, viewer.today))


def managers_of(person: Person, on: date) -> Iterator[Responsible]:
    """The manager at each unit the person works at; for a manager, the one above."""
    employments = Employment.objects.in_force(on).filter(person=person).select_related("unit")
    for employment in employments:
        manager = manager_of(employment.unit, on)
        while manager and manager.person and manager.person.pk == person.pk:
            above = manager.function.unit.get_parent()
            manager = manager_of(above, on) if above else None
        if manager:
            yield manager


def _people(manager: Responsible) -> set[int]:
    return {person.pk for person in (manager.person, manager.stand_in) if person}
