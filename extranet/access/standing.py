"""Who is an elected official, and who else has something to read or to do: the ground floor's source of mandates.

For the site's navigation and for who need not be asked about: what somebody may read is `rights_of`'s alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from extranet.access import placements
from extranet.access.rights import NOBODY, Rights
from extranet.bodies.models import Authority
from extranet.exceptions.models import BreakGlass, Grant
from extranet.mandates.models import SECRETARY, Mandate
from extranet.placements.models import Placement
from intranet.access.mandates import Arm, Standing
from intranet.people.models import Appointment


def standings(people: Collection[int], today: date, now: datetime) -> Iterable[Arm]:
    """A mandate in force; or a grant or broken glass, a paper that waits for publishing, an authority's registry."""
    mandates = Mandate.objects.in_force(today).filter(person__in=people)
    yield Arm(Standing.ELECTED, mandates, "person_id")
    yield Arm(Standing.PREPARING, mandates.filter(role__code=SECRETARY), "person_id")
    waiting = Placement.objects.filter(
        placements.NOT_PUBLISHED.query(Rights(NOBODY, now)), withdrawn_at__isnull=True
    )
    appointed = Appointment.objects.in_force(today).filter(
        person__in=people, function__in=waiting.values("version__paper__responsible")
    )
    grants = Grant.objects.in_force(now)
    # How long a broken glass lasts besides, the rule knows.
    opened = BreakGlass.objects.filter(expires__gt=now, person__in=people)
    for rows, person in (
        (grants.filter(person__in=people), "person_id"),
        (grants.filter(group__user__in=people), "group__user"),
        (opened, "person_id"),
        (Authority.objects.filter(registrators__user__in=people), "registrators__user"),
        (waiting.filter(version__paper__authors__in=people), "version__paper__authors"),
        (waiting.filter(version__paper__reviewers__in=people), "version__paper__reviewers"),
        (appointed, "person_id"),
    ):
        yield Arm(Standing.INVOLVED, rows, person)
