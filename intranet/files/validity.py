"""Whether a document applies, and for how much longer, by its dates on the day of the question."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from intranet.files.documents import CustomDocument
from intranet.finding import states
from intranet.finding.documents import IndexDocument

TONES: dict[str, str] = {
    states.IN_FORCE: "ok",
    states.REVIEW: "warning",
    states.COMING: "info",
    states.EXPIRED: "stop",
}
SOON = 30
"""Days before the last one from which it is told how many are left."""


def state_of(document: CustomDocument, today: date) -> str | None:
    """One of `finding.states`, by the document's dates; None for one that has none."""
    dates = IndexDocument(
        family="",
        pk="",
        kind="",
        title="",
        valid_from=document.valid_from,
        valid_to=document.valid_to,
        review_by=document.review_by,
    )
    return states.state_of(dates, today)


def state_shown(document: CustomDocument, today: date) -> dict[str, Any] | None:
    """Its state by its dates, as a chip says it: name, label and tone; None for what has no dates. No query.

    One that has a last day says which, or how many days are left.
    """
    if document.is_withdrawn:
        return {"name": "", "label": gettext("Upphävt"), "tone": "stop"}
    state = state_of(document, today)
    if state is None:
        return None
    label, tone = str(states.NAMES[state]), TONES[state]
    if state == states.IN_FORCE and document.valid_to:
        label = end_in_words(document, today)
        tone = "warning" if _left(document.valid_to, today) <= SOON else tone
    return {"name": state, "label": label, "tone": tone}


def end_in_words(document: CustomDocument, today: date) -> str:
    """Its last day, for one that has one and is not past it: as a sentence. Empty for any other."""
    last = document.valid_to
    if last is None or last < today:
        return ""
    left = _left(last, today)
    if left == 0:
        return gettext("Gäller till och med i dag")
    if left > SOON:
        return gettext("Gäller till och med %(day)s") % {"day": date_format(last, "j F Y")}
    return ngettext("Upphör om %(count)s dag", "Upphör om %(count)s dagar", left) % {"count": left}


def _left(last: date, today: date) -> int:
    return (last - today).days
