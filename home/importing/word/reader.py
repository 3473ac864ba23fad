"""A Word file as parts in a row: its stories (the text, its notes) read with styles, lists, fields and relations."""

from __future__ import annotations

from dataclasses import dataclass, field

from home.importing.prose import remarks
from home.importing.prose.parts import Line, Lost, Part, Shown, Span, all_lines, placed, trimmed
from home.importing.word import tables
from home.importing.word.fields import Fields
from home.importing.word.names import M, W, qn
from home.importing.word.numbering import Numbering
from home.importing.word.package import Package, Related
from home.importing.word.pictures import drawn
from home.importing.word.runs import Inside
from home.importing.word.settling import settle
from home.importing.word.styles import Styles
from home.importing.word.tree import Element, child, number, toggle, val

_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_CONTENTS_GALLERIES = ("table of contents", "bibliographies", "table of figures")
_NEAR = 400  # twentieths of a point: an indent that somebody has meant


class Document:
    """One file. `pictures` and `losses` fill while stories are read."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        main = self.package.main
        root = self.package.xml(main)
        self.tracked = settle(root)
        related = self.package.related_part
        self.styles = Styles.of(self._optional(related(main, "styles")))
        self.numbering = Numbering.of(self._optional(related(main, "numbering")), self.styles)
        self.pictures: dict[str, bytes] = {}
        self.losses: list[Lost] = []
        self._notes: dict[tuple[str, str], int] = {}
        self.main = main
        self.root = root

    def _optional(self, part: str) -> Element | None:
        root = self.package.optional_xml(part)
        if root is not None:
            settle(root)
        return root

    def body(self) -> list[Part]:
        body = child(self.root, "w:body")
        if body is None:
            return []
        parts = Story(self, self.main, body).parts(body)
        if next(self.root.iter(qn("w:commentReference")), None) is not None:
            self.lost(remarks.COMMENTS)
        if self.tracked:
            self.lost(remarks.TRACKED)
        return parts

    def lost(self, message: str, text: str = "") -> None:
        self.losses.append(Lost(message, text))

    def told_dropped(self, message: str, node: Element) -> None:
        # A paragraph at a time, so that what is told of one can be read.
        for piece in list(node.iter(f"{W}p")) or [node]:
            text = "".join(t.text or "" for t in piece.iter(f"{W}t", f"{M}t")).strip()
            if text:
                self.lost(message, text)

    def note(self, kind: str, identity: str) -> int:
        """The number that readers get to see for a footnote or an endnote: they are counted together."""
        key = (kind, identity)
        if key not in self._notes:
            self._notes[key] = len(self._notes) + 1
        return self._notes[key]

    def notes(self) -> dict[int, list[Line]]:
        """The text of the notes that have been met, by their numbers."""
        found: dict[int, list[Line]] = {}
        for kind in ("footnote", "endnote"):
            part = self.package.related_part(self.main, f"{kind}s")
            asked = {one.get(qn("w:id")) or "" for one in self.root.iter(qn(f"w:{kind}Reference"))}
            root = self._optional(part)
            for node in root.findall(qn(f"w:{kind}")) if root is not None else ():
                identity = node.get(qn("w:id")) or ""
                place = self._notes.get((kind, identity))
                if not place and identity in asked:
                    self.told_dropped(remarks.LOOSE_NOTE, node)
                elif place:
                    parts = Story(self, part, node).parts(node)
                    found[place] = list(all_lines(parts))
                    if any(isinstance(part, Shown) for part in parts):
                        self.lost(remarks.NOTE_PICTURE)
        return found

    def edges(self) -> list[list[Part]]:
        """What stands in the headers and footers of the pages, for what it says of the document."""
        found = []
        for related in self.package.related(self.main).values():
            if related.kind in ("header", "footer") and not related.external:
                root = self._optional(related.target)
                if root is not None:
                    # Pictures there are logotypes: they are not those of the text.
                    kept, losses = dict(self.pictures), list(self.losses)
                    found.append(Story(self, related.target, root).parts(root))
                    self.pictures, self.losses = kept, losses
        return found

    def properties_title(self) -> str:
        """What the file's properties call it."""
        name = next(
            (r.target for r in self.package.related("").values() if r.kind == "core-properties"),
            "docprops/core.xml",
        )
        root = self.package.optional_xml(name)
        title = root.find("{http://purl.org/dc/elements/1.1/}title") if root is not None else None
        return " ".join((title.text or "").split()) if title is not None else ""


