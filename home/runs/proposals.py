"""Who should do what: the holders of the functions that a checklist names, for the unit that the run is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from home.runs.models import Run
from intranet.organisation.models import Unit, lineage_paths
from intranet.people.models import Function
from intranet.people.responsibility import MANAGER, Managers, Responsible, responsible_for


def proposals(run: Run, codes: Iterable[str], on: date) -> dict[str, Responsible]:
    """For each kind of function, its holder at the run's unit or the nearest one upwards that has the function.

    A code that nobody upwards has is left out. At most five queries, whatever the number of codes.
    """
    wanted = {code for code in codes if code}
    unit = run.unit
    if not wanted or unit is None:
        return {}
    found: dict[str, Responsible] = {}
    if MANAGER in wanted:
        manager = Managers([unit], on).of(unit.path)
        if manager:
            found[MANAGER] = manager
    seats = _nearest(unit, wanted - {MANAGER})
    answers = responsible_for([seat.pk for seat in seats.values()], on)
    for code, seat in seats.items():
        if answers[seat.pk].person is not None:
            found[code] = answers[seat.pk]
    return found


def _nearest(unit: Unit, codes: set[str]) -> dict[str, Function]:
    """The seat of each kind that is nearest upwards."""
    if not codes:
        return {}
    seats = Function.objects.filter(kind__code__in=codes, unit__path__in=lineage_paths(unit.path))
    # The longest path last, so that it is the one kept.
    return {seat.kind.code: seat for seat in seats.select_related("kind", "unit").order_by("unit__depth")}
