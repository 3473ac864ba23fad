"""Who takes part in the demo's meetings: read once, then asked for by body and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from random import Random

from extranet.bodies.models import Body
from extranet.mandates.models import SECRETARY, Mandate
from intranet.demo.people import DemoError
from intranet.people.models import Employment, Function, Person

CHAIR = "ordforande"
OFFICES = {
    "KF": "KLK",
    "KS": "KLK",
    "REV": "KLK",
    "BUN": "BUF",
    "VON": "VOF",
    "SON": "SOF",
    "SBN": "SBF",
}
"""By the code of an authority, the department that writes for it."""


class Cast:
    """Members, secretaries and officers. Nobody with protected personal data is drawn."""

    def __init__(self) -> None:
        self.bodies = {
            body.slug: body for body in Body.objects.select_related("authority", "unit").order_by("pk")
        }
        self._mandates: dict[str, list[Mandate]] = defaultdict(list)
        seats = Mandate.objects.select_related("person", "role", "party", "body").order_by("pk")
        for mandate in seats.exclude(person__protected=True):
            self._mandates[mandate.body.slug].append(mandate)
        self._officers = {code: self._of(unit) for code, unit in OFFICES.items()}
        self._managers = {
            function.unit.code: function
            for function in Function.objects.filter(
                kind__code="chef", unit__code__in=OFFICES.values()
            ).select_related("unit")
            if function.unit
        }

    def seats(self, slug: str, day: date) -> list[Mandate]:
        return [
            seat
            for seat in self._mandates[slug]
            if seat.start <= day and (seat.end is None or seat.end >= day)
        ]

    def voting(self, slug: str, day: date) -> list[Mandate]:
        return [seat for seat in self.seats(slug, day) if seat.role.votes]

    def substitutes(self, slug: str, day: date) -> list[Mandate]:
        return [seat for seat in self.seats(slug, day) if seat.role.may_serve]

    def secretary(self, slug: str, day: date) -> Person:
        """Raises DemoError for a body without one that day."""
        return self._first(slug, day, (SECRETARY,))

    def chair(self, slug: str, day: date) -> Person:
        """The secretary of a body that has none."""
        return self._first(slug, day, (CHAIR, SECRETARY))

    def officer(self, authority: str, chosen: Random) -> Employment:
        """Somebody of the department that writes for an authority, with their title."""
        return chosen.choice(self._officers[authority])

    def manager(self, authority: str) -> Function | None:
        """The function that answers for what the department writes."""
        return self._managers.get(OFFICES[authority])

    def _first(self, slug: str, day: date, roles: Iterable[str]) -> Person:
        seats = self.seats(slug, day)
        for role in roles:
            for seat in seats:
                if seat.role.code == role:
                    return seat.person
        raise DemoError(f"{slug}: nobody is {', '.join(roles)} on {day}")

    def _of(self, unit: str) -> list[Employment]:
        """Managers and officers; who works on a floor writes no papers."""
        found = (
            Employment.objects.filter(
                unit__code__startswith=unit, person__protected=False, person__is_active=True
            )
            .filter(
                title__iregex="chef|handläggare|strateg|utredare|jurist|controller|samordnare|ekonom|sekreterare"
            )
            .select_related("person", "unit")
            .order_by("pk")
        )
        if not found:
            raise DemoError(f"{unit}: nobody writes papers there")
        return list(found)
