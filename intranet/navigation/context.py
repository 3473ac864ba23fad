"""What the frame of every page needs: the viewer, the navigation and the municipality's name and logo."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from intranet.navigation.registry import entries_for


def site_frame(request: HttpRequest) -> dict[str, Any]:
    viewer = getattr(request, "viewer", None)
    if viewer is None:  # an error page for a request that no middleware has seen
        return {}
    return {
        "viewer": viewer,
        "navigation": SimpleLazyObject(lambda: entries_for(request)),
        "brand": SimpleLazyObject(lambda: _brand(request)),
    }


def _brand(request: HttpRequest) -> Any:
    return apps.get_model("pages", "Brand").for_request(request)

