"""Old addresses lead to where a page has moved, for those who may see it there.

Wagtail's own middleware would tell anybody the new address, and with it the title, of a page that they may
not know of.
"""

from __future__ import annotations

from django.http import HttpResponse
from wagtail.contrib.redirects import models
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.models import Page

from intranet.access import pages as access
from intranet.access.requests import ViewerRequest


class TrimmedRedirectMiddleware(RedirectMiddleware):
    """Stands inside the sign-on's middleware: what stays 404 here leads who is not signed in to the log-in."""

    def process_response(self, request: ViewerRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code != 404:
            return response
        path = models.Redirect.normalise_path(request.path, decode_unicode=False)
        found = get_redirect(request, path)
        # Asked in any case: an old address of a hidden page must take as much work as one that never was.
        target = Page.objects.filter(pk=(found and found.redirect_page_id) or 0).first()
        viewer = request.viewer
        if found is None:
            return response
        if target is not None:
            if not access.is_visible_to(viewer, target):
                return response
        elif not viewer.has_role:
            return response
        return super().process_response(request, response)
