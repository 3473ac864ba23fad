"""Files of every kind that text is read out of, made on the spot; each function gives the bytes of one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

import docx
import openpyxl
import pptx
from docx.document import Document
from PIL import Image
from pypdf import PdfReader, PdfWriter

ODT_TYPE = b"application/vnd.oasis.opendocument.text"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def pdf(pages: Sequence[str], *, labels: str = "", image: bool = False, compressed: bool = False) -> bytes:
    """A PDF with one page for each text. `labels`: a /Nums array; `image`: each page also has a picture."""
    resources = "/Font << /F1 3 0 R >>" + (" /XObject << /I1 4 0 R >>" if image else "")
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {f'/PageLabels << /Nums [{labels}] >>' if labels else ''} >>".encode(),
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        _stream(
            b"\x00" * 3,
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8",
        ),
    ]
    for number, text in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * number} 0 R"
            f" /Resources << {resources} >> >>".encode()
        )
        drawn = _drawn(text) + (b"\nq 99 0 0 99 0 0 cm /I1 Do Q" if image else b"")
        if compressed:
            objects.append(_stream(zlib.compress(drawn), "/Filter /FlateDecode"))
        else:
            objects.append(_stream(drawn))
    return pdf_of(objects)


def pdf_of(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def _drawn(text: str) -> bytes:
    if not text:
        return b""
    lines = []
    for line in text.split("\n"):
        said = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        lines.append(b"(" + said + b") Tj T*")
    return b"BT /F1 12 Tf 14 TL 50 800 Td\n" + b"\n".join(lines) + b"\nET"


def locked_pdf(pages: Sequence[str], password: str, algorithm: str = "AES-256") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(pages))))
    writer.encrypt(password, "ägarens ord", algorithm=algorithm)
    return written(writer)


def written(thing) -> bytes:
    """What a writer, a Word document, a book or a presentation is as a file."""
    out = io.BytesIO()
    (thing.write if isinstance(thing, PdfWriter) else thing.save)(out)
    return out.getvalue()


def word(parts: Iterable[tuple[str, str]]) -> bytes:
    """A Word file by (style, text); the style "" is body text."""
    document: Document = docx.Document()
    for style, text in parts:
        document.add_paragraph(text, style=style or None)
    return written(document)


def book(sheets: Mapping[str, Sequence[Sequence[object]]], hidden: Sequence[str] = ()) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    return written(workbook)


def slides(parts: Sequence[tuple[str, str, str]]) -> bytes:
    """A presentation by (title, text, notes)."""
    presentation = pptx.Presentation()
    for title, text, notes in parts:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    return written(presentation)


def zipped(parts: Mapping[str, bytes | str], *, stored_first: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number, (name, content) in enumerate(parts.items()):
            kind = zipfile.ZIP_STORED if stored_first and number == 0 else None
            package.writestr(name, content, compress_type=kind)
    return out.getvalue()


def repacked(data: bytes, changed: Mapping[str, bytes | str]) -> bytes:
    """An office file with some of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts: dict[str, bytes | str] = {name: package.read(name) for name in package.namelist()}
    return zipped({**parts, **changed}, stored_first="mimetype" in parts)


def odt(body: str, manifest: str = "", before: str = "") -> bytes:
    """An OpenDocument text by the XML of its body; `before`: what stands between the XML head and the root."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "text", "table")
    )
    content = (
        f"{XML_HEAD}{before}<office:document-content {names}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    name = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    listing = f"{XML_HEAD}<m:manifest {name}>{manifest}</m:manifest>"
    return zipped(
        {"mimetype": ODT_TYPE, "META-INF/manifest.xml": listing, "content.xml": content}, stored_first=True
    )


def word_xml(
    body: str, before: str = "", styles: str = "", more: Mapping[str, bytes | str] | None = None
) -> bytes:
    """A Word file by the XML of its body, as small as one can be."""
    word_names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'{XML_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f"{XML_HEAD}{before}<w:document {word_names}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(
            {"rId1": ("styles", "styles.xml"), "rId2": ("footnotes", "footnotes.xml")}
        ),
        "word/styles.xml": f"{XML_HEAD}<w:styles {word_names}>{styles}</w:styles>",
    }
    return zipped({**parts, **(more or {})})


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{XML_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def old_office(stream: str) -> bytes:
    """A file of the old binary kind with one named stream: "WordDocument", "EncryptedPackage" …"""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into(
        "<III", header, 44, 1, 1, 0
    )  # one sector of the table; the directory's first sector is 1
    struct.pack_into("<I", header, 76, 0)
    entry = stream.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(stream) + 2)
    root = "Root Entry".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 22)
    directory = root.ljust(128, b"\0") + entry.ljust(128, b"\0")
    return bytes(header) + b"\xff" * 512 + directory.ljust(512, b"\0") + b"\0" * 4096


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#0a5950").save(out, kind, **options)
    return out.getvalue()


def animation(frames: int, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("RGB", size, (number % 250, number % 7 * 30, 9)) for number in range(frames)]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def giant_png(width: int, height: int) -> bytes:
    """A picture of one colour that is small as a file, whatever its size; written without holding it in memory."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
