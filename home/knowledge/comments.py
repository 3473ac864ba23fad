"""Telling those who follow a text that somebody has commented on it, in the place of the mail that Wagtail sends.

Wagtail decides who that is: who follows the text's comments, and who has taken part in the same conversation. Its
mail would keep what was written until the server takes it; a notice names the text, and by id alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Comment, Page

from home.knowledge.turns import editable, editor_of, waiting_for
from intranet.access.admin import mailing
from intranet.access.viewer import Viewer
from intranet.notices import kinds, queue
from intranet.notices.kinds import Kind, Line
from intranet.people.models import Person

COMMENT = "text-comment"


def register() -> None:
    """Called in `AppConfig.ready`."""
    kinds.register(
        Kind(
            code=COMMENT,
            label=gettext_lazy("Kommentarer på texter som du följer eller har kommenterat"),
            model="wagtailcore.Page",
            visible=_lines,
            rule=_at_work,
            in_editor=True,
            concerns=lambda viewer: viewer.uses_admin,
        )
    )
    mailing.instead_of("updated_comments", tell)


def tell(people: Iterable[Person], context: Mapping[str, Any]) -> None:
    """One notice about the text for each, however much has been written since they were there."""
    page = context["page"]
    told = [person.pk for person in people if person.is_active]
    queue.withdraw(COMMENT, page, told)
    queue.put(COMMENT, told, page, key=str(page.latest_revision_id))


def _at_work(viewer: Viewer, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Comments stand in the editor: for those who may work on the text, or whose turn it is."""
    every = Page.objects.all()
    return pages.filter(pk__in=editable(viewer, every).values("pk")) | pages.filter(
        pk__in=waiting_for(viewer, every).values("pk")
    )


def _lines(viewer: Viewer, pks: Collection[int]) -> Mapping[int, Line]:
    pages = _at_work(viewer, Page.objects.filter(pk__in=pks))
    comments = Comment.objects.filter(page__in=pks, resolved_at=None).order_by().values("page")
    open_ = dict(comments.annotate(count=Count("pk")).values_list("page", "count"))
    return {
        page.pk: Line(page.draft_title, editor_of(page), _how_many(open_.get(page.pk, 0))) for page in pages
    }


def _how_many(count: int) -> str:
    if not count:
        return _("Alla kommentarer är lösta.")
    text = ngettext("%(count)s kommentar är inte löst.", "%(count)s kommentarer är inte lösta.", count)
    return text % {"count": count}
