"""The rule for documents and images: their collection decides."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet
from wagtail.models import CollectionMember

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
