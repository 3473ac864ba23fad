"""The same file, by its content, sent in or read in from a folder before: told to whoever may see what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from home.importing.incoming import rule
from home.importing.incoming.models import IncomingText
from home.importing.models import ImportedText


@dataclass(frozen=True)
class Earlier:
    """Where the same file went. `title` and `address` are those of what the asker may open."""

    title: str
    address: str
    is_page: bool


def earlier(viewer: Any, texts: Iterable[IncomingText]) -> dict[int, list[Earlier]]:
    """By the texts' keys. Of what the asker may not see nothing is told, not even that it is there."""
    asked = [text for text in texts if text.digest]
    if not asked:
        return {}
    digests = {text.digest for text in asked}
    user = viewer.person
    known = rule.visible_to(user, IncomingText.objects.filter(digest__in=digests))
    rows = list(known.defer("source", "entered").order_by("pk"))
    became = [(row.digest, row.pk, row.page_id) for row in rows if row.page_id]
    became += [
        (digest, 0, page)
        for digest, page in ImportedText.objects.filter(digest__in=digests).values_list("digest", "page")
    ]
    pages = _open_to(viewer, {page for _, _, page in became})
    found: dict[int, list[Earlier]] = {}
    for text in asked:
        told = {
            page: Earlier(pages[page].get_admin_display_title(), _edit(page), is_page=True)
            for digest, row, page in became
            if digest == text.digest and row != text.pk and page in pages
        }
        waiting = [
            Earlier(row.name, reverse("incoming_review", args=[row.pk]), is_page=False)
            for row in rows
            if row.digest == text.digest and row.pk < text.pk and row.is_reviewable
        ]
        if told or waiting:
            found[text.pk] = [*told.values(), *waiting]
    return found


def _open_to(viewer: Any, keys: set[int]) -> dict[int, Page]:
    """The pages that the asker may both see and change."""
    own = page_permission_policy.instances_user_has_permission_for(viewer.person, "change")
    pages = Page.objects.filter(pk__in=keys).filter(viewer.places.pages.query("path"))
    return {page.pk: page for page in pages.filter(Q(pk__in=own.order_by().values("pk"))).specific()}


def _edit(page: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page])
