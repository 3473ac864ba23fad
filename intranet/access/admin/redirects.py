"""Redirects in the admin: an old address often holds the title of the page that it leads to."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import IndexView

from intranet.access.admin.asking import viewer_for


def install() -> None:
    """Called once, when Wagtail reads its hooks; again does no harm."""
    if not getattr(IndexView.get_base_queryset, "ruled", False):
        IndexView.get_base_queryset = _ruled(IndexView.get_base_queryset)


def _ruled(original: Any) -> Any:
    @wraps(original)
    def get_base_queryset(self: IndexView) -> QuerySet[Redirect]:
        places = viewer_for(self.request.user).places.pages
        return original(self).filter(Q(redirect_page=None) | places.query("redirect_page__path"))

    get_base_queryset.ruled = True  # type: ignore[attr-defined]
    return get_base_queryset
