"""Telling the owner that a document is to be looked through: on the same days, in the same words, as for texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.access import files as access
from intranet.access.viewer import Viewer
from intranet.files.documents import CustomDocument
from intranet.notices import kinds, queue
from intranet.notices.kinds import Kind, Line
from intranet.people.responsibility import responsible_for

REVIEW = "document-review"
AHEAD = timedelta(days=30)


def register() -> None:
    """Called in `AppConfig.ready`."""
    kinds.register(
        Kind(
            code=REVIEW,
            label=gettext_lazy("Dokument som du ansvarar för och ska se över"),
            model="files.CustomDocument",
            visible=_lines,
            rule=_to_review,
            concerns=lambda viewer: viewer.is_employee,
        )
    )


def announce_reviews(_last: date, today: date) -> int:
    """The daily job: tell each owner of the documents that have come to a new stage; returns how many notices.

    The stage is found from the day itself, so a clock that slept tells of the present one, once. What was looked
    through, withdrawn or given to another owner is taken back.
    """
    due = list(_due(CustomDocument.objects.all(), today).exclude(owner_function=None))
    owners = responsible_for({document.owner_function_id for document in due}, today)
    queue.keep(REVIEW, [document.pk for document in due])
    told = 0
    for document in due:
        owner = owners[document.owner_function_id].person
        told += queue.only(
            REVIEW, [owner.pk] if owner else [], document, key=stage(document.review_by, today)
        )
    return told


def stage(review_by: date, today: date) -> str:
    """How far the review has come: a month or less before, then how many whole months after the day."""
    if today < review_by:
        return f"{review_by} before"
    months = (today.year - review_by.year) * 12 + today.month - review_by.month
    return f"{review_by} {months - (today.day < review_by.day)}"


def _due(documents: Any, today: date) -> Any:
    return documents.filter(review_by__lte=today + AHEAD, withdrawn_at=None)


def _to_review(viewer: Viewer, documents: Any) -> Any:
    """Documents that open for the viewer and are still to be looked through."""
    return _due(access.open_to(viewer, documents), viewer.today)


def _lines(viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
    documents = _to_review(viewer, CustomDocument.objects.filter(pk__in=pks))
    return {d.pk: Line(d.title, d.get_absolute_url(), _detail(d, viewer.today)) for d in documents}


def _detail(document: CustomDocument, today: date) -> str:
    if document.review_by is None:
        return ""
    day = date_format(document.review_by, "j F Y")
    if document.review_by < today:
        return _("Skulle ha setts över senast %(day)s.") % {"day": day}
    return _("Ska ses över senast %(day)s.") % {"day": day}
