"""Who answers for a function on a day: its holder, the stand-in, or the manager upwards.

Pages, notices and reminders ask here, so that nobody's leaving makes a hole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from intranet.organisation.models import Unit, lineage_paths
from intranet.people.models import Appointment, Function, Person
from intranet.prepared import prepared

MANAGER = "chef"


@dataclass(frozen=True)
class Responsible:
    """The answer: `person` is None only when no manager upwards is appointed either."""

    function: Function
    person: Person | None
    stand_in: Person | None = None
    via: Function | None = None  # the manager's function that had to step in

    @property
    def signature(self) -> str:
        """What may be shown of who it is: a protected person's function instead of the name."""
        if self.person is None or self.person.protected:
            return str(self.via or self.function)
        return str(self.person)

    @property
    def title(self) -> str:
        return str(self.via or self.function)


def responsible_for(functions: Iterable[int], on: date) -> dict[int, Responsible]:
    """Resolve functions, by primary key: one query, three if one of them has nobody, however many they are.

    An appointment counts while it is in force and its person is active; otherwise its stand-in, if active;
    otherwise the nearest manager upwards, the unit's own first.
    """
    wanted = set(functions)
    if not wanted:
        return {}
    found: dict[int, Responsible] = {}
    for appointment in _of_functions(on, tuple(sorted(wanted))):
        answer = _holder(appointment, appointment.function, on)
        if answer:
            found.setdefault(appointment.function_id, answer)
    missing = wanted - found.keys()
    if missing:
        empty = list(Function.objects.filter(pk__in=missing).select_related("kind", "unit"))
        managers = _managers({path for f in empty for path in lineage_paths(f.unit.path)}, on)
        for function in empty:
            found[function.pk] = _nearest_manager(function, managers)
    return found


def manager_of(unit: Unit, on: date) -> Responsible | None:
    """The manager of a unit, or the nearest one upwards; None if nobody upwards is appointed."""
    return Managers([unit], on).of(unit.path)


class Managers:
    """The managers of several units and of those above them: one query, however many units."""

    def __init__(self, units: Iterable[Unit], on: date) -> None:
        self._by_path = _managers({path for unit in units for path in lineage_paths(unit.path)}, on)

    def of(self, path: str, but: Person | None = None) -> Responsible | None:
        """The manager of the unit at a tree path, or the nearest upwards; with `but`, who is somebody else."""
        for place in reversed(lineage_paths(path)):
            manager = self._by_path.get(place)
            if manager and manager.person and manager.person != but:
                return manager
        return None


@prepared()
def _of_functions(on: date, functions: tuple[int, ...]) -> QuerySet[Appointment]:
    return _appointments(on).filter(function__in=functions)


@prepared()
def _of_managers(on: date, paths: tuple[str, ...]) -> QuerySet[Appointment]:
    return _appointments(on).filter(function__kind__code=MANAGER, function__unit__path__in=paths)


def _appointments(on: date) -> QuerySet[Appointment]:
    return (
        Appointment.objects.in_force(on)
        .select_related("person", "stand_in", "function__kind", "function__unit")
        .order_by("function", "-start", "-pk")
    )


def _holder(appointment: Appointment, function: Function, on: date) -> Responsible | None:
    if is_active(appointment.person, on):
        stand_in = appointment.stand_in
        return Responsible(
            function, appointment.person, stand_in if stand_in and is_active(stand_in, on) else None
        )
    if appointment.stand_in and is_active(appointment.stand_in, on):
        return Responsible(function, appointment.stand_in)
    return None


def _managers(paths: set[str], on: date) -> dict[str, Responsible]:
    managers: dict[str, Responsible] = {}
    for appointment in _of_managers(on, tuple(sorted(paths))):
        path = appointment.function.unit.path
        answer = _holder(appointment, appointment.function, on)
        if answer and path not in managers:
            managers[path] = answer
    return managers


def _nearest_manager(function: Function, managers: dict[str, Responsible]) -> Responsible:
    for path in reversed(lineage_paths(function.unit.path)):
        if path in managers:
            manager = managers[path]
            return Responsible(function, manager.person, manager.stand_in, via=manager.function)
    return Responsible(function, None)


def is_active(person: Person, on: date) -> bool:
    return (
        person.is_active
        and (person.active_from is None or person.active_from <= on)
        and (person.active_to is None or person.active_to >= on)
    )
