"""Uploading many at once: the collection that is chosen from the beginning is the library's."""

from __future__ import annotations

from typing import Any

from wagtail.documents.permissions import permission_policy
from wagtail.documents.views.multiple import AddView

from intranet.files.library import default_collection


def install() -> None:
    """Wagtail asks its own class for what is chosen, and offers nowhere to name another."""
    if getattr(AddView, "begins_in_the_library", False):
        return
    theirs = AddView.get_context_data

    def get_context_data(self: AddView, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = theirs(self, **kwargs)
        if not context["selected_collection_id"]:
            mine = permission_policy.collections_user_has_permission_for(self.request.user, "add")
            found = default_collection(mine)
            context["selected_collection_id"] = str(found.pk) if found else None
        return context

    AddView.get_context_data = get_context_data
    AddView.begins_in_the_library = True
