"""Handbooks: several chapters that are decided together."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField, StreamValue

from home.blocks import ChapterBlock
from home.knowledge.base import KnowledgePage, tabs
from intranet.access.requests import ViewerRequest
from intranet.blocks.plain_text import plain, stream_parts
from intranet.blocks.text import TEXT_FEATURES


class HandbookPage(KnowledgePage):
    template = "home/handbook_page.html"

    is_creatable = True
    parent_page_types: ClassVar[list] = ["home.KnowledgeIndexPage"]

    intro = RichTextField("inledning", features=TEXT_FEATURES, blank=True)
    chapters = StreamField([("chapter", ChapterBlock())], verbose_name="kapitel")

    edit_handler = tabs(FieldPanel("intro"), FieldPanel("chapters"))

    class Meta:
        verbose_name = "handbok"
        verbose_name_plural = "handböcker"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.knowledge_kind = self.Kind.HANDBOOK
        super().save(*args, **kwargs)

    @property
    def text_streams(self) -> list[StreamValue]:
        return [self.chapters]

    @property
    def contact_streams(self) -> list[StreamValue]:
        return [chapter.value["body"] for chapter in self.chapters]

    def get_context(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["chapters"] = [
            {
                "title": chapter.value["title"],
                "anchor": chapter.value.anchor,
                "body": chapter.value["body"],
            }
            for chapter in self.chapters
        ]
        return context

    def search_parts(self) -> list[tuple[str, str, str]]:
        return [("", "", plain(self.intro)), *stream_parts(self.chapters)]
