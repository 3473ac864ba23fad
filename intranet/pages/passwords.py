"""Shared passwords of pages: asked for only where the password is all that is lacking, and not for ever."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import Http404, HttpResponseBase
from wagtail.models import Page, PageViewRestriction
from wagtail.views import authenticate_with_password

from intranet.access import pages as access
from intranet.access.requests import ViewerRequest
from intranet.pages.errors import too_many_requests


def give_password(request: ViewerRequest, page_view_restriction_id: int, page_id: int) -> HttpResponseBase:
    """Wagtail's own view, for those whom the page's audience lets in. Ten tries in five minutes for each person."""
    page = Page.objects.filter(pk=page_id).first()
    passwords = PageViewRestriction.objects.filter(restriction_type=PageViewRestriction.PASSWORD)
    restriction = passwords.filter(pk=page_view_restriction_id).select_related("page").first()
    fits = page is not None and restriction is not None and page.path.startswith(restriction.page.path)
    if not fits or not (
        access.needs_only_password(request.viewer, page) or access.is_visible_to(request.viewer, page)
    ):
        raise Http404
    if request.method == "POST":
        who = str(request.user.pk or "anonymous")
        if not ratelimit.consume(request, action="page_password", key=f"{who}:{page_view_restriction_id}"):
            return too_many_requests(request)
    return authenticate_with_password(request, page_view_restriction_id, page_id)
