"""The inside of a paragraph: its spans, links, fields and signs as spans of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from home.importing.archive import Element
from home.importing.opendocument.names import DRAW, EXTENSION, OFFICE, TEXT, qn
from home.importing.opendocument.styles import Look
from home.importing.prose import remarks
from home.importing.prose.parts import Line, Span
from home.importing.prose.symbols import has_words, ordinary, shifted

if TYPE_CHECKING:
    from home.importing.opendocument.reader import Story

_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 100
_OF_PAGES = frozenset(
    f"{TEXT}{name}" for name in ("page-number", "page-count", "page-continuation", "page-variable-get", "file-name")
)  # fmt: skip
_NOTHING = frozenset(
    (
        *(f"{TEXT}{name}" for name in ("note-citation", "change", "change-start", "change-end", "script")),
        *(f"{TEXT}{name}" for name in ("soft-page-break", "page-variable-set", "tracked-changes")),
        *(f"{OFFICE}annotation-end", f"{OFFICE}event-listeners", qn("svg:title"), qn("svg:desc")),
        qn("form:form"),
    )
)
_BOOKMARKS = frozenset(
    f"{TEXT}{name}" for name in ("bookmark", "bookmark-start", "reference-mark", "reference-mark-start")
)  # fmt: skip
_REFERENCES = frozenset((f"{TEXT}bookmark-ref", f"{TEXT}reference-ref"))
_NUMBERS = re.compile(r"^(?:\d+\.)+")
_FIELD = "vnd.oasis.opendocument.field."


class Inside:
    """Reads one paragraph into `line`."""

    def __init__(self, story: Story, line: Line, style: str) -> None:
        self.story = story
        self.document = story.document
        self.line = line
        self.look = story.styles.look("paragraph", style)
        self.sizes: list[int] = []
        self.hidden: list[str] = []
        self.struck = False

    def read(self, paragraph: Element) -> None:
        self._children(paragraph, self.look, "")

    def _children(self, parent: Element, look: Look, href: str) -> None:
        self._say(parent.text, look, href)
        for node in parent:
            if isinstance(node.tag, str):
                self._node(node, look, href)
            self._say(node.tail, look, href)

    def _node(self, node: Element, look: Look, href: str) -> None:
        tag = node.tag
        if tag == f"{TEXT}span":
            name = node.get(f"{TEXT}style-name") or ""
            self._children(node, self.story.styles.look("text", name, look), href)
        elif tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            self._blank(node, look, href)
        elif tag == f"{TEXT}a":
            self._children(node, look, _target(node) or href)
        elif tag in _BOOKMARKS:
            self.line.bookmarks.append(node.get(f"{TEXT}name") or "")
        elif tag in _REFERENCES:
            if node.get(f"{TEXT}reference-format") == "page":
                self.line.doubts.append(remarks.PAGE_REFERENCE)
            self._children(node, look, f"#{node.get(f'{TEXT}ref-name') or ''}")
        elif tag == f"{TEXT}note":
            self.line.notes.append(place := self.story.note(node))
            self.line.spans.append(Span(f" [{place}]"))
        elif tag == f"{OFFICE}annotation":
            self.document.lost(remarks.COMMENTS)
        elif tag in _OF_PAGES:
            self.document.lost(remarks.PAGES)
        elif tag.startswith(DRAW):
            self.story.drawn(node, self.line)
        elif tag not in _NOTHING:
            self._field(node, look, href)

    def _field(self, node: Element, look: Look, href: str) -> None:
        """What else holds text: a field shows its result; what this reader has never met shows what it holds."""
        tag = node.tag
        text = " ".join("".join(node.itertext()).split())
        if tag == f"{TEXT}placeholder" or node.get(f"{EXTENSION}showing-place-holder") == "true":
            self.document.lost(remarks.PLACEHOLDER, text)
        elif node.get(f"{TEXT}is-hidden") == "true":
            self._hide(text or node.get(f"{TEXT}string-value") or "")
        elif tag == f"{TEXT}ruby":
            for inner in node:
                small = inner.tag == f"{TEXT}ruby-text"
                if small and "".join(inner.itertext()).strip():
                    self._say(" (", look, href)
                self._children(inner, look, href)
                if small and "".join(inner.itertext()).strip():
                    self._say(")", look, href)
        elif tag == f"{TEXT}execute-macro":
            self.document.lost(remarks.MACRO, text)
        elif tag == f"{TEXT}drop-down":
            labels = [one.get(f"{TEXT}value") or "" for one in node.iter(f"{TEXT}label")
                      if one.get(f"{TEXT}current-selected") == "true"]  # fmt: skip
            self._say(text or next(iter(labels), ""), look, href)
        elif tag == qn("field:fieldmark"):
            self._mark(node, look, href)
        else:
            self._children(node, look, href)

    def _mark(self, node: Element, look: Look, href: str) -> None:
        """A field of a form, as Word has them."""
        said = {p.get(qn("field:name")): p.get(qn("field:value")) or "" for p in node.iter(qn("field:param"))}
        kind = (node.get(qn("field:type")) or "").removeprefix(_FIELD)
        if kind == "FORMCHECKBOX":
            self._say("☒ " if said.get("Checkbox_Checked") == "true" else "☐ ", look, href)
        elif kind == "FORMDROPDOWN":
            entries = [p.get(qn("field:value")) or "" for p in node.iter(qn("field:param"))
                       if p.get(qn("field:name")) == "Dropdown_ListEntry"]  # fmt: skip
            chosen = said.get("Dropdown_Selected") or "0"
            place = int(chosen[:4]) if chosen.isdecimal() else 0
            self._say(entries[place] if place < len(entries) else "", look, href)

    def _blank(self, node: Element, look: Look, href: str) -> None:
        if node.tag == f"{TEXT}line-break":
            self._add("\n", look, href)
        elif node.tag == f"{TEXT}tab":
            self._add("\t", look, href)
        else:
            count = node.get(f"{TEXT}c") or "1"
            self._add(" " * min(int(count[:4]) if count.isdecimal() else 1, _MOST_SPACES), look, href)

    def _say(self, text: str | None, look: Look, href: str) -> None:
        if not text:
            return
        text = _BLANKS.sub(" ", text)
        if look.hidden:
            self._hide(text.strip())
            return
        said = ordinary(shifted(text, look.align), look.font)
        if text.strip() and not said.strip() and has_words(text):
            self.line.doubts.append(remarks.SIGN)
        self._add(said.replace("\u2028", "\n"), look, href)

    def _add(self, text: str, look: Look, href: str) -> None:
        if look.hidden or not text:
            return
        if text.strip():
            self.sizes.append(look.size)
            self.struck = self.struck or look.struck
        self.line.spans.append(Span(text, look.bold, look.italic, href))

    def _hide(self, text: str) -> None:
        if text:
            self.hidden.append(text)


def _target(link: Element) -> str:
    """Where a link leads. Headings are linked to by their words."""
    href = (link.get(qn("xlink:href")) or "").strip()
    if not href.startswith("#"):
        return href
    from urllib.parse import unquote

    place = unquote(href[1:])
    return f"#{outline_mark(place.removesuffix('|outline'))}" if place.endswith("|outline") else f"#{place}"


def outline_mark(heading: str) -> str:
    """The name by which a heading is linked to, without the numbers before its words."""
    return f"{' '.join(_NUMBERS.sub('', heading).split())}|outline"
