"""The page that a file would become, as readers would see it, with what is unsure marked."""

from __future__ import annotations

import re
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
_ELEMENTS = ("h1", "h2", "h3", "h4", "p", "li", "td", "th", "strong", "span")
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
    told = (text.source or {}).get("told", ())
    unsure = [(one["text"], one["remark"]) for one in told if one["state"] == State.UNSURE and one["text"]]
    _mark(soup, main, unsure)
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
        sign.parent.replace_with(shown)


def _mark(soup: BeautifulSoup, main: Tag, unsure: list[tuple[str, str]]) -> None:
    """A note at each place that was unsure, found by its words."""
    places: dict[str, Tag] = {}
    for node in main.find_all(_ELEMENTS):
        words = _words(node.get_text(" "))
        if words:
            places.setdefault(words, node)
    for words, remark in unsure:
        place = _words(words)
        if place not in places:
            continue
        node = places.pop(place)
        note = soup.new_tag("mark", attrs={"class": "unsure"})
        note.string = remark
        node.append(" ")
        node.append(note)


def _words(text: str) -> str:
    return re.sub(r"\W+", "", inline.plain(inline.escaped(text)))[:LONGEST]
