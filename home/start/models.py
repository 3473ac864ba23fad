"""The start page."""

from __future__ import annotations

from typing import Any, ClassVar

from intranet.access.requests import ViewerRequest
from intranet.pages.models import BasePage


class HomePage(BasePage):
    template = "home/home_page.html"
    in_search = False

    parent_page_types: ClassVar[list] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list] = [
        "home.KnowledgeIndexPage",
        "home.NewsIndexPage",
        "home.DocumentIndexPage",
        "home.StandardPage",
        "home.AccessibilityPage",
    ]

    class Meta:
        verbose_name = "startsida"

    def get_context(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.start.overview import overview

        context = super().get_context(request, *args, **kwargs)
        context.update(overview(request))
        return context
