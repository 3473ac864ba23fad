"""Pages as the index knows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Length, Substr
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageQuerySet

from home.indexing.stored import StoredPage, stored_pages
from home.knowledge import forms, timeline
from home.knowledge.base import KnowledgePage
from home.knowledge.timeline import Timeline
from home.knowledge.versions import KnowledgeVersion
from home.news.models import NewsPage
from home.standard.models import AccessibilityPage, StandardPage
from intranet.access import pages as access
from intranet.access.models import SectionAudience
from intranet.access.scope import page_key, section_key
from intranet.access.viewer import Viewer
from intranet.finding.chunks import chunks
from intranet.finding.documents import EVERY_UNIT, IndexDocument, Part
from intranet.finding.results import Card
from intranet.organisation.models import Unit, lineage_paths
from intranet.pages.addresses import addresses
from intranet.pages.models import BasePage

CHUNK = 500
KINDS: dict[str, str | Promise] = {
    "rutin": _("Rutiner"),
    "metod": _("Metoder"),
    "riktlinje": _("Riktlinjer"),
    "policy": _("Policyer"),
    "checklista": _("Checklistor"),
    "handbok": _("Handböcker"),
    "nyhet": _("Nyheter"),
    "sida": _("Sidor"),
}


class PageSource:
    family = "page"
    kinds: Mapping[str, str | Promise] = KINDS

    def count(self) -> int:
        return _findable().count()

    def iterate(self) -> Iterator[IndexDocument]:
        pks = _findable().order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)
        for some in chunks(pks, CHUNK):
            yield from self.documents([str(pk) for pk in some])

    def documents(self, pks: Collection[str]) -> Iterable[IndexDocument]:
        pages = stored_pages(_findable().filter(pk__in=[int(pk) for pk in pks]))
        surroundings = _Surroundings(pages, timezone.localdate())
        return [document for page in pages if (document := surroundings.document(page)) is not None]

    def below(self, pk: str) -> Iterable[str]:
        top = Page.objects.filter(pk=int(pk)).first()
        if top is None:
            return [pk]
        return [
            str(pk) for pk in Page.objects.descendant_of(top, inclusive=True).values_list("pk", flat=True)
        ]

    def check(self, viewer: Viewer, pks: Collection[str]) -> Mapping[str, Card]:
        visible = access.visible_to(viewer, Page.objects.all()).filter(pk__in=[int(pk) for pk in pks])
        above = Page.objects.filter(path=OuterRef("parent_path"), live=True)
        pages = (
            timeline.with_state(visible, viewer.today)
            .annotate(
                parent_path=Substr("path", 1, Length("path") - Page.steplen),
                knowledge_kind=F("knowledgepage__knowledge_kind"),
                review_by=F("knowledgepage__review_by"),
            )
            .annotate(parent_title=Subquery(above.values("title")[:1]))
            .select_related("content_type")
        )
        found = list(pages)
        urls = addresses(found)
        return {str(page.pk): _card(page, urls.get(page.pk, ""), viewer) for page in found}


def _findable() -> PageQuerySet:
    return Page.objects.live().type(KnowledgePage, NewsPage, StandardPage, AccessibilityPage)


def _card(page: Any, url: str, viewer: Viewer) -> Card:
    kind = page.knowledge_kind or ("nyhet" if page.content_type.model == "newspage" else "sida")
    labels = dict(KnowledgePage.Kind.choices) | {"nyhet": NewsPage.kind_label}
    in_trail = page.depth > 3 and viewer.places.pages.admits(page.parent_path)
    return Card(
        title=page.title,
        url=url,
        kind_label=str(labels.get(kind, BasePage.kind_label)),
        where=(page.parent_title,) if in_trail and page.parent_title else (),
        state=timeline.state_of(page, viewer.today).value if page.knowledge_kind else None,
    )


class _Surroundings:
    """What lies round a batch of pages (ancestors, sections, units, decisions), a query each."""

    def __init__(self, pages: list[StoredPage], today: date) -> None:
        self.today = today
        paths = {path for page in pages for path in _paths(page.path)}
        self.ids = dict(Page.objects.filter(path__in=paths).values_list("path", "pk"))
        self.sections = set(SectionAudience.objects.values_list("page_id", flat=True))
        self.units = _units_of(pages)
        self.subjects = _subjects_of(pages)
        self.timelines = _timelines_of(pages)
        self.codes = dict(Unit.objects.values_list("path", "code")) if any(self.units.values()) else {}

    def document(self, page: StoredPage) -> IndexDocument | None:
        """The page as the index should know it; None for what has never been decided."""
        ids = [self.ids[path] for path in _paths(page.path) if path in self.ids]
        section = next((pk for pk in reversed(ids) if pk in self.sections), None)
        units = self.units.get(page.pk, [])
        codes = {self.codes[path] for unit in units for path in lineage_paths(unit) if path in self.codes}
        common: dict[str, Any] = {
            "family": PageSource.family,
            "pk": str(page.pk),
            "kind": page.kind,
            "title": page.title,
            "lead": page.search_lead,
            "parts": tuple(Part(*part) for part in page.search_parts() if part[2] or part[1]),
            "units": tuple(sorted(codes)),
            "own_units": tuple(sorted(self.codes[path] for path in units if path in self.codes)),
            "audience": (section_key(section),),
            "within": tuple(page_key(pk) for pk in ids),
        }
        if issubclass(page.model, KnowledgePage):
            return self._knowledge(page, common)
        if issubclass(page.model, NewsPage):
            common["date"] = timezone.localdate(page.published_at)
            common["until"] = timezone.localdate(page.expire_at) if page.expire_at else None
            return IndexDocument(**common)
        common["date"] = timezone.localdate(page.last_published_at) if page.last_published_at else None
        return IndexDocument(**common)

    def _knowledge(self, page: StoredPage, common: dict[str, Any]) -> IndexDocument | None:
        decisions = self.timelines.get(page.pk)
        if decisions is None:
            return None
        current = decisions.in_force(self.today)
        coming = decisions.coming(self.today)
        shown = current or (coming[0] if coming else decisions.versions[-1])
        named = tuple(Part(*part) for part in forms.search_part(page.forms))
        return IndexDocument(
            **{**common, "units": common["units"] or (EVERY_UNIT,), "parts": (*common["parts"], *named)},
            keywords=tuple(word.strip() for word in page.keywords.split(",") if word.strip()),
            subjects=tuple(self.subjects.get(page.pk, ())),
            date=shown.in_force_from,
            valid_from=shown.in_force_from,
            # One that waits follows on without a gap, or the clock indexes the page again on its day.
            valid_to=None if coming else decisions.last_day(shown),
            review_by=page.review_by,
        )


def _paths(path: str) -> list[str]:
    return [path[:end] for end in range(2 * Page.steplen, len(path) + 1, Page.steplen)]


def _units_of(pages: list[StoredPage]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for model in (KnowledgePage, NewsPage):
        mine = [page.pk for page in pages if issubclass(page.model, model)]
        if mine:
            for pk, path in model.objects.filter(pk__in=mine, units__isnull=False).values_list(
                "pk", "units__path"
            ):
                found[pk].append(path)
    return found


def _subjects_of(pages: list[StoredPage]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    mine = [page.pk for page in pages if issubclass(page.model, KnowledgePage)]
    rows = KnowledgePage.objects.filter(pk__in=mine, subjects__isnull=False).values_list(
        "pk", "subjects__slug"
    )
    for pk, slug in rows:
        found[pk].append(slug)
    return found


def _timelines_of(pages: list[StoredPage]) -> dict[int, Timeline]:
    mine = [page.pk for page in pages if issubclass(page.model, KnowledgePage)]
    versions = defaultdict(list)
    rows = timeline.with_withdrawal(KnowledgeVersion.objects.filter(page__in=mine)).defer("content")
    for version in rows:
        versions[version.page_id].append(version)
    return {pk: Timeline.of(some) for pk, some in versions.items()}
