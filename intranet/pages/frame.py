"""The pages of the frame: the menu, the footer and the way down to the page shown, by one query.

All are trimmed by the rule; the query is shared by the breadcrumbs, the navigation and the footer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.models import Page, Site

from intranet.access import pages as access
from intranet.access.places import Tree
from intranet.access.requests import ViewerRequest
from intranet.navigation.registry import Entry
from intranet.pages.addresses import address
from intranet.prepared import prepared

SECTION_DEPTH = 3  # root, start page, the sections below it


class FramePage(NamedTuple):
    """What the frame shows of a page."""

    title: str
    path: str
    depth: int
    url_path: str
    show_in_menus: bool
    content_type_id: int


class FramedRequest(ViewerRequest):
    """A request with what has been asked for it once."""

    frame_pages: list[FramePage]


@dataclass(frozen=True)
class Crumb:
    title: str
    url: str
    content: bool = True  # what editors wrote, in Swedish whatever the reader's language


def frame_pages(request: ViewerRequest, page: Page | None = None) -> list[FramePage]:
    """The sections of the site and the ancestors of the page, in tree order; asked once a request."""
    framed = cast(FramedRequest, request)
    if not hasattr(framed, "frame_pages"):
        site = Site.find_for_request(request)
        root_path = site.root_page.path if site else ""
        above: list[str] = []
        if page is not None:
            above = [page.path[:end] for end in range(page.steplen, len(page.path), page.steplen)]
        rows = _pages(framed.viewer.places.pages, root_path, above=above)
        framed.frame_pages = [FramePage(*row) for row in rows]
    return framed.frame_pages


@prepared(above=list[str])
def _pages(places: Tree, root_path: str, above: Collection[str]) -> QuerySet:
    wanted = Q(path__startswith=root_path, depth=SECTION_DEPTH) | Q(path__in=above, depth__gte=SECTION_DEPTH)
    return access.within(places, Page.objects.filter(wanted)).values_list(*FramePage._fields).order_by("path")


def breadcrumbs(page: Page, request: ViewerRequest) -> list[Crumb]:
    """The pages above this one that the viewer may see, the start page left out."""
    return [
        Crumb(above.title, address(above.url_path, request))
        for above in frame_pages(request, page)
        if page.path.startswith(above.path) and above.path != page.path
    ]


def menu_entries(request: ViewerRequest) -> list[Entry]:
    """The sections of the site, as the navigation wants them."""
    return _sections(request, in_menu=True)


def footer_links(request: ViewerRequest) -> list[Entry]:
    """Sections that are not in the menu: the accessibility statement, about the site."""
    return _sections(request, in_menu=False)


def section_address(request: ViewerRequest, page_class: type[Page]) -> str:
    """The address of the first section of a kind, for links to it; empty if the viewer has none."""
    found = section(request, page_class)
    return found.url if found else ""


def section(request: ViewerRequest, page_class: type[Page]) -> Crumb | None:
    """The first section of a kind that the viewer has."""
    for page in frame_pages(request):
        if page.depth == SECTION_DEPTH and _class_of(page) is page_class:
            return Crumb(page.title, address(page.url_path, request))
    return None


def _class_of(page: FramePage) -> type[Model] | None:
    return ContentType.objects.get_for_id(page.content_type_id).model_class()


def _sections(request: ViewerRequest, in_menu: bool) -> list[Entry]:
    return [
        Entry(page.title, address(page.url_path, request))
        for page in frame_pages(request)
        if page.show_in_menus is in_menu and page.depth == SECTION_DEPTH
    ]
