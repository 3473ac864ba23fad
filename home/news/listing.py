"""Lists of news. Aimed at units means raised for them, never hidden from others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home.news.models import NewsIndexPage, NewsPage, NewsQuerySet
from intranet.access import pages as access
from intranet.access.places import Tree
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.pages.addresses import address
from intranet.prepared import prepared

PAGE_SIZE = 15
LATEST = 40
"""As many as the start page looks through for what is aimed at its reader."""


class Shown(NamedTuple):
    """What a list shows of news."""

    pk: int
    title: str
    url_path: str
    summary: str
    important: bool
    published_at: datetime
    sender__name: str | None


def listing(index: NewsIndexPage, request: ViewerRequest) -> dict[str, Any]:
    """The context of the news index: all news, or what was aimed at the reader's units (`?visa=min`)."""
    viewer = request.viewer
    mine = request.GET.get("visa") == "min" and bool(viewer.unit_paths)
    news = visible_news(viewer).child_of(index)
    if mine:
        news = news.filter(pk__in=aimed_at(viewer))
    page_obj = Paginator(news.newest().values_list(*Shown._fields), PAGE_SIZE).get_page(
        request.GET.get("sida")
    )
    scope = []
    if viewer.unit_paths:
        scope = [
            {"label": _("Alla"), "url": request.path, "current": not mine},
            {"label": _("För min enhet"), "url": f"{request.path}?visa=min", "current": mine},
        ]
    return {"scope": scope, "items": [row(Shown(*item), request) for item in page_obj], "page_obj": page_obj}


def visible_news(viewer: Viewer) -> NewsQuerySet:
    """News that the viewer may see and that has not expired; the clock may be late to take it down."""
    return _unexpired(access.visible_to(viewer, NewsPage.objects.all()), timezone.now())


class Latest(NamedTuple):
    """What decides whether and where one of the latest news is shown."""

    pk: int
    important: bool
    published_at: datetime


def latest(viewer: Viewer, now: datetime) -> list[Latest]:
    """The latest news, what is important before the rest. One query."""
    return [Latest(*row) for row in _latest(viewer.places.pages, now=now)]


@prepared(now=datetime)
def _latest(places: Tree, now: datetime) -> QuerySet:
    news = _unexpired(access.within(places, NewsPage.objects.all()), now)
    return news.order_by("-important", "-published_at", "-pk").values_list(*Latest._fields)[:LATEST]


def rows(pks: Sequence[int], request: ViewerRequest) -> dict[int, dict[str, Any]]:
    """What a list shows of these, by primary key; one that has been taken away meanwhile is left out. One query."""
    return {item[0]: row(Shown(*item), request) for item in _shown(pks=pks)}


@prepared(pks=list[int])
def _shown(pks: Sequence[int]) -> QuerySet:
    return NewsPage.objects.filter(pk__in=pks).values_list(*Shown._fields).order_by()


def _unexpired(news: NewsQuerySet, now: datetime) -> NewsQuerySet:
    return news.filter(Q(expire_at__isnull=True) | Q(expire_at__gt=now))


@prepared(pks=list[int])
def aims(pks: Collection[int]) -> QuerySet:
    """For which units these are: (primary key, tree path of a unit)."""
    return NewsPage.units.through.objects.filter(newspage_id__in=pks).values_list("newspage_id", "unit__path")


def aimed_at(viewer: Viewer) -> QuerySet:
    """Primary keys of news that name a unit of the viewer's, or one above it."""
    return NewsPage.objects.filter(units__path__in=list(viewer.unit_paths)).values("pk")


def row(item: Shown, request: ViewerRequest) -> dict[str, Any]:
    day = timezone.localdate(item.published_at)
    return {
        "title": item.title,
        "url": address(item.url_path, request),
        "summary": item.summary,
        "meta": " · ".join(filter(None, [date_format(day, "j F Y"), item.sender__name])),
        "state": {"label": _("Viktigt"), "tone": "warning"} if item.important else None,
    }
