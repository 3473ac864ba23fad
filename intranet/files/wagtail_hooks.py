"""What documents add to the admin, and the links of rich text to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import escape
from wagtail import hooks
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from intranet.files import capture
from intranet.files.admin import arrivals, listing, many, opening, stricter, uploads
from intranet.files.admin.still_open import StillOpenView
from intranet.files.admin.withdrawal import RestoreDocumentView, WithdrawDocumentView
from intranet.files.documents import CustomDocument

arrivals.install()
listing.install()
opening.install()
stricter.register()
uploads.install()
many.install()


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("dokument/<int:document_id>/upphav/", WithdrawDocumentView.as_view(), name="files_withdraw"),
        path("dokument/<int:document_id>/angra/", RestoreDocumentView.as_view(), name="files_restore"),
        path("dokument/flytta/<int:page_id>/", stricter.StricterView.as_view(), name="files_stricter"),
        path("dokument/oppna/<int:page_id>/", StillOpenView.as_view(), name="files_still_open"),
    ]


@hooks.register("before_publish_page")
def no_stricter_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    return stricter.stop_publishing(request, page)


@hooks.register("after_bulk_action")
def filed_in_bulk(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Wagtail files many with one update, which sends no signals."""
    documents = [each.pk for each in objects if isinstance(each, CustomDocument)]
    if action_type == "add_to_collection" and documents:
        capture.announce(documents, hidden=True)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("files.withdraw", "Upphäv dokument", "Dokumentet upphävdes")
    actions.register_action("files.restore", "Ångra upphävande", "Dokumentet gäller igen")


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
