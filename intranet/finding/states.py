"""Whether a text applies, derived from its dates on the day of the question and never stored."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intranet.finding.documents import IndexDocument

IN_FORCE = "gäller"
REVIEW = "ses-över"
COMING = "kommande"
EXPIRED = "har-gällt"

STATES: tuple[str, ...] = (IN_FORCE, REVIEW, COMING, EXPIRED)

NAMES: dict[str, str | Promise] = {
    IN_FORCE: _("Gäller"),
    REVIEW: _("Ses över"),
    COMING: _("Börjar gälla senare"),
    EXPIRED: _("Har gällt"),
}


def state_of(document: IndexDocument, today: date) -> str | None:
    """The document's state on a day; None for what has none (a person, a piece of news)."""
    if document.valid_from is None and document.valid_to is None and document.review_by is None:
        return None
    if document.valid_to is not None and document.valid_to < today:
        return EXPIRED
    if document.valid_from is not None and document.valid_from > today:
        return COMING
    if document.review_by is not None and document.review_by < today:
        return REVIEW
    return IN_FORCE
