"""The rule for documents and images.

A file *opens* (its bytes, its page, its text) if its collection passes. A document is *found* (in the search, in
lists, suggestions and counts) only if its collection passes, it has not been withdrawn, and it either stands
alone or is attached to at least one page that passes too. Finding is the narrower of the two: a link in a
text leads to a file that the reader may open, and no list tells them of one whose only page they may not know.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import CollectionMember, Page

from intranet.access import pages
from intranet.access.viewer import Viewer

FilesT = TypeVar("FilesT", bound=QuerySet)


def visible_to(viewer: Viewer, files: FilesT) -> FilesT:
    """The documents or images of a queryset that the viewer may see and open."""
    return files.filter(viewer.places.collections.query("collection__path"))


def is_visible_to(viewer: Viewer, file: CollectionMember) -> bool:
    """The same answer for one; a query only if its collection is not loaded."""
    return viewer.places.collections.admits(file.collection.path)


known_to = open_to = visible_to
is_known_to = is_open_to = is_visible_to


def found_by(viewer: Viewer, documents: FilesT) -> FilesT:
    """The documents of a queryset that the viewer may be told of without having been given their address."""
    on_a_page = pages.visible_to(viewer, Page.objects.filter(attached_documents__document=OuterRef("pk")))
    return visible_to(viewer, documents).filter(
        Q(stands_alone=True) | Exists(on_a_page), withdrawn_at__isnull=True
    )


def is_found_by(viewer: Viewer, document: Any) -> bool:
    """The same answer for one; a query for its pages unless they are loaded."""
    if document.withdrawn_at is not None or not is_visible_to(viewer, document):
        return False
    if document.stands_alone:
        return True
    return any(pages.is_visible_to(viewer, each.page) for each in document.attachments.select_related("page"))
