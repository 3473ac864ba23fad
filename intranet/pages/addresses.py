"""Addresses of many pages at once. Each `page.url` asks the cache, which may be the database, for the sites."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from wagtail.models import Page, Site


def addresses(pages: Iterable[Page]) -> dict[int, str]:
    """The address of each page, by primary key; with its host where there are several sites."""
    sites = Site.get_site_root_paths()
    found = {}
    for page in pages:
        for site in sites:
            if page.url_path.startswith(site.root_path):
                path = reverse("wagtail_serve", args=[page.url_path[len(site.root_path) :]])
                found[page.pk] = path if len(sites) == 1 else site.root_url + path
                break
    return found
