"""Who has written in the draft that awaits a decision."""

from __future__ import annotations

import re
from typing import Any

from wagtail.models import Page, Revision

# What Wagtail keeps in a revision for its own order, and what is said about the text but is not the text.
NOT_TEXT = frozenset(
    {
        "pk",
        "path",
        "depth",
        "numchild",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "draft_title",
        "wagtail_admin_comments",
    }
)
# The admin's text editor marks every paragraph with a key of its own, and writes an empty one into an empty field.
KEY = re.compile(r'\s*data-block-key=\\*"[^"\\]*\\*"')
EMPTY = re.compile(r"<p>\s*</p>")


def authors_of(page: Page) -> frozenset[int]:
    """Primary keys of all who have changed the page since its content was last decided, and of who sent it in.

    Who saves without changing anything has not written: the admin's form saves what its text editor has
    rewritten to its own liking, also for somebody who only reads and approves.
    """
    before = page.live_revision.content if page.live_revision else None
    known = said(before) if before is not None else None
    authors = set()
    for author, content in _since_decided(page):
        told = said(content)
        if author and told != known:
            authors.add(author)
        known = told
    state = page.current_workflow_state
    if state and state.requested_by_id:
        authors.add(state.requested_by_id)
    return frozenset(authors)


def _since_decided(page: Page) -> Any:
    """(author's primary key or None, content) of every saving since the last decision, the oldest first."""
    revisions = Revision.page_revisions.filter(object_id=str(page.pk))
    if page.live_revision_id:
        revisions = revisions.filter(pk__gt=page.live_revision_id)
    return revisions.order_by("pk").values_list("user_id", "content").iterator(chunk_size=20)


def said(value: Any) -> Any:
    """What a revision's content says to its readers, without the marks of the editor that wrote it."""
    if isinstance(value, dict):
        return {name: said(part) for name, part in value.items() if name not in NOT_TEXT}
    if isinstance(value, list):
        return [said(part) for part in value]
    if isinstance(value, str):
        return EMPTY.sub("", KEY.sub("", value))
    return value
