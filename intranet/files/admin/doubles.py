"""Telling an editor who puts in a file that is there already; it is put in all the same."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin import messages
from wagtail.documents.views.documents import CreateView, EditView
from wagtail.documents.views.multiple import AddView

from intranet.files.documents import CustomDocument
from intranet.files.twins import twins_of


def tell(request: HttpRequest, document: CustomDocument) -> None:
    twins = twins_of(document, request.viewer)  # type: ignore[attr-defined]
    if not twins:
        return
    buttons = [messages.button(reverse("wagtaildocs:edit", args=[twin.pk]), twin.title) for twin in twins]
    messages.warning(
        request, f"Samma fil som i ”{document.title}” finns redan. Behövs den två gånger?", buttons=buttons
    )


def install() -> None:
    """Wagtail has no hook for a document that was put in."""
    for view, name in ((CreateView, "save_instance"), (EditView, "save_instance"), (AddView, "save_object")):
        theirs = getattr(view, name)
        if not getattr(theirs, "tells_of_doubles", False):
            setattr(view, name, _telling(theirs))


def _telling(theirs: Any) -> Any:
    @wraps(theirs)
    def saving(self: Any, *args: Any, **kwargs: Any) -> Any:
        document = theirs(self, *args, **kwargs)
        form = args[0] if args else self.form
        if "file" in form.changed_data:
            tell(self.request, document)
        return document

    saving.tells_of_doubles = True  # type: ignore[attr-defined]
    return saving