@dataclass
class Story:
    """One part's text, with the relations that its links and pictures are named by."""

    document: Document
    part: str
    element: Element
    related: dict[str, Related] = field(default_factory=dict)
    fields: Fields = field(default_factory=Fields)
    _waiting: list[str] = field(default_factory=list)  # bookmarks between paragraphs

    def __post_init__(self) -> None:
        self.related = self.document.package.related(self.part)
        self.fields = Fields.of(self.element)

    def size_of(self, style: str | None) -> int:
        return self.document.styles.size_of(style) or self.document.styles.size

    def parts(self, parent: Element) -> list[Part]:
        """Everything directly inside an element, in order, pictures and text boxes after the line they hang on."""
        found: list[Part] = []
        for node in parent:
            tag = node.tag
            if tag == f"{W}p":
                found.extend(placed(self.line(node)))
            elif tag == f"{W}tbl":
                if not self.fields.hidden:
                    found.append(tables.grid(self, node))
            elif tag == f"{W}sdt":
                found.extend(self._control(node))
            elif tag in _WRAPPERS:
                found.extend(self.parts(node))
            elif tag == f"{W}bookmarkStart":
                self._waiting.append(node.get(qn("w:name")) or "")
            elif tag == f"{W}altChunk":
                self.document.lost("En annan fil ligger inbäddad i texten och lästes inte in")
            elif tag in (f"{M}oMath", f"{M}oMathPara"):
                line = Line()
                Inside(self, self.fields, line, None)._node(node, "")  # noqa: SLF001
                found.append(line)
            elif isinstance(tag, str) and next(node.iter(f"{W}p", f"{W}tbl"), None) is not None:
                # What this reader has never met: its paragraphs are text all the same.
                found.extend(self.parts(node))
        return found

    def _control(self, node: Element) -> list[Part]:
        properties = child(node, "w:sdtPr")
        gallery = (val(properties, "w:docPartObj/w:docPartGallery") or "").lower()
        if gallery in _CONTENTS_GALLERIES:
            self.document.lost(remarks.CONTENTS)
            return []
        if properties is not None and properties.find(qn("w:showingPlcHdr")) is not None:
            self.document.told_dropped(remarks.PLACEHOLDER, node)
            return []
        content = child(node, "w:sdtContent")
        return self.parts(content) if content is not None else []

    def drawn(self, node: Element, line: Line) -> None:
        # A box may hold fields of its own, and stands in the middle of those that are open here.
        line.after.extend(drawn(self, node, line))

    def line(self, paragraph: Element) -> Line:
        styles = self.document.styles
        properties = child(paragraph, "w:pPr")
        style = val(properties, "w:pStyle")
        line = Line(bookmarks=self._waiting, style=style or "")
        self._waiting = []
        inside = Inside(self, self.fields, line, style)
        hidden_before = self.fields.in_contents
        inside.read(paragraph)
        line.spans = trimmed(line.spans)
        line.contents = hidden_before or self.fields.in_contents or styles.is_contents(style)
        line.place = self.document.numbering.place(properties, style) if line.text else None
        if line.place is not None and line.place.box and line.text:
            line.spans.insert(0, Span("☐ "))
        self._rank(line, properties, style)
        if line.text and styles.is_furniture(style):
            line.doubts.append(remarks.FURNITURE)
        line.size = max(inside.sizes, default=0) or self.size_of(style)
        spoken = [span for span in line.spans if span.text.strip()]
        line.bold = bool(spoken) and all(span.bold for span in spoken if not _is_mark(span))
        if inside.hidden:
            self.document.lost(remarks.HIDDEN, "".join(inside.hidden).strip())
        if inside.struck:
            line.doubts.append(remarks.STRUCK)
        return line

    def _rank(self, line: Line, properties: Element | None, style: str | None) -> None:
        styles = self.document.styles
        own = val(properties, "w:outlineLvl")
        level = number(own, 9) if own is not None else -1
        line.title = styles.is_title(style) and own is None
        line.heading = (level + 1 if level < 9 else 0) if level >= 0 else styles.heading(style)
        if line.title:
            line.heading = 0
        line.quote = styles.is_quote(style)
        line.caption = styles.is_caption(style)
        indent = child(properties, "w:ind")
        left = (indent.get(qn("w:left")) or indent.get(qn("w:start"))) if indent is not None else None
        line.indented = number(left) >= _NEAR // 2 if left is not None else styles.is_list_text(style)
        line.centred = val(properties, "w:jc") == "center"
        if line.heading and toggle(properties, "w:vanish"):
            line.heading = 0


def _is_mark(span: Span) -> bool:
    return span.text.strip().startswith("[") and span.text.strip().endswith("]")
