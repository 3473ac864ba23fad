"""What the start page shows: the same number of queries for everybody and for any amount of content."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home.knowledge.base import KnowledgePage
from home.knowledge.index import KnowledgeIndexPage
from home.knowledge.listing import BY_DATE
from home.knowledge.timeline import state_of
from home.news import listing as news_listing
from home.news.models import NewsIndexPage, NewsPage
from home.notices import OperationalNotice
from home.runs import listing as runs
from home.shortcuts import PersonalShortcut, Shortcut
from home.start.told import told
from home.start.visits import arrive
from intranet.access import pages as access
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.pages.frame import section_address

NEWS_SHOWN, CHANGED_SHOWN, FRESH_SHOWN = 3, 3, 4
# More than is shown: what stands on top as new is not said again below.
NEWS_FETCHED, CHANGED_FETCHED = 15, 10
# Somebody who comes for the first time is shown what is new of the last two weeks.
FIRST_VISIT = timedelta(days=14)


def overview(request: ViewerRequest) -> dict[str, Any]:
    """The context that `templates/home/home_page.html` names."""
    viewer = request.viewer
    now = timezone.now()
    last_visit = arrive(viewer.person.pk, now) if viewer.person else None
    since = last_visit or now - FIRST_VISIT
    news = _news(viewer)
    changed = _changed(viewer)
    fresh = _fresh(changed, news, since, request)[:FRESH_SHOWN]
    # What stands on top as new is not said again below.
    shown = {item["url"] for item in fresh}
    rows = [(row, page) for page in news if (row := news_listing.row(page, request))["url"] not in shown]
    return {
        "greeting": greeting(timezone.localtime(now)),
        "unit": viewer.primary_employment.unit if viewer.primary_employment else None,
        "first_visit": last_visit is None,
        "notices": _notices(viewer, request, now),
        "told": told(request, since),
        "fresh": fresh,
        "runs": runs.summary(viewer),
        "runs_url": reverse("runs"),
        "unit_news": [row for row, page in rows if page.mine][:NEWS_SHOWN],
        "news": [row for row, page in rows if not page.mine][:NEWS_SHOWN],
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


def _news(viewer: Viewer) -> list[NewsPage]:
    """The latest news, important first; `mine` says which are aimed at the viewer's units. One query."""
    aimed = NewsPage.units.through.objects.filter(
        newspage_id=OuterRef("pk"), unit__path__in=list(viewer.unit_paths)
    )
    any_unit = NewsPage.units.through.objects.filter(newspage_id=OuterRef("pk"))
    news = news_listing.visible_news(viewer).annotate(mine=Exists(aimed), aimed=Exists(any_unit))
    # Ours and everybody's first, then what is aimed at others: raised, never hidden.
    rank = Case(When(mine=True, then=Value(0)), When(aimed=False, then=Value(0)), default=Value(1))
    recent = news.order_by(rank, "-important", "-published_at", "-pk").select_related("sender")
    return list(recent[:NEWS_FETCHED])


def _changed(viewer: Viewer) -> list[KnowledgePage]:
    """Knowledge whose version in force is newest, ours and everybody's before others'. Two queries."""
    mine = KnowledgePage.units.through.objects.filter(
        knowledgepage_id=OuterRef("pk"), unit__path__in=list(viewer.unit_paths)
    )
    any_unit = KnowledgePage.units.through.objects.filter(knowledgepage_id=OuterRef("pk"))
    pages = (
        access.visible_to(viewer, KnowledgePage.objects.all())
        .with_state(viewer.today)
        .filter(in_force_id__isnull=False)
        .annotate(mine=Exists(mine), aimed=Exists(any_unit))
    )
    rank = Case(When(mine=True, then=Value(0)), When(aimed=False, then=Value(0)), default=Value(1))
    recent = pages.filter(in_force_since__gte=viewer.today - timedelta(days=365))
    return list(recent.order_by(rank, "-in_force_since", "-pk")[:CHANGED_FETCHED])


def _changed_row(page: KnowledgePage, request: ViewerRequest) -> dict[str, Any]:
    return {
        "title": page.title,
        "url": page.get_url(request),
        "meta": _("Gäller från %(day)s") % {"day": date_format(page.in_force_since, "j F Y")},
    }


def _fresh(
    changed: list[KnowledgePage], news: list[NewsPage], since: datetime, request: ViewerRequest
) -> list[dict]:
    """What has come in force, or was important news, since the last visit."""
    day = timezone.localdate(since)
    items = []
    for page in changed:
        if page.in_force_since >= day:
            state = state_of(page, request.viewer.today)
            items.append(
                (
                    page.in_force_since,
                    {
                        "title": page.title,
                        "url": page.get_url(request),
                        "summary": page.change_summary or page.summary,
                        "state": {
                            "label": _("Ny version"),
                            "tone": state.tone if state != state.IN_FORCE else "info",
                        },
                    },
                )
            )
    for item in news:
        if item.important and item.published_at >= since:
            row = news_listing.row(item, request)
            items.append((timezone.localdate(item.published_at), row))
    return [row for _, row in sorted(items, key=lambda pair: pair[0], reverse=True)]


def _notices(viewer: Viewer, request: ViewerRequest, now: datetime) -> list[dict[str, Any]]:
    rows = []
    for notice in OperationalNotice.objects.current(now).select_related("page"):
        row = {"title": notice.title, "text": notice.text}
        if notice.page and access.is_visible_to(viewer, notice.page):
            row |= {"link_url": notice.page.get_url(request), "link_label": notice.page.title}
        rows.append(row)
    return rows


def _shortcuts(viewer: Viewer) -> list[dict[str, str]]:
    """The municipality's, then one's own; one query."""
    own = PersonalShortcut.objects.filter(person=viewer.person, shortcut=OuterRef("pk"))
    shown = Shortcut.objects.annotate(own=Exists(own)).order_by("-standard", "order", "name")
    return [{"label": s.name, "url": s.url} for s in shown if s.standard or s.own]
