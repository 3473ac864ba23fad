"""The readers' list of documents: a page that lists every document that its reader may find."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from intranet.access.requests import ViewerRequest
from intranet.pages.frame import Crumb, section
from intranet.pages.models import BasePage


class DocumentIndexPage(BasePage):
    """Lists what the reader may find wherever it lies; ordinary pages below it gather some of it by theme."""

    template = "home/document_index_page.html"
    show_in_menus_default = True

    parent_page_types: ClassVar[list] = ["home.HomePage"]
    subpage_types: ClassVar[list] = ["home.StandardPage"]

    intro = RichTextField("inledning", features=["bold", "link"], blank=True)

    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = "dokumentlista"
        verbose_name_plural = "dokumentlistor"

    def get_context(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.documents.listing import listing

        context = super().get_context(request, *args, **kwargs)
        context.update(listing(self, request))
        return context


def shelf(request: ViewerRequest) -> Crumb | None:
    """The list of documents, if the viewer has one; asks for nothing that a page's frame has not asked for."""
    return section(request, DocumentIndexPage)
