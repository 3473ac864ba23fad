"""Addresses that are taken by a page which the editor may not know of.

"Already in use" would tell that it exists, to anybody who guesses. Who writes or copies a page gets the next
free address instead; a move is refused without a reason.
"""

from __future__ import annotations

from functools import wraps
from itertools import count
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.models import Page

from intranet.access.admin.asking import may_meet, viewer_for
from intranet.access.admin.guard import register_refusal
from intranet.access.viewer import Viewer

LONGEST = 250  # of a slug's 255 characters; the rest is for the number


def taken_unseen(viewer: Viewer, slug: str, parent: Page, page: Page | None = None) -> bool:
    """Whether another child of `parent` than `page` has the slug, and the viewer may not meet it."""
    holders = parent.get_children().filter(slug=slug).exclude(pk=page.pk if page else None)
    return any(not may_meet(viewer, holder) for holder in holders)


def free_slug(viewer: Viewer, slug: str, parent: Page, page: Page | None = None) -> str:
    """The slug itself, unless it is taken by what the viewer may not meet: then with the first free number."""
    if not taken_unseen(viewer, slug, parent, page):
        return slug
    taken = set(parent.get_children().values_list("slug", flat=True))
    return next(other for number in count(2) if (other := f"{slug[:LONGEST]}-{number}") not in taken)


def install() -> None:
    """Called once, when Wagtail reads its hooks; again does no harm."""
    if not getattr(WagtailAdminPageForm.clean, "ruled", False):
        WagtailAdminPageForm.clean = _ruled_clean(WagtailAdminPageForm.clean)
    register_refusal(refuse_move)


def _ruled_clean(original: Any) -> Any:
    @wraps(original)
    def clean(self: WagtailAdminPageForm) -> Any:
        slug, parent = self.cleaned_data.get("slug"), self.parent_page
        if slug and parent is not None:
            self.cleaned_data["slug"] = free_slug(viewer_for(self.for_user), slug, parent, self.instance)
        return original(self)

    clean.ruled = True  # type: ignore[attr-defined]
    return clean


def refuse_move(request: HttpRequest, view_name: str, page: Page) -> HttpResponse | None:
    match = request.resolver_match
    if view_name != "wagtailadmin_pages:move_confirm" or match is None:
        return None
    parent = Page.objects.filter(pk=match.kwargs["destination_id"]).first()
    if page.pk != match.kwargs["page_to_move_id"] or parent is None:
        return None
    if not taken_unseen(request.viewer, page.slug, parent, page):  # type: ignore[attr-defined]
        return None
    messages.error(request, "Sidan kan inte flyttas dit. Välj ett annat ställe.")
    return redirect("wagtailadmin_pages:move", page.pk)
