"""What the frame of every page needs: the viewer, the navigation, the footer, the municipality's name and logo."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from intranet.access.requests import ViewerRequest
from intranet.navigation.registry import entries_for
from intranet.notices import inbox
from intranet.pages import logo
from intranet.pages.frame import footer_links
from intranet.pages.models import Brand


def site_frame(request: ViewerRequest) -> dict[str, Any]:
    viewer = getattr(request, "viewer", None)
    if viewer is None:  # an error page for a request that no middleware has seen
        return {}
    return {
        "viewer": viewer,
        "navigation": SimpleLazyObject(lambda: entries_for(request)),
        "footer_links": SimpleLazyObject(lambda: footer_links(request)),
        "brand": SimpleLazyObject(lambda: Brand.for_request(request)),
        "logo": SimpleLazyObject(lambda: logo.shown_to(viewer, Brand.for_request(request))),
        "unread_notices": SimpleLazyObject(lambda: inbox.unread(request).text),
        "account_links": SimpleLazyObject(lambda: _account_links(viewer)),
    }


def _account_links(viewer: Any) -> list[dict[str, str]]:
    if not viewer.uses_admin:
        return []
    return [{"label": gettext("Redigera webbplatsen"), "url": reverse("wagtailadmin_home")}]
