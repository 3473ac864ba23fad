"""The inside of a paragraph: its runs, links, fields and signs as spans of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from home.importing.prose import remarks
from home.importing.prose.parts import Line, Span
from home.importing.prose.symbols import has_words, ordinary, shifted, symbol
from home.importing.word import fields
from home.importing.word.equations import equation
from home.importing.word.fields import Fields
from home.importing.word.names import M, W, qn
from home.importing.word.tree import Element, child, number, toggle, val

if TYPE_CHECKING:
    from home.importing.word.reader import Story

_INSIDE = frozenset(
    f"{W}{name}" for name in ("sdtContent", "rubyBase", "dir", "bdo", "smartTag", "customXml")
)
_DRAWN = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
_NOTHING = frozenset(f"{W}{name}" for name in ("pPr", "rPr", "rubyPr", "instrText", "fldData"))
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}


class Inside:
    """Reads one paragraph into `line`; the fields that are open go on in the next one."""

    def __init__(self, story: Story, open_fields: Fields, line: Line, style: str | None) -> None:
        self.story = story
        self.document = story.document
        self.fields = open_fields
        self.line = line
        self.style = style
        self.sizes: list[int] = []
        self.hidden: list[str] = []
        self.struck = False

    def read(self, paragraph: Element) -> None:
        self._children(paragraph, "")

    def _children(self, parent: Element, href: str) -> None:
        for node in parent:
            self._node(node, href)

    def _node(self, node: Element, href: str) -> None:
        tag = node.tag
        if tag == f"{W}r":
            self._run(node, href)
        elif tag == f"{W}hyperlink":
            self._children(node, self._target(node) or href)
        elif tag == f"{W}fldSimple":
            self._simple_field(node, href)
        elif tag == f"{W}sdt":
            self._control(node, href)
        elif tag == f"{W}bookmarkStart":
            self.line.bookmarks.append(node.get(qn("w:name")) or "")
        elif tag in (f"{M}oMath", f"{M}oMathPara"):
            self._say(equation(node), href=href)
            self.line.doubts.append(remarks.FORMULA)
        elif tag == f"{W}ruby":
            self._ruby(node, href)
        elif tag in _INSIDE or _holds_text(node):
            self._children(node, href)

    def _simple_field(self, node: Element, href: str) -> None:
        instruction = node.get(qn("w:instr")) or ""
        if fields.is_silent(instruction):
            self._silent(instruction, "".join(t.text or "" for t in node.iter(f"{W}t")))
            return
        if fields.name_of(instruction) == "PAGEREF":
            self.line.doubts.append(remarks.PAGE_REFERENCE)
        self._children(node, fields.link_of(instruction) or href)

    def _silent(self, instruction: str, shown: str) -> None:
        """What a field shows that has no place on a page."""
        if shown.strip() and fields.name_of(instruction) not in fields.CONTENTS:
            self.document.lost(remarks.PAGES)

    def _ruby(self, node: Element, href: str) -> None:
        """Signs with small ones above them, which come after them."""
        for name, before, after in (("w:rubyBase", "", ""), ("w:rt", " (", ")")):
            inner = child(node, name)
            if inner is not None and any((t.text or "").strip() for t in inner.iter(f"{W}t")):
                self._say(before, href=href)
                self._children(inner, href)
                self._say(after, href=href)

    def _control(self, node: Element, href: str) -> None:
        properties = child(node, "w:sdtPr")
        if properties is not None and properties.find(qn("w:showingPlcHdr")) is not None:
            self.document.told_dropped(remarks.PLACEHOLDER, node)
            return
        box = properties.find(qn("w14:checkbox")) if properties is not None else None
        if box is not None:
            state = box.find(qn("w14:checked"))
            ticked = state is not None and (state.get(qn("w14:val")) or "0") in ("1", "true", "on")
            self._say("☒" if ticked else "☐", href=href)
            words = "".join(t.text or "" for t in node.iter(f"{W}t")).strip("☐☒☑ \uf0a8\uf0fe")
            self._say(f" {words}" if words else "", href=href)
            return
        content = child(node, "w:sdtContent")
        if content is not None:
            self._children(content, href)

    def _target(self, link: Element) -> str:
        related = self.story.related.get(link.get(qn("r:id")) or "")
        anchor = link.get(qn("w:anchor")) or ""
        if related is not None and related.target:
            return f"{related.target}#{anchor}" if anchor and "#" not in related.target else related.target
        return f"#{anchor}" if anchor else ""

    def _run(self, run: Element, href: str) -> None:
        look = self.look(child(run, "w:rPr"))
        for node in run:
            tag = node.tag
            if tag == f"{W}fldChar":
                self._mark(node, look, href)
            elif tag == f"{W}instrText":
                self.fields.instruct(node.text or "")
            elif self.fields.hidden:
                if self.fields.shows and tag == f"{W}t":
                    self._silent(self.fields.instruction, node.text or "")
            elif look["vanish"]:
                if tag == f"{W}t" or tag in _BREAKS:
                    self.hidden.append(node.text or " ")
            else:
                self._shown(node, look, href)

    def _mark(self, node: Element, look: dict[str, Any], href: str) -> None:
        closed = self.fields.mark(node)
        if closed is None or self.fields.hidden:
            return
        said = closed.said()
        if closed.name == "PAGEREF":
            self.line.doubts.append(remarks.PAGE_REFERENCE)
        elif closed.name in fields.BUTTONS:
            self.document.lost(remarks.MACRO, closed.arguments)
        elif closed.name in fields.UNCOUNTED and not closed.heard:
            self.document.lost(f"Ett fält som Word räknar ut togs inte med ({closed.name})", closed.arguments)
        self._say(said, look, href)

    def _shown(self, node: Element, look: dict[str, Any], href: str) -> None:
        tag = node.tag
        if tag == f"{W}t":
            self.fields.hear()
            self._text(node.text or "", look, href)
        elif tag in _BREAKS:
            self._say(_BREAKS[tag], look, href)
        elif tag == f"{W}sym":
            self._symbol(node, look, href)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            self._note(node)
        elif tag in _DRAWN:
            self.story.drawn(node, self.line)
        elif tag == f"{W}contentPart":
            self.document.lost("En handritad markering lästes inte in")
        elif tag == f"{W}ruby":
            self._ruby(node, href)
        elif tag in _INSIDE or _holds_text(node):
            self._children(node, href)

    def _text(self, text: str, look: dict[str, Any], href: str) -> None:
        # A line that ends in the file's own code is only a space.
        text = text.replace("\r", " ").replace("\n", " ")
        said = ordinary(shifted(text, look["align"]), look["font"])
        if text.strip() and not said.strip() and has_words(text):
            self.line.doubts.append(remarks.SIGN)
        self._say(said.replace("\u2028", "\n"), look, href)

    def _symbol(self, node: Element, look: dict[str, Any], href: str) -> None:
        sign = symbol(node.get(qn("w:font")) or "", node.get(qn("w:char")) or "")
        self._say(sign, look, href)
        if not sign:
            self.line.doubts.append(remarks.SIGN)

    def _note(self, node: Element) -> None:
        kind = "footnote" if node.tag.endswith("footnoteReference") else "endnote"
        place = self.document.note(kind, node.get(qn("w:id")) or "")
        if place:
            self.line.notes.append(place)
            self.line.spans.append(Span(f" [{place}]"))

    def _say(self, text: str, look: dict[str, Any] | None = None, href: str = "") -> None:
        if not text:
            return
        bold = bool(look and look["bold"])
        italic = bool(look and look["italic"])
        if look and text.strip():
            self.sizes.append(look["size"])
            self.struck = self.struck or look["strike"]
        self.line.spans.append(Span(text, bold, italic, href or self.fields.href))

    def look(self, properties: Element | None) -> dict[str, Any]:
        """Bold, italic, size and the rest of a run: its own word first, then its style's, then the paragraph's."""
        styles = self.document.styles
        own = val(properties, "w:rStyle")

        def on(name: str) -> bool:
            said = toggle(properties, name)
            if said is not None:
                return said
            return bool(own and styles.toggled(own, name)) or styles.toggled(self.style, name)

        font = child(properties, "w:rFonts")
        return {
            "bold": on("w:b"),
            "italic": on("w:i"),
            "vanish": on("w:vanish"),
            "strike": on("w:strike") or on("w:dstrike"),
            "size": number(val(properties, "w:sz"))
            or (styles.size_of(own) if own else 0)
            or self.story.size_of(self.style),
            "font": (font.get(qn("w:ascii")) or font.get(qn("w:hAnsi")) or "") if font is not None else "",
            "align": val(properties, "w:vertAlign") or "",
        }


def _holds_text(node: Element) -> bool:
    """Whether something that this reader has never met holds text all the same."""
    if node.tag in _NOTHING or not isinstance(node.tag, str):
        return False
    return next(node.iter(f"{W}t", f"{W}drawing", f"{W}sym"), None) is not None
