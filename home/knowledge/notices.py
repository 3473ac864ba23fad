"""Telling the owner that a text is to be looked through.

Not to be mixed up with `home.notices`, which is about what is closed or broken.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy

from intranet.access import pages as access
from intranet.notices.reviews import Reviews

REVIEW = "text-review"

reviews = Reviews(
    code=REVIEW,
    label=gettext_lazy("Texter som du ansvarar för och ska se över"),
    model="home.KnowledgePage",
    present=lambda pages: pages.filter(live=True),
    open_to=access.visible_to,
    url=lambda page: reverse("page_by_id", args=[page.pk]),
)
