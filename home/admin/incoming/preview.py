"""The page that a file would become, as readers would see it, with what is unsure marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from home.importing import inline
from home.importing.building import Builder, Raw
from home.importing.incoming.models import IncomingText
from home.importing.outline import Attachment, Block, Picture
from home.importing.plan import Plan
from home.importing.telling import State
from home.importing.writing import fill_fields
from home.knowledge.base import KnowledgePage
from home.knowledge.timeline import Timeline
from home.knowledge.versions import KnowledgeVersion
from intranet.access.requests import ViewerRequest

_SIGN = "inlasning-visar-{}"
_ELEMENTS = ("h1", "h2", "h3", "h4", "p", "li", "td", "th", "strong", "span", "table")
_CLOSED = ("table", "img")  # what a note stands after, not in
MARK = "osaker-{}"
"""The id of the note of a paragraph, by its number in what is told of the file."""
_SHORT = 4  # signs that may stand anywhere
_MOST_SOUGHT = 200  # paragraphs that are looked for inside others
LONGEST = 300  # signs by which a paragraph is found again


class PreviewBuilder(Builder):
    """Pictures are not stored until the page is: a sign stands where each will be."""

    def __init__(self, plan: Plan, lookups: Any) -> None:
        super().__init__(plan.slug, lookups, _none, plan.outline.places(), _none)
        self.shown: list[Picture | Attachment] = []

    def _other(self, block: Block, here: str) -> list[Raw]:
        if isinstance(block, (Picture, Attachment)):
            self.shown.append(block)
            return [self._block("text", f"<p>{_SIGN.format(len(self.shown) - 1)}</p>", here)]
        return super()._other(block, here)


def _none(_block: object) -> int:
    return 0


def preview(request: ViewerRequest, text: IncomingText, plan: Plan, lookups: Any) -> str:
    """HTML of the whole page."""
    page = plan.page_class(title=plan.outline.title, slug=plan.slug or "utkast", live=False)
    builder = PreviewBuilder(plan, lookups)
    fill_fields(page, plan, lookups, builder)
    _place(page, text)
    draft = KnowledgeVersion(
        number=0,
        title=page.title,
        in_force_from=plan.outline.fields.get("valid_from") or timezone.localdate(),
    )
    context = page.get_context(request) | {"version": draft, "mode": "preview"}
    html = render_to_string(page.get_template(request), context, request)
    return _marked(html, text, builder)


def _place(page: KnowledgePage, text: IncomingText) -> None:
    """Where it would stand: what it takes to ask for its address and what is above it."""
    place = text.delivery.place
    page.path = Page._get_path(place.path, place.depth + 1, 1)  # noqa: SLF001 - as Wagtail's own previews do
    page.depth = place.depth + 1
    page.set_url_path(place)
    page.pk = 0
    page.timeline = Timeline.of([])


def _marked(html: str, text: IncomingText, builder: PreviewBuilder) -> str:
    soup = BeautifulSoup(html, "lxml")
    for link in soup.find_all("a", href=re.compile(r"/admin/pages/0/")):
        link.decompose()
    main = soup.find("main") or soup
    _show(soup, main, text, builder)
    _mark(soup, main, (text.source or {}).get("told", ()))
    return str(soup)


def _show(soup: BeautifulSoup, main: Tag, text: IncomingText, builder: PreviewBuilder) -> None:
    """The pictures where they will stand."""
    keys = {picture.name: picture.pk for picture in text.pictures.all()}
    for number, block in enumerate(builder.shown):
        sign = main.find(string=_SIGN.format(number))
        if sign is None or sign.parent is None or block.source not in keys:
            continue
        address = reverse("incoming_picture", args=[text.pk, keys[block.source]])
        if isinstance(block, Attachment):
            shown = soup.new_tag("a", href=address)
            shown.string = f"Bilaga: {block.label}"
        else:
            shown = soup.new_tag("img", src=address, alt=block.alt)
        shown["data-source"] = block.source.partition(":")[2]
        sign.parent.replace_with(shown)


def _mark(soup: BeautifulSoup, main: Tag, told: Sequence[dict[str, Any]]) -> None:
    """A note at each place that was unsure, found by its words; those that have no place stand last."""
    places: dict[str, list[Tag]] = {}
    for node in main.find_all(_ELEMENTS):
        words = _words(node.get_text(" "))
        if words:
            places.setdefault(words, []).append(node)
    left: list[tuple[str, Tag]] = []
    for number, one in enumerate(told):
        if one["state"] != State.UNSURE:
            continue
        note = soup.new_tag("mark", attrs={"class": "unsure", "id": MARK.format(number)})
        note.string = one["remark"]
        place = _place_of(main, places, one, inside=len(left) < _MOST_SOUGHT)
        if place is None:
            left.append((one["text"], note))
        elif place.name in _CLOSED:
            place.insert_after(note)
        else:
            place.append(" ")
            place.append(note)
    for words, note in left:
        line = soup.new_tag("p")
        line.extend([f"{words[:120]} " if words else "", note])
        main.append(line)


def _place_of(main: Tag, places: dict[str, list[Tag]], one: dict[str, Any], *, inside: bool) -> Tag | None:
    """The element that a paragraph of the file has become, of several that say the same each once; or the one
    that it stands `inside` of.
    """
    words = _words(one["text"])
    found = places.get(words)
    if found:
        return found.pop(0) if len(found) > 1 else found[0]
    file = one["text"].partition(":")[0].strip()
    shown = main.find(lambda tag: bool(file) and tag.get("data-source") == file)
    if isinstance(shown, Tag) or len(words) < _SHORT or not inside:
        return shown if isinstance(shown, Tag) else None
    # Part of something larger: a paragraph that goes on in a step, an item with others below it.
    return next((nodes[-1] for said, nodes in places.items() if words in said), None)


def _words(text: str) -> str:
    return re.sub(r"\W+", "", inline.plain(inline.escaped(text)))[:LONGEST]
