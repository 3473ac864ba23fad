"""Which parts of a tree (pages, or collections of files) are somebody's.

Plain sets, made of what has been declared (see `declarations`). Both answers of the rule, the filter for a
queryset and the predicate for one path, are made here from the same sets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import PageViewRestriction

from intranet.access import declarations
from intranet.access.declarations import Row, with_groups
from intranet.access.models import Audience

DEFAULT_PAGE_AUDIENCE = Audience.EMPLOYEES
DEFAULT_COLLECTION_AUDIENCE = Audience.ROLES


@dataclass(frozen=True)
class Holder:
    """The facts about somebody that decide which places are theirs."""

    signed_in: bool = False
    is_superuser: bool = False
    is_employee: bool = False
    is_elected: bool = False
    groups: frozenset[int] = frozenset()
    passed_page_restrictions: frozenset[int] = frozenset()
    passed_collection_restrictions: frozenset[int] = frozenset()

    @property
    def has_role(self) -> bool:
        return self.is_superuser or self.is_employee or self.is_elected or bool(self.groups)

    def belongs_to(self, audience: str, groups: frozenset[int]) -> bool:
        if audience == Audience.PUBLIC or self.is_superuser:
            return True
        match audience:
            case Audience.EMPLOYEES:
                return self.is_employee
            case Audience.ELECTED:
                return self.is_elected
            case Audience.GROUPS:
                return bool(self.groups & groups)
            case Audience.ROLES:
                return self.has_role
        return False

    def passes(self, kind: str, groups: frozenset[int], restriction: int, passed: frozenset[int]) -> bool:
        """Whether a Wagtail view restriction lets them through; unknown kinds do not."""
        match kind:
            case PageViewRestriction.NONE:
                return True
            case PageViewRestriction.LOGIN:
                return self.signed_in
            case PageViewRestriction.GROUPS:
                return self.is_superuser or bool(self.groups & groups)
            case PageViewRestriction.PASSWORD:
                return restriction in passed
        return False


@dataclass(frozen=True)
class Tree:
    """The places of one tree, as (path, id) pairs, sorted out for one holder."""

    default_admitted: bool = False
    admitted: tuple[tuple[str, int], ...] = ()
    denied: tuple[tuple[str, int], ...] = ()
    closed: tuple[tuple[str, int], ...] = ()
    only_password: frozenset[str] = frozenset()
    restricted: tuple[str, ...] = ()

    @property
    def admitted_ids(self) -> frozenset[int | None]:
        ids: set[int | None] = {pk for _, pk in self.admitted}
        return frozenset(ids | {None}) if self.default_admitted else frozenset(ids)

    def _admitted_paths(self) -> list[str]:
        paths = [path for path, _ in self.admitted]
        return ["", *paths] if self.default_admitted else paths

    @property
    def closed_ids(self) -> frozenset[int]:
        return frozenset(pk for _, pk in self.closed)

    def admits(self, path: str) -> bool:
        """The predicate: the nearest declared audience is theirs and no restriction upwards stops them."""
        return self.in_audience(path) and not any(path.startswith(stop) for stop, _ in self.closed)

    def in_audience(self, path: str) -> bool:
        nearest = max(
            (place for place, _ in (*self.admitted, *self.denied) if path.startswith(place)),
            key=len,
            default="",
        )
        if not nearest:
            return self.default_admitted
        return any(place == nearest for place, _ in self.admitted)

    def needs_only_password(self, path: str) -> bool:
        """Whether a shared password is all that stands between them and the place."""
        stops = [stop for stop, _ in self.closed if path.startswith(stop)]
        return bool(stops) and self.in_audience(path) and all(stop in self.only_password for stop in stops)

    def is_restricted(self, path: str) -> bool:
        """Whether a view restriction stands on the place or above it, whoever passes it."""
        return any(path.startswith(place) for place in self.restricted)

    def query(self, field: str = "path") -> Q:
        """The same rule as `admits`, for a queryset whose tree path is in `field`."""
        starts = f"{field}__startswith"
        allowed = Q(pk__in=[])
        for place in self._admitted_paths():
            clause = Q(**{starts: place})
            for other, _ in self.denied:
                if other.startswith(place):
                    clause &= ~Q(**{starts: other})
            allowed |= clause
        for stop, _ in self.closed:
            allowed &= ~Q(**{starts: stop})
        return allowed


@dataclass(frozen=True)
class Places:
    pages: Tree = Tree()
    collections: Tree = Tree()


def places_of(holder: Holder, found: Iterable[Row]) -> Places:
    found = list(found)
    return Places(
        pages=_tree(
            holder,
            [row for row in found if row.what == declarations.SECTION],
            [row for row in found if row.what == declarations.PAGE_RESTRICTION],
            DEFAULT_PAGE_AUDIENCE,
            holder.passed_page_restrictions,
        ),
        collections=_tree(
            holder,
            [row for row in found if row.what == declarations.COLLECTION],
            [row for row in found if row.what == declarations.COLLECTION_RESTRICTION],
            DEFAULT_COLLECTION_AUDIENCE,
            holder.passed_collection_restrictions,
        ),
    )


def _tree(
    holder: Holder, declared: list[Row], restrictions: list[Row], default: str, passed: frozenset[int]
) -> Tree:
    admitted: list[tuple[str, int]] = []
    denied: list[tuple[str, int]] = []
    for (path, pk, kind, _), groups in with_groups(declared).items():
        (admitted if holder.belongs_to(kind, groups) else denied).append((path, pk))
    closed: list[tuple[str, int]] = []
    otherwise_closed: set[str] = set()
    restricted = with_groups(restrictions)
    for (path, pk, kind, restriction), groups in restricted.items():
        if holder.passes(kind, groups, restriction, passed):
            continue
        closed.append((path, pk))
        if kind != PageViewRestriction.PASSWORD:
            otherwise_closed.add(path)
    return Tree(
        default_admitted=holder.belongs_to(default, frozenset()),
        admitted=tuple(sorted(admitted)),
        denied=tuple(sorted(denied)),
        closed=tuple(sorted(closed)),
        only_password=frozenset(path for path, _ in closed) - otherwise_closed,
        restricted=tuple(sorted({path for path, *_ in restricted})),
    )
