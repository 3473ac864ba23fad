"""Routines and their kin: metod, riktlinje, policy."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField, StreamValue

from home.admin.forms import RoutinePageForm
from home.blocks import BodyBlock
from home.knowledge.base import KnowledgePage, tabs
from intranet.blocks.plain_text import stream_parts
from intranet.blocks.text import StepsBlock

MANAGER = ("din chef", "chefen", "närmaste chef")


class RoutinePage(KnowledgePage):
    """The short answer first, then what one needs to know."""

    template = "home/routine_page.html"

    is_creatable = True
    base_form_class = RoutinePageForm
    parent_page_types: ClassVar[list] = ["home.KnowledgeIndexPage"]
    shown_with = ("system",)

    answer = StreamField(
        [("steps", StepsBlock(label="Det här gör du"))],
        verbose_name="det här gör du",
        max_num=1,
        help_text="Svaret i två till sex steg. Det är det enda som många läser.",
    )
    system = models.ForeignKey(
        "home.Shortcut",
        verbose_name="knapp till system",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    system_label = models.CharField("text på knappen", max_length=80, blank=True)
    body = StreamField(BodyBlock(), verbose_name="mer att veta", blank=True)

    edit_handler = tabs(
        FieldPanel("knowledge_kind"),
        FieldPanel("answer"),
        MultiFieldPanel([FieldPanel("system"), FieldPanel("system_label")], "Knapp"),
        FieldPanel("body"),
    )

    class Meta:
        verbose_name = "rutin"
        verbose_name_plural = "rutiner"

    def search_parts(self) -> list[tuple[str, str, str]]:
        return [*stream_parts(self.answer), *stream_parts(self.body)]

    @property
    def text_streams(self) -> list[StreamValue]:
        return [self.answer, self.body]

    @property
    def contact_streams(self) -> list[StreamValue]:
        return [self.body]

    @property
    def sends_to_manager(self) -> bool:
        told = " ".join(f"{step['title']} {step['text']}" for step in self.answer_steps).casefold()
        return any(f"{verb} {who}" in told for verb in ("ring", "kontakta", "meddela") for who in MANAGER)

    @property
    def answer_steps(self) -> list:
        return list(self.answer[0].value) if self.answer else []
