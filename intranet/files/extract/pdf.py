"""PDF, page by page."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.errors import FileNotDecryptedError, PyPdfError

from intranet.files.extract.places import LONGEST_PAGE, PAGE, Place, Problem, label, tidy

KEPT_OBJECTS = 20_000
LOOKED_AT_FOR_IMAGES = 20  # pages; a scan has an image on each

# A word cut at the end of a line. "kommun-\noch" and "IT-\nenheten" keep their hyphen.
CUT = re.compile(r"(?<=[a-zåäöé]{2})-\n(?!(?:och|eller|samt|respektive|till)\b)(?=[a-zåäöé])")

# Whatever a broken file leads the library into; memory and what ends the process are not for us.
BROKEN = (
    *(
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        AssertionError,
        ArithmeticError,
    ),
    *(
        RecursionError,
        NotImplementedError,
        OSError,
        EOFError,
        UnicodeError,
        LookupError,
        RuntimeError,
        StopIteration,
    ),
)


def places(path: Path) -> Iterator[Place]:
    """Each page that there is, without text too. Raises Problem: damaged, encrypted, scanned, no_text, pages_lost."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it quotes what it stumbles over
    with path.open("rb") as file:
        reader, pages = _opened(file)
        labels = _labels(reader, pages)
        anything, lost, images = False, 0, 0
        for index in range(pages):
            text, page = "", None
            try:
                page = reader.pages[index]
                text = _text(page)
            except FileNotDecryptedError as locked:
                raise Problem("encrypted") from locked
            except BROKEN:
                lost += 1
            anything = anything or bool(text)
            if page is not None and not anything and index < LOOKED_AT_FOR_IMAGES:
                images += _has_image(page)
            yield Place(index + 1, PAGE, labels[index] if index < len(labels) else "", text)
            if len(reader.resolved_objects) > KEPT_OBJECTS:
                reader.resolved_objects.clear()  # what is asked for again is read again
    if lost:
        raise Problem("pages_lost" if lost < pages else "damaged")
    if not anything:
        raise Problem("scanned" if images else "no_text")


def _opened(file) -> tuple[PdfReader, int]:  # type: ignore[no-untyped-def]
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise Problem("encrypted")
        pages = len(reader.pages)
    except FileNotDecryptedError as locked:
        raise Problem("encrypted") from locked
    except BROKEN as broken:
        raise Problem("damaged") from broken
    if not pages:
        raise Problem("damaged")
    return reader, pages


def _labels(reader: PdfReader, pages: int) -> list[str]:
    """What the file calls its pages, where that is not their number."""
    try:
        if "/PageLabels" not in reader.root_object:
            return []
        return ["" if name == str(at) else label(name) for at, name in enumerate(reader.page_labels, start=1)]
    except BROKEN:
        return []


def _text(page: PageObject) -> str:
    return CUT.sub("", tidy(page.extract_text()))[:LONGEST_PAGE]


def _has_image(page: PageObject) -> bool:
    try:
        resources = page["/Resources"].get_object()
        objects = resources.get("/XObject", {}).get_object()  # type: ignore[union-attr]
        return any(objects[name].get_object().get("/Subtype") == "/Image" for name in list(objects)[:50])
    except BROKEN:
        return False
