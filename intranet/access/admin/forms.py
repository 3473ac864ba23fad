"""Forms in which a page is chosen by its id: what may not be seen is no choice."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.admin.forms.pages import CopyForm

from intranet.access.admin.asking import viewer_for
from intranet.access.admin.slugs import numbered


class RuledCopyForm(CopyForm):
    """Wagtail's error for a parent where one may not copy to holds that page's title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["new_parent_page"]
        admitted = viewer_for(self.user).places.pages.query("path")
        parent.queryset = parent.queryset.filter(Q(depth=1) | admitted)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("new_slug"):
            data["new_slug"] = numbered(data["new_slug"])
        return super().clean()
