"""Whether a text applies, derived from its dates on the day of the question and never stored."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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


class Dated(Protocol):
    """What a state is derived from: the first and the last day, and the day by which it is to be looked over."""

    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def review_by(self) -> date | None: ...


def state_of(document: Dated, today: date) -> str | None:
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
