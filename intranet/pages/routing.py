"""Finding the page of an address by its stored `url_path`, in one query whatever the depth.

Wagtail's own routing asks for one level at a time. The rule is asked here too: a page that the viewer may
not see is passed over like one that is missing, so that both answers take the same work.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from wagtail.models import Page

from intranet.access import pages as access
from intranet.access.viewer import Viewer
from intranet.prepared import prepared


def route_by_url_path(start: Page, components: list[str], viewer: Viewer) -> tuple[Page, list[str]] | None:
    """The deepest page below `start` that the address leads to and the viewer may meet, and what is left of
    the address.

    None if there is none: the page itself then takes the rest (a sub-address of its own).
    """
    if not components:
        return None
    wanted = {}
    path = start.url_path
    for number, component in enumerate(components, 1):
        path += component + "/"
        wanted[path] = number
    for page in _at(addresses=tuple(wanted), slugs=components):
        if not page.path.startswith(start.path):
            continue  # another site's
        if access.is_visible_to(viewer, page) or access.needs_only_password(viewer, page):
            return page, components[wanted[page.url_path] :]
    return None


@prepared(addresses=list[str], slugs=list[str])
def _at(addresses: Collection[str], slugs: Collection[str]) -> QuerySet[Page]:
    # The last part of an address is the page's slug, and of the two only that has an index.
    return Page.objects.filter(slug__in=slugs, url_path__in=addresses).order_by("-depth")


def specific(page: Page) -> Page:
    """As `page.specific`, with what its class says that it is always shown with."""
    model = page.specific_class
    if type(page) is model:
        return page
    found = _whole(model, page=page.pk) if model else []
    return found[0] if found else page.get_specific()


@prepared(page=int)
def _whole(model: type[Page], page: int) -> QuerySet[Page]:
    return model._default_manager.filter(pk=page).select_related(*getattr(model, "shown_with", ()))
