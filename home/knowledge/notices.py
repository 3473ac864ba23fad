"""Telling the owner that a text is to be looked through: a month before, on the day, and then each month.

Not to be mixed up with `home.notices`, which is about what is closed or broken.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.knowledge.base import KnowledgePage
from intranet.access import pages as access
from intranet.access.viewer import Viewer
from intranet.notices import kinds, queue
from intranet.notices.kinds import Kind, Line
from intranet.people.responsibility import responsible_for

REVIEW = "text-review"
AHEAD = timedelta(days=30)


def register() -> None:
    """Called in `AppConfig.ready`."""
    kinds.register(
        Kind(
            code=REVIEW,
            label=gettext_lazy("Texter som du ansvarar för och ska se över"),
            model="home.KnowledgePage",
            visible=_lines,
            rule=_to_review,
            concerns=lambda viewer: viewer.is_employee,
        )
    )


def announce_reviews(_last: date, today: date) -> int:
    """The daily job: tell each owner of the texts that have come to a new stage; returns how many notices.

    The stage is found from the day itself, so a clock that slept tells of the present one, once. Who was told
    and no longer answers for the text, and texts that have been looked through, are taken back.
    """
    due = list(_due(KnowledgePage.objects.filter(live=True), today).exclude(owner_function=None))
    owners = responsible_for({page.owner_function_id for page in due}, today)
    queue.keep(REVIEW, [page.pk for page in due])
    told = 0
    for page in due:
        owner = owners[page.owner_function_id].person
        people = [owner.pk] if owner else []
        told += queue.only(REVIEW, people, page, key=stage(page.review_by, today))
    return told


def stage(review_by: date, today: date) -> str:
    """How far the review of a text has come: a month or less before, then how many whole months after the day."""
    if today < review_by:
        return f"{review_by} before"
    months = (today.year - review_by.year) * 12 + today.month - review_by.month
    return f"{review_by} {months - (today.day < review_by.day)}"


def _due(pages: Any, today: date) -> Any:
    return pages.filter(review_by__lte=today + AHEAD)


def _to_review(viewer: Viewer, pages: Any) -> Any:
    """Texts that the viewer may see and that are still to be looked through."""
    return _due(access.visible_to(viewer, pages), viewer.today)


def _lines(viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
    pages = _to_review(viewer, KnowledgePage.objects.filter(pk__in=pks))
    return {
        page.pk: Line(page.title, reverse("page_by_id", args=[page.pk]), _detail(page, viewer.today))
        for page in pages
    }


def _detail(page: KnowledgePage, today: date) -> str:
    if page.review_by is None:
        return ""
    day = date_format(page.review_by, "j F Y")
    if page.review_by < today:
        return _("Skulle ha setts över senast %(day)s.") % {"day": day}
    return _("Ska ses över senast %(day)s.") % {"day": day}
