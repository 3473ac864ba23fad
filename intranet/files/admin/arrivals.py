"""What an editor is told of a file that has just come in: what is the matter with it, and that it is there already.

It is put in all the same. Of several at once each is told of in its own row
(`templates/files/admin/one_of_many.html`): a message would wait for whichever page is opened next.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin import messages
from wagtail.documents.views.documents import CreateView, EditView

from intranet.files import problems
from intranet.files.documents import CustomDocument
from intranet.files.twins import twins_of

TWINS = "Samma fil finns redan. Ta bort den nya om den inte behövs två gånger."


def trouble_of(document: CustomDocument) -> str:
    """What shows of the newest file at once, without reading it, and what to do; empty for nothing. One query."""
    newest = document.versions.order_by("-number").first()
    return problems.said_at_once(newest.media_type) if newest else ""


def tell(request: HttpRequest, document: CustomDocument) -> None:
    if trouble := trouble_of(document):
        messages.warning(request, f"”{document.title}”: {trouble}")
    twins = twins_of(document, request.viewer)  # type: ignore[attr-defined]
    if not twins:
        return
    buttons = [messages.button(reverse("wagtaildocs:edit", args=[twin.pk]), twin.title) for twin in twins]
    messages.warning(request, f"”{document.title}”: {TWINS}", buttons=buttons)


def install() -> None:
    """Wagtail has no hook for a document that was put in."""
    for view in (CreateView, EditView):
        theirs = view.save_instance
        if not getattr(theirs, "tells_of_arrivals", False):
            view.save_instance = _telling(theirs)


def _telling(theirs: Any) -> Any:
    @wraps(theirs)
    def saving(self: Any, *args: Any, **kwargs: Any) -> Any:
        document = theirs(self, *args, **kwargs)
        if "file" in self.form.changed_data:
            tell(self.request, document)
        return document

    saving.tells_of_arrivals = True  # type: ignore[attr-defined]
    return saving
