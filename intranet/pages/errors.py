"""Answers that are the same whatever was asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.views.defaults import bad_request as plain_bad_request

from intranet.access.requests import ViewerRequest
from intranet.pages.context import site_frame

CHUNK = 64 * 1024


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


def bad_request(request: ViewerRequest, exception: Exception) -> HttpResponse:
    """Says what to do when somebody has sent more than is taken in one request; otherwise Django's own answer.

    What was sent is refused before any view is asked, so nothing that is saved has changed.
    """
    if not isinstance(exception, (TooManyFilesSent, TooManyFieldsSent, RequestDataTooBig)):
        return plain_bad_request(request, exception)
    _read_to_the_end(request)
    most = settings.DATA_UPLOAD_MAX_NUMBER_FILES if isinstance(exception, TooManyFilesSent) else 0
    return HttpResponse(render_to_string("413.html", {**_frame(request), "most_files": most}), status=413)


def _read_to_the_end(request: HttpRequest) -> None:
    """Take in what is still on its way: a browser that is cut off shows an error of its own instead of the page."""
    try:
        while request.read(CHUNK):
            pass
    except (UnreadablePostError, ValueError):
        return  # it has gone, or is read to the end


def _frame(request: ViewerRequest) -> dict[str, Any]:
    # What the page had already gathered for itself would show which page it was.
    request.__dict__.pop("frame_pages", None)
    frame = site_frame(request)
    entries = [replace(entry, current=False) for entry in frame.get("navigation", ())]
    return {**frame, "navigation": entries}
