"""Index pages of knowledge: filter by kind, unit, subject and state, page by page, all in the address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from home.admin.permissions import KnowledgeIndexPermissionTester
from intranet.access.requests import ViewerRequest
from intranet.pages.models import BasePage


class KnowledgeIndexPage(BasePage):
    template = "home/knowledge_index_page.html"
    show_in_menus_default = True

    parent_page_types: ClassVar[list] = ["home.HomePage", "home.KnowledgeIndexPage"]
    subpage_types: ClassVar[list] = [
        "home.KnowledgeIndexPage",
        "home.RoutinePage",
        "home.ChecklistPage",
        "home.HandbookPage",
    ]

    class Lists(models.TextChoices):
        ALL = "", "All kunskap"
        CHECKLISTS = "checklista", "Bara checklistor"

    intro = RichTextField("inledning", features=["bold", "link"], blank=True)
    lists = models.CharField("visar", max_length=20, choices=Lists.choices, blank=True, default="")

    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("lists")]

    class Meta:
        verbose_name = "ingång till rutiner"
        verbose_name_plural = "ingångar till rutiner"

    def permissions_for_user(self, user: Any) -> KnowledgeIndexPermissionTester:
        return KnowledgeIndexPermissionTester(user, self)

    def get_context(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.knowledge.listing import listing

        context = super().get_context(request, *args, **kwargs)
        context.update(listing(self, request))
        return context
