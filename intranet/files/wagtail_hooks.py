"""The links of rich text to documents."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import escape
from wagtail import hooks
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry


class DocumentLink(DocumentLinkHandler):
    """Links to documents go by id through a view that asks the rule.

    Wagtail's own would write the document's address, and so the name of its file, for readers who may not
    know of it.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [
            f'<a href="{escape(reverse("document_by_id", args=[int(attrs["id"])]))}">' for attrs in attrs_list
        ]


@hooks.register("register_rich_text_features", order=100)
def register_document_link(features: FeatureRegistry) -> None:
    features.register_link_type(DocumentLink)
