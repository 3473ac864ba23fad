"""Knowledge whose version in force is the newest, for lists of what has changed.

Read from the newest versions backwards, not from the pages: that costs the same however many pages there are.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from home.aiming import raised
from home.knowledge.base import KnowledgePage
from home.knowledge.timeline import State, Timeline, with_withdrawal
from home.knowledge.versions import KnowledgeVersion
from intranet.access import pages as access
from intranet.access.places import Tree
from intranet.access.viewer import Viewer
from intranet.prepared import prepared

LONGEST = timedelta(days=365)
CANDIDATES = 60
"""Versions that are looked through: among them, what is for other units comes after one's own."""
DATES = ("page_id", "number", "in_force_from", "in_force_to", "withdrawn_from")
"""What a timeline reads of a version."""


class Changed(NamedTuple):
    """What a list shows of a page."""

    pk: int
    title: str
    url_path: str
    summary: str
    change_summary: str
    review_by: date | None


@dataclass(frozen=True)
class Recent:
    """A page, since when its present version applies, and its state."""

    page: Changed
    since: date
    state: State


def newest(viewer: Viewer, count: int) -> list[Recent]:
    """What has come into force in the last year and still applies, the viewer's and everybody's before others'.

    Four queries.
    """
    candidates = tuple(dict.fromkeys(_latest(viewer.places.pages, viewer.today)))
    # A few more than are shown: of some another version may have taken over, or been withdrawn.
    first = tuple(raised(viewer, candidates, _aims(pks=candidates))[: 2 * count])
    applying = {
        pk: (timeline, version)
        for pk, timeline in _timelines(first).items()
        if (version := timeline.in_force(viewer.today))
    }
    pages = {row[0]: Changed(*row) for row in _pages(pks=list(applying)[:count])}
    return [
        Recent(pages[pk], version.in_force_from, timeline.state(viewer.today, pages[pk].review_by))
        for pk, (timeline, version) in applying.items()
        if pk in pages
    ]


@prepared()
def _latest(places: Tree, today: date) -> QuerySet:
    """Pages of versions that have begun, the last one first; a page stands there once for each version."""
    begun = KnowledgeVersion.objects.filter(in_force_from__lte=today, in_force_from__gte=today - LONGEST)
    seen = access.within(places, begun, "page")
    return seen.order_by("-in_force_from", "-pk").values_list("page_id", flat=True)[:CANDIDATES]


@prepared(pks=list[int])
def _aims(pks: Collection[int]) -> QuerySet:
    aims = KnowledgePage.units.through.objects.filter(knowledgepage_id__in=pks)
    return aims.values_list("knowledgepage_id", "unit__path")


@prepared(pks=list[int])
def _versions(pks: Collection[int]) -> QuerySet:
    return with_withdrawal(KnowledgeVersion.objects.filter(page__in=pks)).values_list(*DATES, named=True)


@prepared(pks=list[int])
def _pages(pks: Collection[int]) -> QuerySet:
    return KnowledgePage.objects.filter(pk__in=pks).values_list(*Changed._fields).order_by()


def _timelines(pks: tuple[int, ...]) -> dict[int, Timeline]:
    """Of each page in this order."""
    versions: dict[int, list[Any]] = {pk: [] for pk in pks}
    for version in _versions(pks=pks):
        versions[version.page_id].append(version)
    return {pk: Timeline.of(of_page) for pk, of_page in versions.items()}
