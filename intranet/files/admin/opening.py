"""A document that is opened in the admin is no news any more to whoever has opened it."""

from __future__ import annotations

from typing import Any

from wagtail.documents.views.documents import EditView

from intranet.files.documents import CustomDocument
from intranet.notices.opening import opened


def install() -> None:
    """Wagtail has no hook before its view of a document, as it has for pages, and offers nowhere to name another."""
    if getattr(EditView, "tells_notices", False):
        return
    base = EditView.get_object

    def get_object(self: EditView, queryset: Any = None) -> CustomDocument:
        found: CustomDocument = base(self, queryset)
        opened(self.request, found, in_editor=True)
        return found

    EditView.get_object = get_object
    EditView.tells_notices = True
