"""A part of what lies in the bodies: whole bodies, kinds of items in a body, meetings, single items."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from extranet.meetings.models import AgendaItem


@dataclass(frozen=True)
class Area:
    """Sets of primary keys; `kinds` holds (body, kind of item). An item lies in it if any of them names it."""

    bodies: frozenset[int] = frozenset()
    kinds: frozenset[tuple[int, str]] = frozenset()
    meetings: frozenset[int] = frozenset()
    items: frozenset[int] = frozenset()

    def __or__(self, other: Area) -> Area:
        return Area(
            self.bodies | other.bodies,
            self.kinds | other.kinds,
            self.meetings | other.meetings,
            self.items | other.items,
        )

    def __contains__(self, item: AgendaItem) -> bool:
        body = item.meeting.body_id
        return (
            body in self.bodies
            or (body, item.kind) in self.kinds
            or item.meeting_id in self.meetings
            or item.pk in self.items
        )

    def query(self, item: str = "") -> Q:
        """The same for a queryset of items, or one whose field `item` leads to one."""
        to = f"{item}__" if item else ""
        found = Q(**{f"{to}meeting__body__in": self.bodies})
        found |= Q(**{f"{to}meeting__in": self.meetings}) | Q(**{f"{to}pk__in": self.items})
        for body, kind in sorted(self.kinds):
            found |= Q(**{f"{to}meeting__body": body, f"{to}kind": kind})
        return found


NOWHERE = Area()
