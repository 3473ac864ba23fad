"""Good files made bad in ways that happen, and in ways that are meant: every one the same at every run."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime

import docx
import pptx
import xlsxwriter
from pptx.util import Cm

from intranet.files.detect import BROKEN_ZIP
from tests.intranet import file_samples as samples

Mutation = Callable[[random.Random, bytes], bytes]
TEXT = "Rutinen gäller alla enheter. Fyll i blanketten och lämna den till chefen."
ANY = b"".join(bytes([number]) for number in range(256))
HUGE = (b"0", b"-1", b"65536", b"2147483647", b"4294967296", b"99999999999999999999", b"1e999")


def seeds() -> dict[str, list[bytes]]:
    """Good files by ending: what the bad ones are made from."""
    pages = [f"{TEXT}\nSidan {number}" for number in range(6)]
    return {
        "pdf": [
            samples.pdf(pages, labels="0 << /S /r >>", image=True),
            samples.pdf(pages, compressed=True),
            samples.locked_pdf(pages[:2], ""),
            _pdf_of_forms(),
        ],
        "docx": [_word(), samples.word_xml("<w:p><w:r><w:t>Text</w:t></w:r></w:p>" * 5)],
        "xlsx": [samples.book({"Ett": [["A", 1, 2.5]] * 9, "Två": [["=A1", None, True]]}), _shared_strings()],
        "pptx": [_presentation()],
        "odt": [samples.odt("<text:h>Rubrik</text:h><text:p>Text<text:s text:c='3'/>mer</text:p>" * 4)],
        "txt": ["\n".join(pages).encode(), "\n".join(pages).encode("utf-16")],
    }


def _pdf_of_forms() -> bytes:
    """A form that draws itself, a table of the font's characters, annotations, bookmarks that go round."""
    table = b"1 beginbfchar <41> <00C5> endbfchar 1 beginbfrange <42> <5A> <0042> endbfrange"
    fonts = b"<< /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >>"
    return samples.pdf_of([
        b"<< /Type /Catalog /Pages 2 0 R /Outlines 8 0 R >>",
        b"<< /Type /Pages /Count 2 /Kids [3 0 R 3 0 R] /Resources " + fonts + b" >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [4 0 R 4 0 R] /Rotate 90 /Annots [] >>",
        _stream(b"BT /F1 12 Tf [(ABC) -250 (DEF)] TJ 0 -14 Td <414243> Tj ET /X Do"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R /FirstChar 65 /Widths [500 600] >>",
        _stream(b"BT /F1 9 Tf (I formen) Tj ET /X Do", b"/Subtype /Form /BBox [0 0 9 9] /Resources " + fonts),
        _stream(zlib.compress(table), b"/Filter /FlateDecode"),
        b"<< /Type /Outlines /First 8 0 R /Last 8 0 R /Next 8 0 R >>",
    ])  # fmt: skip


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d " % len(data) + entries + b" >>\nstream\n" + data + b"\nendstream"


def _word() -> bytes:
    document = docx.Document()
    document.add_heading("Rubrik", 1)
    document.add_paragraph(TEXT)
    document.add_table(2, 2).cell(0, 0).text = "Cell"
    document.add_paragraph("Punkt", style="List Bullet")
    document.add_picture(io.BytesIO(samples.picture()))
    return samples.written(document)


def _shared_strings() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet = workbook.add_worksheet("Priser")
        for row in range(20):
            sheet.write_row(row, 0, [f"Vara {row}", row * 1.5, TEXT])
        sheet.write_datetime(0, 5, datetime(2026, 9, 1), workbook.add_format({"num_format": "yyyy"}))
    return out.getvalue()


def _presentation() -> bytes:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Rubrik"
    slide.notes_slide.notes_text_frame.text = "Säg detta"
    slide.shapes.add_table(1, 1, Cm(1), Cm(1), Cm(5), Cm(2)).table.cell(0, 0).text = "Cell"
    return samples.written(presentation)


# Mutations of bytes


def flipped(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 40))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def beheaded(chance: random.Random, data: bytes) -> bytes:
    return data[chance.randrange(min(len(data), 2000)) :]


def holed(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 400) :]


def doubled(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randrange(1, 400)]
    return data[:start] + piece * chance.choice((2, 3, 50)) + data[start:]


