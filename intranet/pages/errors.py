"""Answers that are the same whatever was asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

from intranet.access.requests import ViewerRequest
from intranet.pages.context import site_frame


def not_found(request: ViewerRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for every 404: for one reader the same to the last byte, whatever the reason.

    Rendered without the request, so that neither its address nor a CSRF token nor a waiting message comes
    into it; no entry of the navigation is the current one.
    """
    return HttpResponse(render_to_string("404.html", _frame(request)), status=404)


def too_many_requests(request: ViewerRequest) -> HttpResponse:
    """For whoever has tried too often. The limits count minutes."""
    return HttpResponse(
        render_to_string("429.html", _frame(request)), status=429, headers={"Retry-After": "300"}
    )


def _frame(request: ViewerRequest) -> dict[str, Any]:
    # What the page had already gathered for itself would show which page it was.
    request.__dict__.pop("frame_pages", None)
    frame = site_frame(request)
    entries = [replace(entry, current=False) for entry in frame.get("navigation", ())]
    return {**frame, "navigation": entries}
