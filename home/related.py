"""Pages that go together: a page names others, and each reader is shown those of them that they may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import MultipleChooserPanel, PageChooserPanel
from wagtail.models import Page

from intranet.access import pages as access
from intranet.access.places import Tree
from intranet.access.viewer import Viewer
from intranet.prepared import prepared


class RelatedLink(models.Model):
    """One page named by another. Readers meet them by title, so they have no order of their own."""

    target = models.ForeignKey(
        "wagtailcore.Page", verbose_name="sida", on_delete=models.CASCADE, related_name="+"
    )

    panels: ClassVar[list] = [PageChooserPanel("target")]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.target)


class KnowledgeRelation(RelatedLink):
    source = ParentalKey("home.KnowledgePage", on_delete=models.CASCADE, related_name="related_links")

    class Meta:
        verbose_name = "sida som hör ihop"
        verbose_name_plural = "sidor som hör ihop"


class NewsRelation(RelatedLink):
    source = ParentalKey("home.NewsPage", on_delete=models.CASCADE, related_name="related_links")

    class Meta:
        verbose_name = "sida att läsa också"
        verbose_name_plural = "sidor att läsa också"


def related_panel(heading: str) -> MultipleChooserPanel:
    """The editor's chooser of several pages."""
    return MultipleChooserPanel("related_links", chooser_field_name="target", heading=heading, label="Sida")


class RelatesPages:
    """Mixed into a page class that has `related_links`."""

    pk: Any
    related_links: Any

    def related_pages(self, viewer: Viewer) -> list[Page]:
        """The named pages that the viewer may see, by title; one query when the page comes from the database."""
        links = self.related_links.all()
        # A draft or an old version carries its links itself; those of a page just read are in the database.
        if isinstance(links, QuerySet):
            return _named_by(links.model, viewer.places.pages, source=self.pk)
        return _among(
            viewer.places.pages, pks=[link.target_id for link in links if link.target_id != self.pk]
        )

    def relate_to(self, pages: Iterable[Page]) -> None:
        """Name these pages and no others; saved with the page or its revision."""
        link = self.related_links.model
        self.related_links.set([link(target=page) for page in {page.pk: page for page in pages}.values()])


@prepared(source=int)
def _named_by(link: type[KnowledgeRelation | NewsRelation], places: Tree, source: int) -> QuerySet[Page]:
    targets = link._default_manager.filter(source=source).values("target")
    return _shown(places, Page.objects.filter(pk__in=targets).exclude(pk=source))


@prepared(pks=list[int])
def _among(places: Tree, pks: Collection[int]) -> QuerySet[Page]:
    return _shown(places, Page.objects.filter(pk__in=pks))


def _shown(places: Tree, pages: QuerySet[Page]) -> QuerySet[Page]:
    return access.within(places, pages).order_by("title", "pk")
