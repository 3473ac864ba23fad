"""The site of a request. Wagtail asks which of all sites it is for; an installation has one."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from intranet.pages.routing import specific
from intranet.prepared import prepared


class SiteMiddleware:
    """Puts the site where `Site.find_for_request` keeps it, asked with less work when first needed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request._wagtail_site = SimpleLazyObject(lambda: site_of(request))  # type: ignore[attr-defined]  # noqa: SLF001
        return self.get_response(request)


def site_of(request: HttpRequest) -> Site | None:
    """Wagtail's answer; where there is but one site and it is the default, whatever host was asked for."""
    sites = _sites()
    if len(sites) == 1 and sites[0].is_default_site:
        root = sites[0].root_page
        root.specific = SimpleLazyObject(lambda: specific(root))  # where the way to each page begins
        return sites[0]
    return Site._find_for_request(request)  # noqa: SLF001


@prepared()
def _sites() -> QuerySet[Site]:
    return Site.objects.select_related("root_page").order_by("pk")[:2]
