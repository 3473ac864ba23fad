"""What the start page shows: the same number of queries for everybody and for any amount of content."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home.aiming import raised, units_of
from home.knowledge.index import KnowledgeIndexPage
from home.knowledge.listing import BY_DATE
from home.knowledge.recent import Recent, newest
from home.knowledge.timeline import State
from home.news import listing as news_listing
from home.news.listing import Latest
from home.news.models import NewsIndexPage
from home.notices import OperationalNotice
from home.runs import listing as runs
from home.shortcuts import PersonalShortcut, Shortcut
from home.start.told import told
from home.start.visits import Visit
from intranet.access import pages as access
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.pages.addresses import address
from intranet.pages.frame import section_address
from intranet.prepared import prepared

NEWS_SHOWN, CHANGED_SHOWN, FRESH_SHOWN = 3, 3, 4
CHANGED_FETCHED = 7
# Somebody who comes for the first time is shown what is new of the last two weeks.
FIRST_VISIT = timedelta(days=14)


def overview(request: ViewerRequest) -> dict[str, Any]:
    """The context that `templates/home/home_page.html` names."""
    viewer = request.viewer
    now = timezone.now()
    last_visit = Visit.arrive(viewer.person.pk, now) if viewer.person else None
    since = last_visit or now - FIRST_VISIT
    news, aimed_at_us = _news(viewer, now)
    changed = newest(viewer, CHANGED_FETCHED)
    fresh = _fresh(changed, news, since)
    # What stands on top as new is not said again below.
    left = [item.pk for item in news if item not in fresh]
    unit_news = [pk for pk in left if pk in aimed_at_us][:NEWS_SHOWN]
    other_news = [pk for pk in left if pk not in aimed_at_us][:NEWS_SHOWN]
    on_top = [item.pk for item in fresh if isinstance(item, Latest)]
    rows = news_listing.rows((*on_top, *unit_news, *other_news), request)
    return {
        "greeting": greeting(timezone.localtime(now)),
        "unit": viewer.primary_employment.unit if viewer.primary_employment else None,
        "first_visit": last_visit is None,
        "notices": _notices(viewer, request, now),
        "told": told(request, since),
        "fresh": [
            _fresh_row(item, request) if isinstance(item, Recent) else rows[item.pk]
            for item in fresh
            if isinstance(item, Recent) or item.pk in rows
        ],
        **runs.summary(viewer),
        "runs_url": reverse("runs"),
        "unit_news": [rows[pk] for pk in unit_news if pk in rows],
        "news": [rows[pk] for pk in other_news if pk in rows],
        "news_url": section_address(request, NewsIndexPage),
        "changed": [_changed_row(page, request) for page in changed[:CHANGED_SHOWN]],
        "changed_url": _latest(section_address(request, KnowledgeIndexPage)),
        "shortcuts": _shortcuts(viewer),
        "shortcuts_url": reverse("shortcuts"),
    }


def _latest(address: str) -> str:
    return f"{address}?sortera={BY_DATE}" if address else ""


def greeting(now: datetime) -> str:
    """A greeting for the hour of the day."""
    if now.hour < 5:
        return _("God natt")
    if now.hour < 10:
        return _("God morgon")
    return _("Hej") if now.hour < 18 else _("God kväll")


def _news(viewer: Viewer, now: datetime) -> tuple[list[Latest], set[int]]:
    """The latest news, ours and everybody's before others', and which are aimed at us. Two queries."""
    latest = {item.pk: item for item in news_listing.latest(viewer, now)}
    aims = news_listing.aims(pks=latest.keys())
    mine = {pk for pk, paths in units_of(aims).items() if paths & viewer.unit_paths}
    return [latest[pk] for pk in raised(viewer, latest, aims)], mine


def _changed_row(recent: Recent, request: ViewerRequest) -> dict[str, Any]:
    return {
        "title": recent.page.title,
        "url": address(recent.page.url_path, request),
        "meta": _("Gäller från %(day)s") % {"day": date_format(recent.since, "j F Y")},
    }


def _fresh(changed: list[Recent], news: list[Latest], since: datetime) -> list[Recent | Latest]:
    """What has come in force, or was important news, since the last visit; the newest first."""
    items: list[tuple[date, Recent | Latest]] = []
    items.extend((recent.since, recent) for recent in changed if recent.since >= timezone.localdate(since))
    important = (item for item in news if item.important and item.published_at >= since)
    items.extend((timezone.localdate(item.published_at), item) for item in important)
    items.sort(key=lambda pair: pair[0], reverse=True)
    return [item for _, item in items[:FRESH_SHOWN]]


def _fresh_row(recent: Recent, request: ViewerRequest) -> dict[str, Any]:
    tone = recent.state.tone if recent.state != State.IN_FORCE else "info"
    return {
        "title": recent.page.title,
        "url": address(recent.page.url_path, request),
        "summary": recent.page.change_summary or recent.page.summary,
        "state": {"label": _("Ny version"), "tone": tone},
    }


def _notices(viewer: Viewer, request: ViewerRequest, now: datetime) -> list[dict[str, Any]]:
    rows = []
    for notice in _current(now=now):
        row = {"title": notice.title, "text": notice.text}
        if notice.page and access.is_visible_to(viewer, notice.page):
            row |= {"link_url": address(notice.page.url_path, request), "link_label": notice.page.title}
        rows.append(row)
    return rows


@prepared(now=datetime)
def _current(now: datetime) -> QuerySet[OperationalNotice]:
    shown = ("title", "text", *(f"page__{name}" for name in ("title", "url_path", "path", "depth", "live")))
    return OperationalNotice.objects.current(now).select_related("page").only(*shown)


def _shortcuts(viewer: Viewer) -> list[dict[str, str]]:
    """The municipality's, then one's own; one query."""
    shown = _offered(person=viewer.person.pk if viewer.person else 0)
    return [{"label": shortcut.name, "url": shortcut.url} for shortcut in shown]


@prepared(person=int)
def _offered(person: int) -> QuerySet[Shortcut]:
    own = PersonalShortcut.objects.filter(person=person, shortcut=OuterRef("pk"))
    return Shortcut.objects.filter(Q(standard=True) | Exists(own)).order_by("-standard", "order", "name")
