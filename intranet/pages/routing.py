"""Finding the page of an address by its stored `url_path`, in one query whatever the depth.

Wagtail's own routing asks for one level at a time.
"""

from __future__ import annotations

from wagtail.models import Page


def route_by_url_path(start: Page, components: list[str]) -> tuple[Page, list[str]] | None:
    """The deepest live page that the address leads to below `start`, and what is left of the address.

    None if no page below `start` matches: the page itself then takes the rest (a sub-address of its own).
    """
    if not components:
        return None
    wanted = {}
    path = start.url_path
    for number, component in enumerate(components, 1):
        path += component + "/"
        wanted[path] = number
    page = Page.objects.filter(url_path__in=wanted, path__startswith=start.path).order_by("-depth").first()
    if page is None:
        return None
    return page, components[wanted[page.url_path] :]
