"""From a sheet to a PDF: of text, or a picture of it as a scanner makes.

The lines are broken here: what the library does for that takes four times as long, and there are many papers.
"""

from __future__ import annotations

import io
import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extranet.demo.composing import HEADING, POINT, ROW, Sheet

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

LEFT, TOP, BOTTOM, WIDTH = 25.0, 25.0, 270.0, 160.0  # millimetres
TABLE = (0.0, 40.0, 80.0, 120.0)
POINTS_A_MM = 72 / 25.4
SCAN = (1000, 1414)  # at 121 dots an inch
SCAN_DPI, SCAN_CHARACTERS, SCAN_SIZE, SCAN_LEFT = 121, 78, 20, 110


@dataclass(frozen=True)
class Style:
    size: float  # points
    bold: bool
    leading: float  # millimetres
    after: float
    before: float = 0


HEAD = Style(9, False, 4.5, 0)
TITLE = Style(18, True, 8.5, 4)
STYLES = {HEADING: Style(12.5, True, 6, 1, 3), POINT: Style(11, False, 5.4, 1), ROW: Style(10, False, 5.5, 0)}
PLAIN = Style(11, False, 5.4, 3)


def pdf(sheet: Sheet) -> bytes:
    from fpdf import FPDF

    paper = FPDF(format="A4")
    paper.core_fonts_encoding = "windows-1252"  # dashes and quotes, too
    paper.set_title(sheet.title)
    paper.set_author("Kompassköpings kommun")
    paper.set_lang("sv")
    paper.set_auto_page_break(False)
    y = BOTTOM + 1
    for kind, text, style in _lines(sheet):
        y += style.before
        for line in [text] if kind == ROW else wrapped(text, style):
            if y > BOTTOM:
                paper.add_page()
                paper.set_font("helvetica", size=9)
                paper.text(LEFT, 287, f"{sheet.head[0]} · {sheet.head[-1]} · sida {paper.page_no()}")
                y = TOP
            paper.set_font("helvetica", "B" if style.bold else "", style.size)
            for x, words in _columns(kind, line):
                paper.text(LEFT + x, y, words)
            y += style.leading
        y += style.after
    return bytes(paper.output())


def scan(sheet: Sheet) -> bytes:
    """Black on white, without any text that a program could read: its first page."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("1", SCAN, 1)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(SCAN_SIZE)
    y = 90
    for kind, text, _style in _lines(sheet):
        for line in textwrap.wrap(text.replace("\t", "    ").replace("§", "par."), SCAN_CHARACTERS):
            plain = "".join(_apart(character)[0] for character in line)
            draw.text((SCAN_LEFT, y), plain, fill=0, font=font)
            for place, character in enumerate(line):
                x = SCAN_LEFT + draw.textlength(plain[:place], font)
                _mark(draw, character, x, x + draw.textlength(plain[place], font), y)
            y += 27
        y += 0 if kind == ROW else 14
        if y > SCAN[1] - 120:
            break
    data = io.BytesIO()
    picture.save(data, "PDF", resolution=SCAN_DPI)
    return data.getvalue()


def _apart(character: str) -> tuple[str, str]:
    """A letter, and the mark over it, which the type that Pillow brings along has not."""
    character = {"–": "-", "”": '"', "·": "-"}.get(character, character)
    parts = unicodedata.normalize("NFD", character)
    return parts[:1], parts[1:]


def _mark(draw: ImageDraw, character: str, left: float, right: float, y: float) -> None:
    middle, top = (left + right) / 2, y + (1 if character.isupper() else 4)
    match _apart(character)[1]:
        case "\u0308":
            for x in (middle - 4, middle + 2):
                draw.rectangle((x, top, x + 2, top + 2), fill=0)
        case "\u030a":
            draw.ellipse((middle - 3, top - 3, middle + 3, top + 3), outline=0)
        case "\u0301":
            draw.line((middle - 1, top + 3, middle + 3, top - 1), fill=0, width=2)


def wrapped(text: str, style: Style) -> Iterator[str]:
    """The text in lines that fit the page."""
    line, used = "", 0.0
    space = _width(" ", style.bold)
    room = WIDTH * POINTS_A_MM / style.size
    for word in text.split():
        width = _width(word, style.bold)
        if line and used + space + width > room:
            yield line
            line, used = word, width
        else:
            line, used = (f"{line} {word}", used + space + width) if line else (word, width)
    if line:
        yield line


def _lines(sheet: Sheet) -> Iterator[tuple[str, str, Style]]:
    for text in sheet.head:
        yield "", text, HEAD
    yield "", "", Style(11, False, 6, 6)
    yield "", sheet.title, TITLE
    for kind, text in sheet.blocks:
        yield kind, f"–  {text}" if kind == POINT else text, STYLES.get(kind, PLAIN)


def _columns(kind: str, line: str) -> Iterator[tuple[float, str]]:
    if kind == ROW:
        yield from zip(TABLE, line.split("\t"), strict=True)
    else:
        yield 0, line


@cache
def _width(word: str, bold: bool) -> float:
    """In sizes of the type (em)."""
    from fpdf.fonts import CORE_FONTS_CHARWIDTHS

    widths = CORE_FONTS_CHARWIDTHS["helveticaB" if bold else "helvetica"]
    return sum(widths.get(character, 556) for character in word) / 1000
