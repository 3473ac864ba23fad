"""Old addresses lead to where a page has moved, for those who may see it there.

Wagtail's own middleware would tell anybody the new address, and with it the title, of a page that they may
not know of.
"""

from __future__ import annotations

from django.http import HttpResponse
from wagtail.contrib.redirects import models
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect

from intranet.access import pages as access
from intranet.access.requests import ViewerRequest


class TrimmedRedirectMiddleware(RedirectMiddleware):
    """Stands inside the sign-on's middleware: what stays 404 here leads who is not signed in to the log-in."""

    def process_response(self, request: ViewerRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code != 404:
            return response
        found = get_redirect(request, models.Redirect.normalise_path(request.path, decode_unicode=False))
        viewer = request.viewer
        if found is None:
            return response
        if found.redirect_page is not None:
            if not access.is_visible_to(viewer, found.redirect_page):
                return response
        elif not viewer.has_role:
            return response
        return super().process_response(request, response)
