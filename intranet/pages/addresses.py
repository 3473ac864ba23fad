"""Addresses of pages without making the pages, or without asking for the sites each time.

A list names many pages of which it shows a line: to make a `Page` of each only to ask for its address takes most
of the work, and each `page.url` asks the cache, which may be the database, for the sites.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site


def address(url_path: str, request: HttpRequest) -> str:
    """What `Page.get_url` answers for the page with that `url_path`; empty if it has no address.

    Wagtail's own method answers, on a page that nothing but the path is known of: no class of ours puts anything
    to it.
    """
    page = Page.__new__(Page)
    page.__dict__["url_path"] = url_path
    return page.get_url(request) or ""


def addresses(pages: Iterable[Page]) -> dict[int, str]:
    """The address of each page, by primary key, where there is no request; with its host if there are several sites."""
    sites = Site.get_site_root_paths()
    found = {}
    for page in pages:
        for site in sites:
            if page.url_path.startswith(site.root_path):
                path = reverse("wagtail_serve", args=[page.url_path[len(site.root_path) :]])
                found[page.pk] = path if len(sites) == 1 else site.root_url + path
                break
    return found
