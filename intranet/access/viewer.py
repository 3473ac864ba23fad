"""Who asks: resolved once a request into a frozen `Viewer`, in two queries.

(1) employments in force, with each unit's connection date; (2) declared audiences, restrictions, the person's
groups, and their mandates from the source that was registered. Nothing here is cached beyond the
request: a right that ends has ended with the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from intranet.access import declarations
from intranet.access.mandates import Standing
from intranet.access.places import Holder, Places, places_of
from intranet.organisation.models import lineage_paths
from intranet.people.models import Employment, Person
from intranet.prepared import prepared


@dataclass(frozen=True)
class Viewer:
    """A reader at one moment. `person` is None for somebody who is not signed in."""

    person: Person | None
    today: date
    holder: Holder
    places: Places
    employments: tuple[Employment, ...] = ()
    handles_protected: bool = False
    uses_admin: bool = False
    is_involved: bool = False
    """Has something to read or to do with the bodies by something else than a mandate."""
    is_preparing: bool = False
    """Prepares the meetings of a body."""

    @property
    def is_anonymous(self) -> bool:
        return self.person is None

    @property
    def is_employee(self) -> bool:
        return self.holder.is_employee

    @property
    def is_elected(self) -> bool:
        return self.holder.is_elected

    @property
    def has_role(self) -> bool:
        return self.holder.has_role

    @cached_property
    def primary_employment(self) -> Employment | None:
        return self.employments[0] if self.employments else None

    @cached_property
    def unit_paths(self) -> frozenset[str]:
        """Tree paths of the viewer's units and of every unit above them."""
        return frozenset(p for employment in self.employments for p in lineage_paths(employment.unit.path))


def resolve(request: HttpRequest) -> Viewer:
    """The viewer of a request; its session says which shared passwords were given."""
    session = getattr(request, "session", {})
    return viewer_of(
        request.user,
        passed_page_restrictions=session.get(PageViewRestriction.passed_view_restrictions_session_key, ()),
        passed_collection_restrictions=session.get(
            CollectionViewRestriction.passed_view_restrictions_session_key, ()
        ),
    )


def viewer_of(
    person: Person | AnonymousUser | None,
    on: date | None = None,
    passed_page_restrictions: Iterable[int] = (),
    passed_collection_restrictions: Iterable[int] = (),
) -> Viewer:
    """The viewer that a person is on a day (today unless given); for jobs and messages as well as requests."""
    today = on or timezone.localdate()
    if not isinstance(person, Person):
        person = None
    return _viewer(
        person,
        today,
        declarations.rows(person.pk if person else None, today),
        tuple(_of_one(today, person=person.pk)) if person else (),
        passed_page_restrictions,
        passed_collection_restrictions,
    )


def viewers_of(people: Iterable[Person], on: date | None = None) -> list[Viewer]:
    """The viewers that several people are, in their order: three queries.

    For messages to many, where nobody has given a shared password.
    """
    people, today = list(people), on or timezone.localdate()
    if not people:
        return []
    found = declarations.rows_of((person.pk for person in people), today)
    employments: dict[int, list[Employment]] = defaultdict(list)
    for employment in _employments(Q(person__in=[person.pk for person in people]), today):
        employments[employment.person_id].append(employment)
    return [_viewer(person, today, found[person.pk], tuple(employments[person.pk])) for person in people]


def _viewer(
    person: Person | None,
    today: date,
    found: list[declarations.Row],
    employments: tuple[Employment, ...],
    passed_page_restrictions: Iterable[int] = (),
    passed_collection_restrictions: Iterable[int] = (),
) -> Viewer:
    standings = declarations.standings(found)
    holder = Holder(
        signed_in=person is not None,
        is_superuser=bool(person and person.is_superuser),
        is_employee=any(e.connected_on and e.connected_on <= today for e in employments),
        is_elected=Standing.ELECTED in standings,
        groups=frozenset(declarations.memberships(found)),
        passed_page_restrictions=frozenset(passed_page_restrictions),
        passed_collection_restrictions=frozenset(passed_collection_restrictions),
    )
    return Viewer(
        person=person,
        today=today,
        holder=holder,
        places=places_of(holder, found),
        employments=employments,
        handles_protected=declarations.handles_protected(found),
        uses_admin=holder.is_superuser or declarations.uses_admin(found),
        is_involved=Standing.INVOLVED in standings,
        is_preparing=Standing.PREPARING in standings,
    )


@prepared(person=int)
def _of_one(today: date, person: int) -> QuerySet[Employment]:
    return _employments(Q(person=person), today)


def _employments(whose: Q, on: date) -> QuerySet[Employment]:
    return (
        Employment.objects.in_force(on)
        .filter(whose)
        .with_connection()
        .select_related("unit", "workplace")
        .order_by("-primary", "start", "pk")
    )
