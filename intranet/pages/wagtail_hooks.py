"""Wagtail's hooks for serving pages, and the links of rich text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.html import escape
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from intranet.access import pages as access
from intranet.access.requests import ViewerRequest


@hooks.register("before_serve_page", order=-100)
def ask_the_rule(page: Page, request: ViewerRequest, serve_args: Any, serve_kwargs: Any) -> None:
    """Nobody is served a page that the rule would not show them: the address might as well be missing.

    Only where a shared password is all that is lacking is it left to Wagtail, which asks for it.
    """
    viewer = request.viewer
    if access.is_visible_to(viewer, page) or access.needs_only_password(viewer, page):
        return
    raise Http404


class PageLink(LinkHandler):
    """Links to pages go by id through a view that asks the rule.

    Wagtail's own would write the page's address, and so its slug, for readers who may not know of it; and
    it would ask the database for each linked page.
    """

    identifier = "page"

    @staticmethod
    def get_model() -> type[Page]:
        return Page

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [
            f'<a href="{escape(reverse("page_by_id", args=[int(attrs["id"])]))}">' for attrs in attrs_list
        ]

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Iterator[tuple[type[Page], str, str, str]]:
        yield Page, attrs["id"], "", ""


@hooks.register("register_rich_text_features", order=100)
def register_page_link(features: FeatureRegistry) -> None:
    features.register_link_type(PageLink)
