"""Who has written in the draft that awaits a decision."""

from __future__ import annotations

from wagtail.models import Page, Revision


def authors_of(page: Page) -> frozenset[int]:
    """Primary keys of all who have saved the page since its content was last decided, and of who sent it in."""
    revisions = Revision.page_revisions.filter(object_id=str(page.pk))
    decided = page.live_revision_id
    if decided:
        revisions = revisions.filter(pk__gt=decided)
    authors = set(revisions.filter(user__isnull=False).values_list("user_id", flat=True))
    state = page.current_workflow_state
    if state and state.requested_by_id:
        authors.add(state.requested_by_id)
    return frozenset(authors)
