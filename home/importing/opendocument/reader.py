"""An OpenDocument text as parts in a row: its paragraphs read with styles, lists, notes and drawings."""

from __future__ import annotations

from dataclasses import dataclass

from home.importing.archive import Element
from home.importing.opendocument import tables
from home.importing.opendocument.drawings import drawn
from home.importing.opendocument.inside import Inside, outline_mark
from home.importing.opendocument.names import DRAW, OFFICE, STYLE, TABLE, TEXT, qn
from home.importing.opendocument.numbering import Numbering, Run
from home.importing.opendocument.package import Package
from home.importing.opendocument.settling import settle
from home.importing.opendocument.styles import Styles
from home.importing.prose import remarks
from home.importing.prose.parts import Line, Lost, Part, Place, Shown, Span, all_lines, placed, trimmed
from home.importing.source import UnreadableTextError

_PARAGRAPHS = frozenset((f"{TEXT}p", f"{TEXT}h"))
_INDEXES = frozenset(
    f"{TEXT}{name}"
    for name in (
        *("table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index"),
        *("user-index", "bibliography"),
    )
)
_NOTHING = frozenset(
    (
        *(f"{TEXT}{name}" for name in ("tracked-changes", "sequence-decls", "variable-decls")),
        *(f"{TEXT}{name}" for name in ("user-field-decls", "section-source", "soft-page-break")),
        *(f"{OFFICE}forms", qn("svg:title"), qn("svg:desc"), f"{OFFICE}event-listeners"),
    )
)
_EDGES = tuple(
    f"{STYLE}{name}"
    for name in ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
)


