"""A checklist as it is shown: its sections and items, with the routines that the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext
from wagtail.models import Page

from intranet.access import pages as access
from intranet.access.requests import ViewerRequest
from intranet.blocks.anchors import number
from intranet.people.models import FunctionKind

if TYPE_CHECKING:
    from home.knowledge.checklist import ChecklistPage


@dataclass(frozen=True)
class Item:
    id: str
    text: str
    help: Any = ""
    url: str = ""
    link_title: str = ""
    function: str = ""
    due: str = ""


def sections(checklist: ChecklistPage, request: ViewerRequest) -> list[dict[str, Any]]:
    """Sections of items; two queries (linked pages, names of functions)."""
    number(checklist.sections)
    raw = [(block.value, block.value["items"].bound_blocks) for block in checklist.sections]
    linked = {item.value["link"].pk for _, items in raw for item in items if item.value["link"]}
    pages = {page.pk: page for page in access.visible_to(request.viewer, Page.objects.filter(pk__in=linked))}
    functions = dict(FunctionKind.objects.values_list("code", "name"))
    return [
        {
            "title": section["title"],
            "anchor": section.anchor,
            "items": [_item(item, pages, functions, request) for item in items],
        }
        for section, items in raw
    ]


def _item(item: Any, pages: dict[int, Page], functions: dict[str, str], request: ViewerRequest) -> Item:
    value = item.value
    page = pages.get(value["link"].pk) if value["link"] else None
    return Item(
        id=item.id or "",
        text=value["text"],
        help=value["help"],
        url=page.get_url(request) if page else "",
        link_title=page.title if page else "",
        function=functions.get(value["function"], value["function"] or ""),
        due=due_words(value["due"]),
    )


def due_words(days: int | None) -> str:
    """Days after the start, in words; nothing if no day was set."""
    if days is None:
        return ""
    if days == 0:
        return gettext("första dagen")
    if days < 0:
        words = ngettext("%(days)s dag före start", "%(days)s dagar före start", -days)
    else:
        words = ngettext("%(days)s dag efter start", "%(days)s dagar efter start", days)
    return words % {"days": abs(days)}
