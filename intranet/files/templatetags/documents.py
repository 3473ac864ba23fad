"""What a text says of a document that hangs on it: its state and its kind, in the words that are used everywhere."""

from __future__ import annotations

from typing import Any

from django import template

from intranet.access.viewer import Viewer
from intranet.files.documents import CustomDocument
from intranet.files.kinds import label_by_name
from intranet.files.validity import state_shown

register = template.Library()


@register.filter
def state_for(document: CustomDocument, viewer: Viewer) -> dict[str, Any] | None:
    """Label and tone for the chip, on the viewer's day; None for what has no dates. No query."""
    return state_shown(document, viewer.today)


@register.filter
def kind_of(document: CustomDocument) -> str:
    """ "Word", "Excel" …, by the name, whose ending was set by the content when the file came in. No query."""
    return label_by_name(document.filename)
