"""Where sending in files is found: addresses, the menu, and the page that new ones are put under."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from home.admin.incoming import review, views
from home.importing.incoming import rule
from home.knowledge.index import KnowledgeIndexPage


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    one = "inlasta/<int:text_id>/"
    return [
        path("inlasta/", views.IncomingListView.as_view(), name="incoming_list"),
        path("inlasta/ny/", views.UploadView.as_view(), name="incoming_upload"),
        path("inlasta/rensa/", views.ClearView.as_view(), name="incoming_clear"),
        path(one, review.ReviewView.as_view(), name="incoming_review"),
        path(f"{one}sida/", review.incoming_preview, name="incoming_preview"),
        path(f"{one}fil/", views.incoming_file, name="incoming_file"),
        path(f"{one}bild/<int:picture_id>/", views.incoming_picture, name="incoming_picture"),
        path(f"{one}ta-bort/", views.DeleteView.as_view(), name="incoming_delete"),
    ]


class IncomingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(rule.places(request.user))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return IncomingMenuItem(
        "Läs in texter", reverse_lazy("incoming_list"), name="incoming", icon_name="upload", order=250
    )


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if (
        issubclass(page.specific_class or Page, KnowledgeIndexPage)
        and page.permissions_for_user(user).can_add_subpage()
    ):
        address = f"{reverse('incoming_upload')}?plats={page.pk}"
        yield Button("Läs in texter", address, icon_name="upload", priority=56)
