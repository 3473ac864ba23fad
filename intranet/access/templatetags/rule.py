"""The rule for templates: a thing, if the viewer may have it, otherwise nothing.

For what a text names without asking who will read it: files, pictures and pages in its blocks, and the people
who hold its functions.
"""

from __future__ import annotations

from django import template
from wagtail.models import CollectionMember, Page

from intranet.access import files, pages, people
from intranet.access.viewer import Viewer
from intranet.people.models import Person

register = template.Library()


@register.filter
def if_open_to(file: CollectionMember | None, viewer: Viewer | None) -> CollectionMember | None:
    """A document or an image; without a viewer nobody asks, and nobody gets anything."""
    return file if file and viewer and files.is_open_to(viewer, file) else None


@register.filter
def if_visible_to(page: Page | None, viewer: Viewer | None) -> Page | None:
    return page if page and viewer and pages.is_visible_to(viewer, page) else None


@register.filter
def if_shown_to(person: Person | None, viewer: Viewer | None) -> Person | None:
    return person if person and viewer and people.is_visible_to(viewer, person) else None
