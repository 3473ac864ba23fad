"""Names that Wagtail shows without asking whether they may be shown: those of chosen things, links and people.

A chooser shows the title of what has been chosen, whoever chose it; rich text in the editor holds the address
of each linked page; logs, comments and drafts show who wrote them. None of these can be filtered by a hook.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.admin.widgets import BaseChooser
from wagtail.documents.rich_text.contentstate import DocumentLinkElementHandler
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from intranet.access.admin.asking import current, may_name
from intranet.people.models import Person

HIDDEN = "Något som du inte har behörighet att se"
PROTECTED = "Skyddade personuppgifter"


class RuledPageLink(PageLinkElementHandler):
    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        viewer = current.get()
        page = Page.objects.filter(pk=attrs["id"]).first()
        if viewer is not None and page is not None and not may_name(viewer, page):
            return {"id": page.pk, "url": None, "parentId": None}
        return super().get_attribute_data(attrs)


class RuledDocumentLink(DocumentLinkElementHandler):
    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        data = super().get_attribute_data(attrs)
        viewer = current.get()
        if viewer is not None and "url" in data:
            from wagtail.documents import get_document_model

            document = get_document_model()._default_manager.select_related("collection").get(pk=data["id"])
            if not may_name(viewer, document):
                return {"id": data["id"]}
        return data


def rule_links(features: FeatureRegistry) -> None:
    """Put our handlers where the editor's text is made from the stored one; call after Wagtail's own hooks."""
    for feature, handler in (
        ("link", RuledPageLink("LINK")),
        ("document-link", RuledDocumentLink("DOCUMENT")),
    ):
        rule = features.converter_rules_by_converter["contentstate"][feature]
        kind = "page" if feature == "link" else "document"
        stored = {**rule["from_database_format"], f'a[linktype="{kind}"]': handler}
        features.register_converter_rule("contentstate", feature, {**rule, "from_database_format": stored})


def install() -> None:
    """Called once, when Wagtail reads its hooks; again does no harm."""
    if not getattr(BaseChooser.get_value_data, "ruled", False):
        BaseChooser.get_value_data = _ruled_value_data(BaseChooser.get_value_data)
    if not getattr(Person.get_full_name, "ruled", False):
        Person.get_full_name = _ruled_full_name(Person.get_full_name)  # type: ignore[method-assign]


def _ruled_value_data(original: Any) -> Any:
    @wraps(original)
    def get_value_data(self: BaseChooser, value: Any) -> Any:
        viewer = current.get()
        instance = self.get_instance(value) if viewer is not None else None
        if viewer is not None and instance is not None and not may_name(viewer, instance):
            # The id stays, so that saving the form does not lose what somebody else has chosen.
            return {"id": instance.pk, "edit_url": None, self.display_title_key: HIDDEN}
        return original(self, value)

    get_value_data.ruled = True  # type: ignore[attr-defined]
    return get_value_data


def _ruled_full_name(original: Any) -> Any:
    @wraps(original)
    def get_full_name(self: Person) -> str:
        # Also to themselves: the mail that their own click sends is made in the same request.
        if self.protected and current.get() is not None:
            return PROTECTED
        return original(self)

    get_full_name.ruled = True  # type: ignore[attr-defined]
    return get_full_name
