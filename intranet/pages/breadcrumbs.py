"""The way down to a page, of those pages that the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page

from intranet.access import pages as access
from intranet.access.viewer import Viewer


@dataclass(frozen=True)
class Crumb:
    title: str
    url: str


def breadcrumbs(page: Page, viewer: Viewer) -> list[Crumb]:
    """The pages above this one, the start page and the root left out; one query."""
    if page.depth <= 3:
        return []
    above = access.visible_to(viewer, page.get_ancestors().filter(depth__gt=2))
    return [Crumb(ancestor.title, ancestor.url) for ancestor in above]