def stuffed(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + bytes(chance.choices(ANY, k=chance.randrange(1, 600))) + data[start:]


def emptied(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    length = chance.randrange(1, 600)
    return data[:start] + b"\0" * length + data[start + length :]


def renumbered(chance: random.Random, data: bytes) -> bytes:
    """Some numbers become others: lengths, counts, places and references that lead nowhere or round in circles."""
    rate = chance.choice((0.01, 0.05, 0.3))

    def other(found: re.Match[bytes]) -> bytes:
        return chance.choice((*HUGE, b"%d" % chance.randrange(20))) if chance.random() < rate else found[0]

    return re.sub(rb"\d+", other, data)


def renamed(chance: random.Random, data: bytes) -> bytes:
    """Some names change places: a page where a font was, an attribute where an element was."""
    names = re.findall(rb"/?[A-Za-z:]{2,}", data)
    rate = chance.choice((0.005, 0.03))

    def other(found: re.Match[bytes]) -> bytes:
        return chance.choice(names) if chance.random() < rate else found[0]

    return re.sub(rb"/?[A-Za-z:]{2,}", other, data)


BYTES: tuple[Mutation, ...] = (
    *(flipped, cut, beheaded, holed, doubled, stuffed, emptied, renumbered, renamed),
)


def in_an_object(chance: random.Random, data: bytes) -> bytes:
    """An object of a PDF changed and the whole put together again, so that its table of objects is right."""
    objects = re.findall(rb"\d+ 0 obj\n(.*?)\nendobj", data, re.DOTALL)
    if not objects:
        return flipped(chance, data)
    at = chance.randrange(len(objects))
    objects[at] = chance.choice(BYTES)(chance, objects[at] or b" ")
    return samples.pdf_of(objects)


def restructured(chance: random.Random, data: bytes) -> bytes:
    """XML that is still well formed: an element called something else, told many times, inside itself, or gone."""
    names = re.findall(rb"<([\w:]+)[\s>]", data)
    if not names:
        return renumbered(chance, data)
    name = re.escape(chance.choice(names))
    element = re.search(rb"<%s(?:\s[^<>]*)?>.*?</%s>" % (name, name), data, re.DOTALL)
    way = chance.randrange(4)
    if way == 0:
        return re.sub(rb"(</?)%s(?=[\s/>])" % name, lambda found: found[1] + chance.choice(names), data)
    if element is None or way == 1:
        return re.sub(
            rb'"\d+"',
            lambda found: b'"' + chance.choice(HUGE) + b'"' if chance.random() < 0.2 else found[0],
            data,
        )
    times = chance.choice((0, 2, 300))
    if way == 2:
        return data[: element.start()] + element[0] * times + data[element.end() :]
    opening = element[0][: element[0].index(b">") + 1]
    depth = chance.choice((3, 100, 3000))
    closing = b"</" + re.match(rb"<([\w:]+)", opening)[1] + b">"
    return data[: element.start()] + opening * depth + element[0] + closing * depth + data[element.end() :]


def inside(chance: random.Random, data: bytes) -> bytes:
    """A part of a package changed and packed again, so that the reader behind the ZIP meets it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            name = chance.choice([name for name in package.namelist() if name.endswith((".xml", ".rels"))])
            way = chance.choice((*BYTES, *(restructured,) * 12))
            return samples.repacked(data, {name: way(chance, package.read(name)) or b" "})
    except BROKEN_ZIP:
        return flipped(chance, data)


def without_a_part(chance: random.Random, data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            gone = chance.choice(package.namelist())
            return samples.zipped({name: package.read(name) for name in package.namelist() if name != gone})
    except BROKEN_ZIP:
        return cut(chance, data)


def mutants(counts: dict[str, int], seed: int) -> Iterator[tuple[str, bytes]]:
    """So many (name, content) of each ending."""
    good = seeds()
    for ending, count in counts.items():
        chance = random.Random(f"{seed} {ending}")  # a sequence of its own: more of one changes no other
        deep = in_an_object if ending == "pdf" else inside
        for number in range(count):
            data = chance.choice(good[ending])
            for _ in range(chance.choice((1, 1, 2))):
                inwards = ending != "txt" and chance.random() < 0.6
                data = (deep if inwards else chance.choice((*BYTES, without_a_part)))(chance, data) or b" "
            yield f"{number}.{ending}", data


# Mutants of images


def images(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many (name, content)."""
    good = {
        "png": [samples.picture("PNG")],
        "jpg": [samples.picture("JPEG", (300, 200)), samples.picture("JPEG", (300, 200), progressive=True)],
        "gif": [samples.animation(5), samples.picture("GIF")],
        "webp": [samples.picture("WEBP"), samples.picture("WEBP", lossless=True)],
    }
    chance = random.Random(f"{seed} images")
    for number in range(count):
        ending = chance.choice(list(good))
        data = chance.choice(BYTES)(chance, chance.choice(good[ending]))
        yield f"{number}.{ending}", data or b" "
