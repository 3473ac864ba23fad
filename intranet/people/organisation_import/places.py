"""Writing entities, units and workplaces."""

from __future__ import annotations

from typing import Any

from intranet.organisation.models import Organisation, Unit, Workplace
from intranet.organisation.signals import workplaces_changed
from intranet.people.organisation_import.outcome import Outcome
from intranet.people.organisation_import.records import (
    OrganisationRecord,
    Records,
    UnitRecord,
    WorkplaceRecord,
)


def write_places(records: Records, outcome: Outcome) -> set[int]:
    """Bring entities, units and workplaces to what the file says.

    Returns the primary keys of units that were changed or moved.
    """
    touched: set[int] = set()
    for entity in records.organisations:
        touched |= _write_organisation(entity, outcome)
    for record in _parents_first(records.units):
        touched |= _write_unit(record, outcome)
    _write_workplaces(records.workplaces, outcome)
    return touched


def set_fields(obj: Any, wanted: dict[str, Any]) -> list[str]:
    """Set what differs; returns the names of those fields."""
    differing = [name for name, value in wanted.items() if getattr(obj, name) != value]
    for name in differing:
        setattr(obj, name, wanted[name])
    return differing


def _write_organisation(record: OrganisationRecord, outcome: Outcome) -> set[int]:
    organisation = Organisation.objects.filter(code=record.code).first() or Organisation(code=record.code)
    made = organisation.pk is None
    changed = set_fields(
        organisation,
        {
            "name": record.name,
            "kind": record.kind,
            "organisation_number": record.organisation_number,
        },
    )
    if made or changed:
        organisation.save()
    root = Unit.objects.filter(code=record.code).first()
    wanted = {
        "name": record.name,
        "connected_from": record.connected_from,
        "phone": record.phone,
        "email": record.email,
    }
    if root is None:
        root = Unit.add_root(
            instance=Unit(code=record.code, kind=Unit.Kind.ORGANISATION, organisation=organisation, **wanted)
        )
        touched = {root.pk}
    else:
        changed_root = set_fields(root, wanted | {"organisation_id": organisation.pk, "active": True})
        touched = {root.pk} if changed_root else set()
        if changed_root:
            root.save()
        if "name" in changed_root:
            # Siblings stand in order of name, and saving alone leaves the tree as it was.
            root.move(Unit.get_first_root_node(), "sorted-sibling")
    outcome.tallies["organisations"].count(made, bool(changed or touched))
    return touched


def _write_unit(record: UnitRecord, outcome: Outcome) -> set[int]:
    # Fetched anew each time: adding and moving shift the paths of others.
    unit = Unit.objects.filter(code=record.code).first()
    parent = Unit.objects.get(code=record.parent)
    wanted = {
        "name": record.name,
        "kind": record.kind,
        "connected_from": record.connected_from,
        "phone": record.phone,
        "email": record.email,
    }
    if unit is None:
        unit = parent.add_child(instance=Unit(code=record.code, **wanted))
        outcome.tallies["units"].count(made=True, changed=True)
        return {unit.pk}
    changed = set_fields(unit, wanted | {"active": True})
    moves = not (unit.depth == parent.depth + 1 and unit.path.startswith(parent.path))
    if changed:
        unit.save()
    if moves or "name" in changed:
        unit.move(parent, "sorted-child")
    outcome.tallies["units"].count(made=False, changed=bool(changed or moves))
    return {unit.pk} if changed or moves else set()


def _parents_first(units: list[UnitRecord]) -> list[UnitRecord]:
    """The order in which each unit's parent stands before it; the check has seen to it that there is one."""
    by_code = {record.code: record for record in units}
    ordered: dict[str, UnitRecord] = {}

    def place(record: UnitRecord) -> None:
        if record.code in ordered:
            return
        if record.parent in by_code:
            place(by_code[record.parent])
        ordered[record.code] = record

    for record in units:
        place(record)
    return list(ordered.values())


def _write_workplaces(records: list[WorkplaceRecord], outcome: Outcome) -> None:
    units = dict(Unit.objects.values_list("code", "pk"))
    stored = {workplace.code: workplace for workplace in Workplace.objects.all()}
    new, changed = [], []
    touched: set[int] = set()
    for record in records:
        wanted = {
            "name": record.name,
            "unit_id": units[record.unit],
            "address": record.address,
            "phone": record.phone,
            "active": True,
        }
        workplace = stored.get(record.code)
        before = workplace.unit_id if workplace else units[record.unit]
        if workplace is None:
            new.append(Workplace(code=record.code, **wanted))
            touched.add(before)
        elif set_fields(workplace, wanted):
            changed.append(workplace)
            touched |= {before, workplace.unit_id}
        outcome.tallies["workplaces"].count(workplace is None, bool(changed and changed[-1] is workplace))
    Workplace.objects.bulk_create(new, batch_size=500)
    Workplace.objects.bulk_update(changed, ["name", "unit", "address", "phone", "active"], batch_size=200)
    if touched:
        workplaces_changed.send(sender=Workplace, units=touched)
