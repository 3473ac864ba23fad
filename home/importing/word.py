"""Word files (.docx): their paragraphs as HTML, which `markup` then reads as any other."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from home.importing import inline
from home.importing.fields import known_name
from home.importing.markup import Markup
from home.importing.source import Source, UnreadableTextError

MAX_UNPACKED = 300 * 1024 * 1024  # bytes
_HEADING = re.compile(r"(?:heading|rubrik)\s*(\d)", re.IGNORECASE)
_TITLES = ("title", "titel", "rubrik")
_QUOTES = ("quote", "intense quote", "citat", "starkt citat")
_PICTURE = "bild:"  # the scheme under which a file's own pictures are named


def read_word(data: bytes) -> Source:
    """Raises UnreadableTextError if it is no Word file, or one that unpacks to too much."""
    document = _opened(data)
    writer = _Writer(document)
    html = "".join(writer.body())
    if writer.title:
        # A paragraph in the style Title is the title, whatever headings follow; the table at the top may say another.
        writer.written.setdefault("title", writer.title)
    markup = Markup(tick_lists=str(writer.written.get("kind", "")).strip() == "checklista")
    blocks = markup.blocks(inline.soup(html))
    return Source(
        writer.written,
        strict=False,
        title=(document.core_properties.title or "").strip(),
        blocks=blocks,
        pictures=writer.pictures,
        problems=markup.problems,
        notes=markup.notes,
    )


def _opened(data: bytes) -> WordDocument:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise UnreadableTextError("Filen är för stor uppackad. Dela den eller gör bilderna mindre.")
        return Document(BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise UnreadableTextError(
            "Filen är skadad eller ingen Word-fil. Öppna den i Word och spara om den."
        ) from error


class _Writer:
    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self.pictures: dict[str, bytes] = {}
        self.written: dict[str, Any] = {}
        self.title = ""
        self._lists: dict[tuple[str, str], bool] = {}

    def body(self) -> Iterator[str]:
        """The document as HTML, list paragraphs gathered into lists."""
        open_list = ""
        first = True
        for part in self.document.iter_inner_content():
            kind, html = self._part(part, first)
            if kind == "fields":
                continue
            if kind not in ("ol", "ul"):
                kind = ""
            if kind != open_list:
                yield f"</{open_list}>" if open_list else ""
                yield f"<{kind}>" if kind else ""
                open_list = kind
            yield html
            first = first and not html
        if open_list:
            yield f"</{open_list}>"

    def _part(self, part: WordParagraph | WordTable, first: bool) -> tuple[str, str]:
        if isinstance(part, WordTable):
            if first and self._take_fields(part):
                return "fields", ""
            return "table", self._table(part)
        return self._paragraph(part)

    def _paragraph(self, paragraph: WordParagraph) -> tuple[str, str]:
        inside = "".join(self._inside(paragraph))
        if not inside.strip():
            return "", ""
        style = (paragraph.style.name or "").strip().lower() if paragraph.style is not None else ""
        if style in _TITLES and not self.title:
            self.title = paragraph.text.strip()
            return "", ""
        heading = _HEADING.match(style)
        if heading:
            level = min(int(heading.group(1)), 6)
            return "h", f"<h{level}>{inside}</h{level}>"
        listed = self._list_kind(paragraph, style)
        if listed:
            return listed, f"<li>{inside}</li>"
        if style in _QUOTES:
            return "blockquote", f"<blockquote><p>{inside}</p></blockquote>"
        return "p", f"<p>{inside}</p>"

    def _inside(self, paragraph: WordParagraph) -> Iterator[str]:
        for part in paragraph.iter_inner_content():
            if isinstance(part, Hyperlink):
                text = escape(part.text, quote=False)
                yield f'<a href="{escape(part.url)}">{text}</a>' if part.url else text
            else:
                yield from self._run(part)

    def _run(self, run: Run) -> Iterator[str]:
        for drawing in run._r.iter(qn("w:drawing")):  # noqa: SLF001
            yield self._picture(drawing)
        text = escape(run.text, quote=False).replace("\n", "<br/>")
        if not text:
            return
        if run.italic:
            text = f"<i>{text}</i>"
        yield f"<b>{text}</b>" if run.bold else text

    def _picture(self, drawing: Any) -> str:
        properties = drawing.find(f".//{qn('wp:docPr')}")
        blip = drawing.find(f".//{qn('a:blip')}")
        alt = (properties.get("descr") or "") if properties is not None else ""
        related = blip.get(qn("r:embed")) if blip is not None else None
        if not related or related not in self.document.part.related_parts:
            return ""
        part = self.document.part.related_parts[related]
        name = f"{_PICTURE}{str(part.partname).rsplit('/', 1)[-1]}"
        self.pictures[name] = part.blob
        return f'<img src="{escape(name)}" alt="{escape(alt)}">'

    def _table(self, table: WordTable) -> str:
        rows = []
        for row in table.rows:
            cells = [
                "<td>" + "<br/>".join("".join(self._inside(p)) for p in cell.paragraphs) + "</td>"
                for cell in row.cells
            ]
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f"<table>{''.join(rows)}</table>"

    def _take_fields(self, table: WordTable) -> bool:
        """A table of two columns at the top that names only fields is the document's own head."""
        rows = [[cell.text.strip() for cell in row.cells] for row in table.rows]
        if not rows or any(len(row) != 2 or not known_name(row[0].rstrip(":")) for row in rows):
            return False
        self.written = {known_name(label.rstrip(":")) or label: value for label, value in rows}
        return True

    def _list_kind(self, paragraph: WordParagraph, style: str) -> str:
        """`ol`, `ul` or nothing: by the numbering that it or its style names, else by the style's name."""
        numbering = self._numbering(paragraph)
        if numbering:
            return "ol" if self._is_numbered(*numbering) else "ul"
        if style.startswith(("list number", "numrerad lista")):
            return "ol"
        return "ul" if style.startswith(("list bullet", "punktlista", "list paragraph", "liststycke")) else ""

    @staticmethod
    def _numbering(paragraph: WordParagraph) -> tuple[str, str] | None:
        properties: Any = paragraph._p.pPr  # noqa: SLF001
        numbered = properties.numPr if properties is not None else None
        if numbered is None and paragraph.style is not None:
            style_properties: Any = paragraph.style.element.find(qn("w:pPr"))
            numbered = style_properties.find(qn("w:numPr")) if style_properties is not None else None
        if numbered is None:
            return None
        number, level = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
        if number is None or number.get(qn("w:val")) == "0":
            return None
        return number.get(qn("w:val")), level.get(qn("w:val")) if level is not None else "0"

    def _is_numbered(self, number: str, level: str) -> bool:
        if (number, level) not in self._lists:
            self._lists[number, level] = self._look_up(number, level)
        return self._lists[number, level]

    def _look_up(self, number: str, level: str) -> bool:
        try:
            root = self.document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return False
        found = root.xpath(f'./w:num[@w:numId="{int(number)}"]/w:abstractNumId/@w:val')
        formats = (
            root.xpath(
                f'./w:abstractNum[@w:abstractNumId="{int(found[0])}"]/w:lvl[@w:ilvl="{int(level)}"]/w:numFmt/@w:val'
            )
            if found
            else []
        )
        return bool(formats) and formats[0] not in ("bullet", "none")
