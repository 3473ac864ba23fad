"""Addresses that are taken by a page which the editor may not know of.

"Already in use", or a number given only then, would tell that it exists to anybody who guesses. So every
address that is typed, copied or moved in the admin gets a number that no other page has, whether the words
are taken or not; what is answered is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from secrets import randbelow
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.views.pages.move import move_confirm
from wagtail.models import Page

from intranet.access.admin.guard import register_refusal
from intranet.access.viewer import Viewer

LONGEST = 249  # of a slug's 255 characters; the rest is for the number
NUMBERS = range(10_000, 100_000)  # longer than a year, which people write themselves
NUMBERED = re.compile(r"-[1-9]\d{4}$")

# Set while a move is asked about: a taken address is no hindrance, since the move will give another.
_any_address: ContextVar[bool] = ContextVar("any_address", default=False)


def numbered(words: str) -> str:
    """The words with a number that gives no page of the site, hidden or not, the same slug."""
    while True:
        slug = f"{words[:LONGEST]}-{NUMBERS[randbelow(len(NUMBERS))]}"
        if not Page.objects.filter(slug=slug).exists():
            return slug


def slug_for(typed: str, page: Page | None = None) -> str:
    """The slug that a typed one becomes: the page's own if its words are the same, otherwise a new one."""
    present = page.slug if page is not None else ""
    if present and typed in (present, NUMBERED.sub("", present)):
        return present
    return numbered(typed)


def free_slug(words: str, parent: Page, viewer: Viewer) -> str:
    """The words themselves where nobody else's page has them, for a page whose address its maker does not choose.

    Only where the viewer may know of every page at the place: where they may not, each address gets a number, so
    that none says whether a hidden page has the words.
    """
    there = list(Page.objects.child_of(parent).values_list("path", "slug"))
    hidden = any(not viewer.places.pages.admits(path) for path, _ in there)
    taken = any(slug == words for _, slug in there)
    return numbered(words) if hidden or taken else words


def give_number(page: Page) -> None:
    """Number a page that has no number of its own yet, in its drafts and waiting versions too."""
    bare = page.slug
    if NUMBERED.search(bare) and not Page.objects.filter(slug=bare).exclude(pk=page.pk).exists():
        return
    page.slug = numbered(bare)
    page.save(clean=False)
    for revision in page.revisions.all():
        if revision.content.get("slug") == bare:
            revision.content["slug"] = page.slug
            revision.save(update_fields=["content"])


@contextmanager
def any_address() -> Iterator[None]:
    """Let a move be asked about although its address is taken at the place it goes to."""
    token = _any_address.set(True)
    try:
        yield
    finally:
        _any_address.reset(token)


def install() -> None:
    """Called once, when Wagtail reads its hooks; again does no harm."""
    if not getattr(WagtailAdminPageForm.clean, "ruled", False):
        WagtailAdminPageForm.clean = _ruled_clean(WagtailAdminPageForm.clean)
    look = Page._slug_is_available  # noqa: SLF001 - every way of moving asks it, and only it
    if not getattr(look, "ruled", False):
        Page._slug_is_available = staticmethod(_ruled_availability(look))  # noqa: SLF001
    register_refusal(answer_move)


def _ruled_clean(original: Any) -> Any:
    @wraps(original)
    def clean(self: WagtailAdminPageForm) -> Any:
        typed, page = self.cleaned_data.get("slug"), self.instance
        # The site's own start page has no words in its address that anybody could guess.
        if typed and self.parent_page is not None and not self.parent_page.is_root():
            self.cleaned_data["slug"] = slug_for(typed, page)
        return original(self)

    clean.ruled = True  # type: ignore[attr-defined]
    return clean


def _ruled_availability(original: Any) -> Any:
    @wraps(original)
    def is_available(slug: str, parent_page: Page, page: Page | None = None) -> bool:
        return _any_address.get() or original(slug, parent_page, page)

    is_available.ruled = True  # type: ignore[attr-defined]
    return is_available


def answer_move(request: HttpRequest, view_name: str, page: Page) -> HttpResponse | None:
    """In place of Wagtail's view, which would look whether the address is taken before it asks or moves."""
    match = request.resolver_match
    if view_name != "wagtailadmin_pages:move_confirm" or match is None:
        return None
    parent = Page.objects.filter(pk=match.kwargs["destination_id"]).first()
    if page.pk != match.kwargs["page_to_move_id"] or parent is None:
        return None
    if not page.permissions_for_user(request.user).can_move_to(parent):
        return None
    if request.method == "POST":
        # Together, and not in the view: it has no step between the permission and the look at the address.
        with transaction.atomic():
            give_number(page.specific)
            return move_confirm(request, **match.kwargs)
    with any_address():
        return move_confirm(request, **match.kwargs)
