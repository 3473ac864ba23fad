"""A page that is opened, on the site or in the editor, is no news any more to whoever has opened it."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.models import Page

from intranet.access.requests import ViewerRequest
from intranet.notices.opening import opened

AFTER_THE_RULE = 100


@hooks.register("before_serve_page", order=AFTER_THE_RULE)
def opened_on_the_site(page: Page, request: ViewerRequest, _args: Any, _kwargs: Any) -> None:
    opened(request, page)


@hooks.register("before_edit_page", order=AFTER_THE_RULE)
def opened_in_the_editor(request: ViewerRequest, page: Page) -> None:
    opened(request, page, in_editor=True)
