"""The items that a version of a checklist has, as runs copy them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from bs4 import BeautifulSoup

from home.knowledge.versions import KnowledgeVersion
from intranet.blocks.comparison import lines

if TYPE_CHECKING:
    from home.knowledge.checklist import ChecklistPage

LEADS = ("linktype", "embedtype", "id", "href")
"""The attributes that say where a link of stored text leads, or which picture it is."""


@dataclass(frozen=True)
class Point:
    """An item of a checklist; `days` after the start it should be done, `link` a page's primary key."""

    block_id: str
    section: str
    text: str
    help: str
    link: int | None
    function: str
    days: int | None


@dataclass(frozen=True)
class Seen:
    """What a reader sees of an item's help: its words and where its links lead, not how they are stored.

    Saved in the admin, the same help gets other attributes.
    """

    words: str
    links: tuple[tuple[str, ...], ...]


def seen(html: str) -> Seen:
    links = BeautifulSoup(html, "html.parser").find_all(["a", "embed"])
    return Seen(lines(html), tuple(tuple(str(link.get(name, "")) for name in LEADS) for link in links))


def points(version: KnowledgeVersion) -> list[Point]:
    """In the checklist's order. Each id is there once: an item without one is known by its words."""
    from home.knowledge.checklist import ChecklistPage

    page: ChecklistPage = ChecklistPage.objects.get(pk=version.page_id)
    text = page.with_content_json(version.content)
    found: list[Point] = []
    taken: set[str] = set()
    for section in text.sections:
        title = section.value["title"]
        for item in section.value["items"].bound_blocks:
            value = item.value
            known_by = item.id or str(uuid5(NAMESPACE_URL, f"intranet:{title}/{value['text']}"))
            while known_by in taken:
                known_by = str(uuid5(NAMESPACE_URL, known_by))
            taken.add(known_by)
            found.append(
                Point(
                    block_id=known_by,
                    section=title,
                    text=value["text"],
                    help=str(getattr(value["help"], "source", value["help"]) or ""),
                    link=value["link"].pk if value["link"] else None,
                    function=value["function"] or "",
                    days=value["due"],
                )
            )
    return found
