"""The names that Word's XML goes by."""

from __future__ import annotations

import re

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}
# The strict form of the standard (ISO/IEC 29500) has addresses of its own for the same names.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z/]+)")
_MOVED = {
    b"wordprocessingml/main": NAMESPACES["w"].encode(),
    b"officeDocument/relationships": NAMESPACES["r"].encode(),
    b"drawingml/main": NAMESPACES["a"].encode(),
    b"drawingml/picture": NAMESPACES["pic"].encode(),
    b"drawingml/wordprocessingDrawing": NAMESPACES["wp"].encode(),
    b"drawingml/diagram": NAMESPACES["dgm"].encode(),
    b"officeDocument/math": NAMESPACES["m"].encode(),
}


def qn(name: str) -> str:
    """w:p as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


PACKAGE_REL = qn("rel:Relationship")
W, WP, A, M, V = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("w", "wp", "a", "m", "v"))


def strict_to_transitional(data: bytes) -> bytes:
    """The same part in the names that everything else here knows."""
    if b"purl.oclc.org/ooxml" not in data:
        return data
    return _STRICT.sub(lambda found: _MOVED.get(found.group(1), found.group(0)), data)
