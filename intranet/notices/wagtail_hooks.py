"""Notices in the admin: a page that is opened there, or on the site, is no news any more; the report of mail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from intranet.access.requests import ViewerRequest
from intranet.notices.opening import opened
from intranet.notices.report import UnreachedView
from intranet.notices.unreached import PERMISSION

AFTER_THE_RULE = 100


@hooks.register("before_serve_page", order=AFTER_THE_RULE)
def opened_on_the_site(page: Page, request: ViewerRequest, _args: Any, _kwargs: Any) -> None:
    opened(request, page)


@hooks.register("before_edit_page", order=AFTER_THE_RULE)
def opened_in_the_editor(request: ViewerRequest, page: Page) -> None:
    opened(request, page, in_editor=True)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("reports/mail/", UnreachedView.as_view(), name="unreached_people"),
        path(
            "reports/mail/results/",
            UnreachedView.as_view(results_only=True),
            name="unreached_people_results",
        ),
    ]


class UnreachedMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    return UnreachedMenuItem(
        UnreachedView.page_title,
        reverse_lazy("unreached_people"),
        name="unreached-people",
        icon_name="mail",
        order=910,
    )
