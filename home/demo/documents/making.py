"""Making the files. The libraries are imported where they are used: the site itself needs none of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from html import escape
from typing import Any

from home.demo.documents.source import BULLET, NUMBER, Block, Source

A4 = (1240, 1754)  # at 150 dots an inch
_ODT_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
)
ODT = "application/vnd.oasis.opendocument.text"


def make(source: Source) -> bytes:
    """The file that a source describes. Raises KeyError for a kind that is none."""
    return MAKERS[source.facts["file"]](source)


def pdf(source: Source) -> bytes:
    """A page for each chapter, or only a picture of the first, as a scanner makes it."""
    if source.facts.get("scanned"):
        return _scanned(source)
    from fpdf import FPDF

    class Numbered(FPDF):
        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("helvetica", size=9)
            self.cell(0, 10, f"{source.facts['title']} · {self.page_no()}", align="C")

    paper = Numbered(format="A4")
    paper.core_fonts_encoding = "windows-1252"  # dashes and quotes, too
    paper.set_title(source.facts["title"])
    paper.set_author("Kompassköpings kommun")
    paper.set_lang("sv")
    paper.set_auto_page_break(True, margin=20)
    for number, (heading, content) in enumerate(source.chapters, 1):
        paper.add_page()
        if number == 1:
            paper.set_font("helvetica", "B", 22)
            paper.multi_cell(0, 11, source.facts["title"], new_x="LMARGIN", new_y="NEXT")
            paper.ln(4)
        if heading:
            paper.start_section(heading)
            paper.set_font("helvetica", "B", 16)
            paper.multi_cell(0, 9, heading, new_x="LMARGIN", new_y="NEXT")
        for block in _numbered(content):
            _put_on_paper(paper, block)
    if source.facts.get("password"):
        paper.set_encryption("ägare".encode().hex(), source.facts["password"])
    return bytes(paper.output())


def _put_on_paper(paper: Any, block: Block) -> None:
    paper.ln(2)
    paper.set_font("helvetica", "B" if block.kind == "heading" else "", 13 if block.kind == "heading" else 11)
    if block.kind == "table":
        with paper.table(line_height=7) as table:
            for cells in block.rows:
                row = table.row()
                for cell in cells:
                    row.cell(cell)
        return
    paper.multi_cell(0, 6, block.text, new_x="LMARGIN", new_y="NEXT")


def _scanned(source: Source) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", A4, 244)
    draw = ImageDraw.Draw(picture)
    y = 160
    for heading, content in source.chapters:
        for words, size in ((heading, 52), *((block.text, 30) for block in content)):
            draw.text((140, y), words, fill=40, font=ImageFont.load_default(size))
            y += size * 2
    draw.rectangle((140, y + 60, 1100, y + 700), outline=60, width=6)
    draw.line((620, y + 60, 620, y + 700), fill=60, width=6)
    data = io.BytesIO()
    picture.rotate(0.6, fillcolor=244).save(data, "PDF", resolution=150)
    return data.getvalue()


def docx(source: Source) -> bytes:
    from docx import Document

    paper = Document()
    paper.core_properties.title = source.facts["title"]
    paper.core_properties.author = "Kompassköpings kommun"
    paper.core_properties.language = "sv-SE"
    paper.add_heading(source.facts["title"], 0)
    styles = {BULLET: "List Bullet", NUMBER: "List Number"}
    for heading, content in source.chapters:
        paper.add_heading(heading, 1)
        for block in content:
            if block.kind == "table":
                table = paper.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
                for cells in block.rows:
                    row = table.add_row()
                    for cell, words in zip(row.cells, cells, strict=True):
                        cell.text = words
            elif block.kind == "heading":
                paper.add_heading(block.text, block.level)
            else:
                paper.add_paragraph(block.text, style=styles.get(block.kind))
    data = io.BytesIO()
    paper.save(data)
    return data.getvalue()


def xlsx(source: Source) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    book.properties.title = source.facts["title"]
    for heading, content in source.chapters:
        sheet = book.create_sheet(heading)
        for number, cells in enumerate((row for block in content for row in block.rows), 1):
            sheet.append([int(cell) if cell.isdecimal() else cell for cell in cells])
            if number == 1:
                for cell in sheet[1]:
                    cell.font = Font(bold=True)
        for letter in "ABCDEF":
            sheet.column_dimensions[letter].width = 26
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def pptx(source: Source) -> bytes:
    from pptx import Presentation

    show = Presentation()
    show.core_properties.title = source.facts["title"]
    first = show.slides.add_slide(show.slide_layouts[0])
    first.shapes.title.text = source.facts["title"]
    first.placeholders[1].text = source.facts["summary"]
    for heading, content in source.chapters:
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = heading
        slide.placeholders[1].text = "\n".join(block.text for block in content)
    data = io.BytesIO()
    show.save(data)
    return data.getvalue()


def odt(source: Source) -> bytes:
    """The least that an OpenDocument text is made of."""
    text = [_odt_heading(source.facts["title"], 1)]
    for heading, content in source.chapters:
        text.append(_odt_heading(heading, 2))
        text += [f"<text:p>{escape(block.text)}</text:p>" for block in content]
    content_xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODT_SPACES} office:version="1.3">'
        f"<office:body><office:text>{''.join(text)}</office:text></office:body></office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", ODT), ("content.xml", "text/xml"))
    )
    manifest = f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {_ODT_SPACES}>{entries}</manifest:manifest>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        # First and as it is: by it the kind is known.
        package.writestr("mimetype", ODT, zipfile.ZIP_STORED)
        package.writestr("content.xml", content_xml)
        package.writestr("META-INF/manifest.xml", manifest)
    return data.getvalue()


def _odt_heading(words: str, level: int) -> str:
    return f'<text:h text:outline-level="{level}">{escape(words)}</text:h>'


def txt(source: Source) -> bytes:
    return f"{source.facts['title']}\n\n{source.text.strip()}\n".encode()


def _numbered(content: list[Block]) -> list[Block]:
    """Lists as a typesetter writes them."""
    found, number = [], 0
    for block in content:
        number = number + 1 if block.kind == NUMBER else 0
        mark = {BULLET: "•  ", NUMBER: f"{number}.  "}.get(block.kind, "")
        found.append(Block(block.kind, mark + block.text, block.level, block.rows))
    return found


MAKERS: dict[str, Callable[[Source], bytes]] = {
    "pdf": pdf,
    "docx": docx,
    "xlsx": xlsx,
    "pptx": pptx,
    "odt": odt,
    "txt": txt,
}
