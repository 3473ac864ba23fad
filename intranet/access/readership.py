"""For whom a place is, told without anybody in particular: is everybody who may have the one let in to the other?

The rule itself asks about one viewer at a time (`places`). Here two places are held against each other, for
editors: a page whose files are open to more than the page is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)

from intranet.access.models import Audience, CollectionAudience, SectionAudience
from intranet.access.places import DEFAULT_COLLECTION_AUDIENCE, DEFAULT_PAGE_AUDIENCE

GROUPS, LOGIN, PASSWORD = (
    BaseViewRestriction.GROUPS,
    BaseViewRestriction.LOGIN,
    BaseViewRestriction.PASSWORD,
)
DeclaredT = TypeVar("DeclaredT", SectionAudience, CollectionAudience)


@dataclass(frozen=True)
class Readership:
    """An audience, and what narrows it: each stop is a set of groups, and all of them have to be passed."""

    audience: str
    groups: frozenset[int] = frozenset()
    signed_in: bool = False
    stops: frozenset[frozenset[int]] = frozenset()
    password: bool = False

    def is_within(self, other: Readership) -> bool:
        """Whether everybody who belongs here belongs there too. A shared password nobody is known to have."""
        if other.password:
            return False
        return (
            self._audience_is_within(other)
            and (not other.signed_in or self.signed_in or self.audience != Audience.PUBLIC)
            and all(self._passes(stop) for stop in other.stops)
        )

    def _audience_is_within(self, other: Readership) -> bool:
        if other.audience == Audience.PUBLIC:
            return True
        if other.audience == Audience.ROLES:
            # Who is in a group that a stop names has a role.
            return self.audience != Audience.PUBLIC or bool(self.stops)
        if other.audience == Audience.GROUPS:
            return self._passes(other.groups)
        return self.audience == other.audience

    def _passes(self, groups: frozenset[int]) -> bool:
        if self.audience == Audience.GROUPS and self.groups <= groups:
            return True
        return any(stop <= groups for stop in self.stops)


def of_page(page: Page) -> Readership:
    """Who may read a page, when it is published where it lies."""
    above = _above(page.path, page.steplen)
    declared = SectionAudience.objects.filter(page__path__in=above).order_by("-page__depth").first()
    stops = PageViewRestriction.objects.filter(page__path__in=above).prefetch_related("groups")
    return _readership(declared, stops, DEFAULT_PAGE_AUDIENCE)


def of_collection(collection: Collection) -> Readership:
    """Who may have what lies in a collection."""
    above = _above(collection.path, collection.steplen)
    declared = CollectionAudience.objects.filter(collection__path__in=above)
    stops = CollectionViewRestriction.objects.filter(collection__path__in=above).prefetch_related("groups")
    return _readership(declared.order_by("-collection__depth").first(), stops, DEFAULT_COLLECTION_AUDIENCE)


class Readerships:
    """The same for many places: everything that is declared is read once, in eight queries."""

    def __init__(self) -> None:
        sections = SectionAudience.objects.select_related("page").prefetch_related("groups")
        audiences = CollectionAudience.objects.select_related("collection").prefetch_related("groups")
        stops = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
        locks = CollectionViewRestriction.objects.select_related("collection").prefetch_related("groups")
        self._sections = {each.page.path: each for each in sections}
        self._audiences = {each.collection.path: each for each in audiences}
        self._page_stops = [(each.page.path, each) for each in stops]
        self._collection_stops = [(each.collection.path, each) for each in locks]
        self._pages: dict[str, Readership] = {}
        self._collections: dict[str, Readership] = {}

    def of_page(self, path: str) -> Readership:
        """`of_page` for the page of this tree path."""
        if path not in self._pages:
            declared = _nearest(self._sections, _above(path, Page.steplen))
            stops = [stop for place, stop in self._page_stops if path.startswith(place)]
            self._pages[path] = _readership(declared, stops, DEFAULT_PAGE_AUDIENCE)
        return self._pages[path]

    def of_collection(self, path: str) -> Readership:
        """`of_collection` for the collection of this tree path."""
        if path not in self._collections:
            declared = _nearest(self._audiences, _above(path, Collection.steplen))
            stops = [stop for place, stop in self._collection_stops if path.startswith(place)]
            self._collections[path] = _readership(declared, stops, DEFAULT_COLLECTION_AUDIENCE)
        return self._collections[path]


def _nearest(declared: Mapping[str, DeclaredT], above: list[str]) -> DeclaredT | None:
    return next((declared[path] for path in reversed(above) if path in declared), None)


def _readership(
    declared: SectionAudience | CollectionAudience | None, stops: Iterable[BaseViewRestriction], default: str
) -> Readership:
    stops = list(stops)
    return Readership(
        audience=declared.audience if declared else default,
        groups=frozenset(group.pk for group in declared.groups.all()) if declared else frozenset(),
        signed_in=any(stop.restriction_type == LOGIN for stop in stops),
        stops=frozenset(
            frozenset(group.pk for group in stop.groups.all())
            for stop in stops
            if stop.restriction_type == GROUPS
        ),
        password=any(stop.restriction_type == PASSWORD for stop in stops),
    )


def _above(path: str, step: int) -> list[str]:
    return [path[:end] for end in range(step, len(path) + 1, step)]
