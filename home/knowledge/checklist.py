"""Checklists as pages. What is worked through is a run of one; a run keeps the version it began with."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField, StreamValue

from home.blocks import ChecklistSectionBlock
from home.knowledge.base import KnowledgePage, tabs
from intranet.access.requests import ViewerRequest
from intranet.blocks.plain_text import plain, stream_parts
from intranet.blocks.text import TEXT_FEATURES


class ChecklistPage(KnowledgePage):
    """Sections of items. Each item keeps the id that StreamField gave it, so that a tick can find it again."""

    template = "home/checklist_page.html"

    is_creatable = True
    parent_page_types: ClassVar[list] = ["home.KnowledgeIndexPage"]

    intro = RichTextField("inledning", features=TEXT_FEATURES, blank=True)
    sections = StreamField([("section", ChecklistSectionBlock())], verbose_name="avsnitt")

    edit_handler = tabs(FieldPanel("intro"), FieldPanel("sections"))

    class Meta:
        verbose_name = "checklista"
        verbose_name_plural = "checklistor"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.knowledge_kind = self.Kind.CHECKLIST
        super().save(*args, **kwargs)

    @property
    def item_count(self) -> int:
        return sum(len(section.value["items"]) for section in self.sections)

    @property
    def text_streams(self) -> list[StreamValue]:
        return [self.sections]

    def get_context(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.knowledge.checklist_sections import sections

        context = super().get_context(request, *args, **kwargs)
        context["sections"] = sections(self, request)
        # Whether there is anything to start is asked there; who has no part in the work is not offered it.
        context["start_url"] = reverse("start_run", args=[self.pk]) if request.viewer.is_employee else ""
        return context

    def search_parts(self) -> list[tuple[str, str, str]]:
        return [("", "", plain(self.intro)), *stream_parts(self.sections)]