class Document:
    """One file. `pictures` and `losses` fill while its text is read."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        content = self.package.xml("content.xml")
        self.text = content.find(f"{OFFICE}body/{OFFICE}text")
        if self.text is None:
            raise UnreadableTextError(self.package.broken)
        self.tracked = settle(self.text)
        self._common = self.package.optional_xml("styles.xml")
        self.styles = self._styles(content)
        self.numbering = Numbering(self.styles)
        self.controls = {
            control.get(qn("xml:id")) or control.get(qn("form:id")) or "": control
            for forms in self.text.iter(f"{OFFICE}forms")
            for control in forms.iter()
            if isinstance(control.tag, str)
        }
        self.pictures: dict[str, bytes] = {}
        self.losses: list[Lost] = []
        self._notes: dict[int, list[Line]] = {}

    def _styles(self, own: Element | None) -> Styles:
        """The common styles with those that a part has for itself."""
        found = Styles()
        for root in (self._common, own):
            if root is not None:
                for name in ("font-face-decls", "styles"):
                    found.take(root.find(f"{OFFICE}{name}"))
        if own is not None:
            found.take(own.find(f"{OFFICE}automatic-styles"))
        return found

    def body(self) -> list[Part]:
        parts = Story(self, self.styles).parts(self.text)
        if self.tracked:
            self.lost(remarks.TRACKED)
        return parts

    def lost(self, message: str, text: str = "") -> None:
        self.losses.append(Lost(message, text))

    def keep_note(self, story: Story, body: Element | None) -> int:
        """The number that readers get to see for a note: footnotes and endnotes are counted together."""
        place = len(self._notes) + 1
        self._notes[place] = []
        parts = story.parts(body) if body is not None else []
        self._notes[place] = list(all_lines(parts))
        if any(isinstance(part, Shown) for part in parts):
            self.lost(remarks.NOTE_PICTURE)
        return place

    def notes(self) -> dict[int, list[Line]]:
        return self._notes

    def edges(self) -> list[list[Part]]:
        """What stands in the headers and footers of the pages, for what it says of the document."""
        if self._common is None:
            return []
        styles = self._styles(self._common)
        found = []
        # Pictures there are logotypes: they are not those of the text.
        kept, losses = dict(self.pictures), list(self.losses)
        for page in self._common.iter(f"{STYLE}master-page"):
            found += [Story(self, styles).parts(node) for node in page if node.tag in _EDGES]
        self.pictures, self.losses = kept, losses
        return found

    def properties_title(self) -> str:
        root = self.package.optional_xml("meta.xml")
        title = next(root.iter(qn("dc:title")), None) if root is not None else None
        return " ".join((title.text or "").split()) if title is not None else ""


@dataclass
class Story:
    """A text, with the styles that it is written by."""

    document: Document
    styles: Styles

    def parts(self, parent: Element) -> list[Part]:
        """Everything directly inside an element, in order, pictures and text boxes after the line they hang on."""
        found: list[Part] = []
        for node in parent:
            tag = node.tag
            if not isinstance(tag, str) or tag in _NOTHING:
                continue
            if tag in _PARAGRAPHS:
                found.extend(placed(self.line(node)))
            elif tag == f"{TEXT}list":
                found.extend(self._list(node))
            elif tag == f"{TEXT}numbered-paragraph":
                found.extend(self._numbered(node))
            elif tag == f"{TABLE}table":
                found.append(tables.grid(self, node))
            elif tag in _INDEXES:
                self.document.lost(remarks.CONTENTS if tag == f"{TEXT}table-of-content" else remarks.INDEX)
            elif tag == f"{TEXT}section":
                found.extend(self._section(node))
            elif tag == f"{OFFICE}annotation":
                self.document.lost(remarks.COMMENTS)
            elif tag.startswith(DRAW):
                line = Line()
                self.drawn(node, line)
                found.extend(placed(line))
            else:
                found.extend(self.parts(node))
        return found

    def _section(self, node: Element) -> list[Part]:
        style = node.get(f"{TEXT}style-name") or ""
        hidden = node.get(f"{TEXT}display") == "none" or node.get(f"{TEXT}is-hidden") == "true"
        if hidden or self.styles.is_hidden("section", style):
            # A paragraph at a time, so that what is told of one can be read.
            for piece in node.iter(*_PARAGRAPHS):
                if text := " ".join("".join(piece.itertext()).split()):
                    self.document.lost(remarks.HIDDEN, text)
            return []
        source = node.find(f"{TEXT}section-source")
        if source is not None and source.get(qn("xlink:href")):
            self.document.lost("Ett avsnitt hämtas från en annan fil. Det lästes in som det stod sist")
        return self.parts(node)

    def _list(self, node: Element) -> list[Part]:
        # A list in a cell or a note that lies in an item is a list of its own.
        style = node.get(f"{TEXT}style-name") or ""
        run = self.document.numbering.begin(node, style)
        return self._items(node, run, 0, style)

    def _items(self, node: Element, run: Run, level: int, style: str) -> list[Part]:
        found: list[Part] = []
        for item in node:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            counted = item.tag == f"{TEXT}list-header"  # what heads a list has no number
            start = item.get(f"{TEXT}start-value")
            own = item.get(f"{TEXT}style-override") or style
            for inner in item:
                if inner.tag == f"{TEXT}list":
                    found.extend(self._items(inner, run, level + 1, inner.get(f"{TEXT}style-name") or own))
                elif inner.tag in _PARAGRAPHS:
                    line = self.line(inner)
                    if not counted and (line.text or line.after):
                        counted = True
                        self._number(line, run, level, own, start)
                    else:
                        line.indented = True
                    found.extend(placed(line))
                elif isinstance(inner.tag, str):
                    found.extend(self._other(inner))
        return found

    def _other(self, node: Element) -> list[Part]:
        """What else stands in an item."""
        return [tables.grid(self, node)] if node.tag == f"{TABLE}table" else self.parts(node)

    def _numbered(self, node: Element) -> list[Part]:
        style = node.get(f"{TEXT}style-name") or ""
        identity = node.get(f"{TEXT}list-id") or style
        run = self.document.numbering.run(identity, style)
        said = node.get(f"{TEXT}level") or "1"
        found: list[Part] = []
        for inner in node:
            if inner.tag in _PARAGRAPHS:
                line = self.line(inner)
                level = int(said[:2]) - 1 if said.isdecimal() else 0
                self._number(line, run, max(level, 0), style, node.get(f"{TEXT}start-value"))
                found.extend(placed(line))
        return found

    def _number(self, line: Line, run: Run, level: int, style: str, start: str | None) -> None:
        if not line.text:
            return
        style = style or self.styles.list_of(line.style)
        line.place = self.document.numbering.place(run, level, style, start)
        if line.place is not None and line.place.box:
            line.spans.insert(0, Span("☐ "))

    def drawn(self, node: Element, line: Line) -> None:
        line.after.extend(drawn(self, node, line))

    def note(self, node: Element) -> int:
        return self.document.keep_note(self, node.find(f"{TEXT}note-body"))

    def line(self, node: Element) -> Line:
        style = node.get(f"{TEXT}style-name") or ""
        line = Line(style=style)
        inside = Inside(self, line, style)
        inside.read(node)
        line.spans = trimmed(line.spans)
        self._rank(node, line, style)
        line.size = max(inside.sizes, default=0) or inside.look.size
        spoken = [span for span in line.spans if span.text.strip() and span.text.strip()[:1] != "["]
        line.bold = bool(spoken) and all(span.bold for span in spoken)
        if inside.hidden:
            self.document.lost(remarks.HIDDEN, " ".join(inside.hidden))
        if inside.struck:
            line.doubts.append(remarks.STRUCK)
        if line.text and self.styles.is_furniture(style):
            line.doubts.append(remarks.FURNITURE)
        return line

    def _rank(self, node: Element, line: Line, style: str) -> None:
        line.title = self.styles.is_title(style)
        said = node.get(f"{TEXT}outline-level") or ""
        if line.title:
            line.heading = 0
        elif node.tag == f"{TEXT}h":
            line.heading = min(max(int(said[:2]) if said.isdecimal() else 1, 1), 9)
        else:
            line.heading = self.styles.heading(style)
        if (
            str(line.heading) in self.styles.numbered
            and line.text
            and node.get(f"{TEXT}is-list-header") != "true"
        ):
            line.place = Place("ol", line.heading - 1, 1, "headings")
        if line.heading:
            line.bookmarks.append(outline_mark(line.text))
        line.quote = self.styles.is_quote(style)
        line.caption = self.styles.is_caption(style)
        line.indented = self.styles.is_indented(style)
        line.centred = self.styles.is_centred(style)
