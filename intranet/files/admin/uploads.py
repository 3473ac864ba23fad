"""Uploading many at once: the collection that is chosen from the beginning is the library's."""

from __future__ import annotations

from typing import Any

from wagtail.documents.views.multiple import AddView as AddDocuments
from wagtail.images.views.multiple import AddView as AddImages

from intranet.files.library import default_collection


def install() -> None:
    """Wagtail asks its own classes for what is chosen, and offers nowhere to name others."""
    for view in (AddDocuments, AddImages):
        if not getattr(view, "begins_in_the_library", False):
            _begin_in_the_library(view)


def _begin_in_the_library(view: type[Any]) -> None:
    theirs = view.get_context_data

    def get_context_data(self: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = theirs(self, **kwargs)
        if not context["selected_collection_id"]:
            mine = self.permission_policy.collections_user_has_permission_for(self.request.user, "add")
            found = default_collection(mine)
            context["selected_collection_id"] = str(found.pk) if found else None
        return context

    view.get_context_data = get_context_data
    view.begins_in_the_library = True
