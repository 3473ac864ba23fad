"""The demo's news and its public pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page

from home.demo.moments import moment
from home.importing.arranging import arrange_article
from home.importing.batches import in_batches
from home.importing.building import Builder
from home.importing.checking import Check, Defaults, Resolved
from home.importing.fields import NEWS_NAMES
from home.importing.lookups import Lookups
from home.importing.models import ImportedText
from home.importing.outline import Outline
from home.importing.pictures import Pictures
from home.importing.quiet import index_pages, indexes_off
from home.importing.reading import read_source
from home.importing.shelf import Shelves
from home.models import AccessibilityPage, HomePage, NewsIndexPage, NewsPage, StandardPage
from intranet.access.models import Audience, SectionAudience
from intranet.demo.people import DemoError
from intranet.jobs.progress import Progress

ACCESSIBILITY = "tillganglighet"


@dataclass(frozen=True)
class Article:
    path: Path
    outline: Outline
    resolved: Resolved

    @property
    def key(self) -> str:
        return f"demo/{self.path.parent.name}/{self.path.name}"

    @property
    def slug(self) -> str:
        return self.path.stem


def load_news(folder: Path, progress: Progress, newest: int | None = None) -> None:
    """All news, or only the newest of what can be read; those loaded before are left as they are.

    What is still to come is scheduled, and what has had its time is taken down, as the clock would have done.
    """
    lookups = Lookups.load()
    now = timezone.now()
    index = NewsIndexPage.objects.get(slug="nyheter")
    articles = _read(folder, lookups)
    dated = {article.key: moment(article.outline.fields["published"], now) for article in articles}
    articles.sort(key=lambda article: (dated[article.key] <= now, dated[article.key]), reverse=True)

    def make(article: Article) -> Page:
        fields = article.outline.fields
        day = dated[article.key]
        page = NewsPage(
            title=article.outline.title,
            slug=article.slug,
            summary=fields["summary"],
            published_at=min(day, now),
            go_live_at=day if day > now else None,
            live=day <= now,
            expire_at=moment(fields["expires"], now) if fields.get("expires") else None,
            important=fields.get("important", False),
            sender=lookups.units[fields["from"]],
        )
        page.units = article.resolved.units
        page.body = _body(page, article, lookups, index)
        related = [lookups.pages[slug] for slug in fields.get("related", ()) if slug in lookups.pages]
        page.relate_to(Page.objects.filter(pk__in=related))
        made = _add(index, page)
        if made.expire_at and made.expire_at <= now:
            made.unpublish(set_expired=True)
        return made

    _load(articles[:newest], make, "Nyheter", progress)


def load_sections(folder: Path, progress: Progress) -> None:
    """Pages right below the start page, for the audience that each names (`for:`), in the menu if it says so."""
    lookups = Lookups.load()
    home = HomePage.objects.get()

    def make(article: Article) -> Page:
        page_class = AccessibilityPage if article.slug == ACCESSIBILITY else StandardPage
        page = page_class(
            title=article.outline.title,
            slug=article.slug,
            summary=article.outline.fields.get("summary", ""),
            show_in_menus=article.outline.fields.get("menu", False),
        )
        page.body = _body(page, article, lookups, home)
        made = _add(home, page)
        SectionAudience.objects.create(page=made, audience=Audience(article.outline.fields["for"]))
        return made

    _load(_read(folder, lookups), make, "Avdelningar", progress)


def _read(folder: Path, lookups: Lookups) -> list[Article]:
    """Raises DemoError if one of the files is in error."""
    articles = []
    for path in sorted(folder.glob("*.md")):
        source = read_source(path, path.read_bytes())
        outline = arrange_article(source, NEWS_NAMES)
        check = Check(outline, source, lookups, (), Defaults())
        resolved = check.links()
        resolved.units = check.units(outline.fields.get("units", ()))
        sender = outline.fields.get("from")
        if sender:
            check.units([sender])
        if outline.problems:
            raise DemoError("\n".join(f"{path.name}: {problem}" for problem in outline.problems))
        articles.append(Article(path, outline, resolved))
    return articles


def _load(articles: list[Article], make: Callable[[Article], Page], what: str, progress: Progress) -> None:
    there = set(ImportedText.objects.filter(key__startswith="demo/").values_list("key", flat=True))
    new = [article for article in articles if article.key not in there]

    def make_and_note(article: Article) -> None:
        page = make(article)
        ImportedText.objects.create(
            key=article.key,
            page=page,
            digest=hashlib.sha256(article.path.read_bytes()).hexdigest(),
            revision=page.latest_revision,
            indexed=True,
        )
        index_pages([page])

    if new:
        progress.begin(what, len(new))
        with indexes_off():
            in_batches(new, make_and_note, progress)
        progress.end()


def _body(page: Any, article: Article, lookups: Lookups, above: Page) -> StreamValue:
    """Pictures open for those who may read what stands at `above`."""
    pictures = Pictures(article.outline, article.path.parent, article.path.parent)
    places = {*article.outline.places(), *getattr(page, "places", ())}
    store = partial(pictures.store, shelf=Shelves().of(above))
    raw = Builder(article.slug, lookups, store, places).body(article.outline.sections)
    return StreamValue(page._meta.get_field("body").stream_block, raw, is_lazy=True)


def _add(parent: Page, page: Page) -> Page:
    # Read anew: every child that is added changes the parent's row.
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk).specific
