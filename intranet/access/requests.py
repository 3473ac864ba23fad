"""The request as views meet it: with the viewer that the middleware put on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from intranet.access.viewer import Viewer

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class ViewerRequest(HttpRequest):
    """Only ever named in signatures: the request itself is made by Django, and the attributes by middleware."""

    viewer: Viewer
    htmx: HtmxDetails
