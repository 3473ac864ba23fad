"""The rule for Wagtail pages. For ordinary pages the three answers (known, visible, open) are one."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q, QuerySet
from wagtail.models import Page

from intranet.access.places import Tree
from intranet.access.viewer import Viewer

PagesT = TypeVar("PagesT", bound=QuerySet)


def visible_to(viewer: Viewer, pages: PagesT) -> PagesT:
    """The pages of a queryset that the viewer may see."""
    return within(viewer.places.pages, pages)


def within(places: Tree, rows: PagesT, page: str = "") -> PagesT:
    """The same by a viewer's places alone: pages, or rows of another table with a foreign key `page` to one.

    For querysets that are prepared: the places say what the SQL will be, a viewer is another in each request.
    """
    to = f"{page}__" if page else ""
    # Not the root. "Deeper than it" would lead a database without statistics to begin with all pages.
    return rows.filter(places.query(f"{to}path"), ~Q(**{f"{to}depth": 1}), **{f"{to}live": True})


def is_visible_to(viewer: Viewer, page: Page) -> bool:
    """The same answer for one page; no query."""
    return page.live and page.depth > 1 and viewer.places.pages.admits(page.path)


def needs_only_password(viewer: Viewer, page: Page) -> bool:
    """Whether Wagtail's form for a shared password is what the viewer should meet."""
    return page.live and page.depth > 1 and viewer.places.pages.needs_only_password(page.path)


known_to = open_to = visible_to
is_known_to = is_open_to = is_visible_to
