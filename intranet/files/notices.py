"""Telling the owner that a document is to be looked through: on the same days, in the same words, as for texts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from intranet.access import files as access
from intranet.notices.reviews import Reviews

REVIEW = "document-review"

reviews = Reviews(
    code=REVIEW,
    label=gettext_lazy("Dokument som du ansvarar för och ska se över"),
    model="files.CustomDocument",
    present=lambda documents: documents.filter(withdrawn_at=None),
    open_to=access.open_to,
    url=lambda document: document.get_absolute_url(),
)
