"""What an import changes in people's rights, gathered by person and written to the security log."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.people.models import Person


class Rights:
    """Employments decide who is an employee, appointments who answers for what: both are rights."""

    def __init__(self) -> None:
        self._changes: dict[int, list[str]] = defaultdict(list)

        self.protection_changed: set[int] = set()

    def note(self, person_pk: int, change: str) -> None:
        """`change` names codes and dates, never a person's name or number."""
        self._changes[person_pk].append(change)

    @property
    def people(self) -> set[int]:
        return set(self._changes)

    def write(self, actor: Person | None, counts: dict[str, Any]) -> None:
        """One event for each person concerned and one for the run; nothing if nothing has changed."""
        Event.objects.bulk_create(
            [
                Event(
                    kind=Event.Kind.IMPORTED,
                    actor_id=actor.pk if actor else None,
                    actor_name=actor.get_username() if actor else "",
                    object_kind="people.person",
                    object_id=str(pk),
                    detail={"changes": changes},
                )
                for pk, changes in self._changes.items()
            ],
            batch_size=500,
        )
        record(Event.Kind.IMPORTED, actor=actor, label="import_organisation", counts=counts)
