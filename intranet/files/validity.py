"""Whether a document applies, and for how much longer, by its dates on the day of the question."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from intranet.files.documents import CustomDocument
from intranet.finding import states

TONES: dict[str, str] = {
    states.IN_FORCE: "ok",
    states.REVIEW: "warning",
    states.COMING: "info",
    states.EXPIRED: "stop",
}
SOON = 30
"""Days before the last one from which it is told how many are left."""


def in_state(state: str, today: date) -> Q:
    """The documents of a queryset that are in the state; `states.state_of` says the same of one."""
    dated = Q(valid_from__isnull=False) | Q(valid_to__isnull=False) | Q(review_by__isnull=False)
    over = Q(valid_to__isnull=False, valid_to__lt=today)
    coming = Q(valid_from__isnull=False, valid_from__gt=today)
    late = Q(review_by__isnull=False, review_by__lt=today)
    if state == states.EXPIRED:
        return over
    if state == states.COMING:
        return ~over & coming
    begun = dated & ~over & ~coming
    return begun & late if state == states.REVIEW else begun & ~late


def state_shown(document: CustomDocument, today: date) -> dict[str, Any] | None:
    """Its state by its dates, as a chip says it: name, label and tone; None for what has no dates. No query.

    One that has begun and has a last day says which, or how many days are left.
    """
    if document.is_withdrawn:
        return {"name": "", "label": gettext("Upphävt"), "tone": "stop"}
    state = states.state_of(document, today)
    if state is None:
        return None
    label, tone = str(states.NAMES[state]), TONES[state]
    end = end_in_words(document, today)
    if state == states.IN_FORCE and end:
        label = end
        tone = "warning" if _is_soon(document, today) else tone
    elif state == states.REVIEW and end:
        label = f"{label}, {end[:1].lower()}{end[1:]}"
    return {"name": state, "label": label, "tone": tone}


def end_in_words(document: CustomDocument, today: date) -> str:
    """Its last day, for one that has one, has begun and is not past it: as a sentence. Empty for any other."""
    last = document.valid_to
    if last is None or states.state_of(document, today) not in (states.IN_FORCE, states.REVIEW):
        return ""
    left = (last - today).days
    if left == 0:
        return gettext("Gäller till och med i dag")
    if left > SOON:
        return gettext("Gäller till och med %(day)s") % {"day": date_format(last, "j F Y")}
    return ngettext("Upphör om %(count)s dag", "Upphör om %(count)s dagar", left) % {"count": left}


def _is_soon(document: CustomDocument, today: date) -> bool:
    return document.valid_to is not None and (document.valid_to - today).days <= SOON
