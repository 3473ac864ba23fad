"""What the name of a style says, in the languages that files come in."""

from __future__ import annotations

import re

# Word writes the built-in names in English whatever its language; other programs and older files do not.
# More may follow: "Rubrik 1 (utan nummer)", "Rubrik 2 Kompasköping".
_HEADING = re.compile(
    r"(?:heading|head|rubrik|overskrift|otsikko|überschrift|berschrift|titre|kop|título|titolo|nagłówek|nadpis)"
    r"[\s_-]*([1-9])(?=$|[\s,;(_-])",
    re.IGNORECASE,
)
_TITLES = frozenset(("title", "titel", "dokumenttitel", "tittel", "otsikko", "titre"))
_QUOTES = frozenset(("quote", "intense quote", "citat", "starkt citat", "block text", "quotations"))
_CONTENTS = re.compile(
    r"(?:toc|innehåll|contents|verzeichnis|table of figures|figurförteckning|index)\s*\d+$"
    r"|(?:toc|table of figures|figurförteckning)$",
    re.IGNORECASE,
)
_CONTENTS_TITLE = re.compile(r"(?:toc heading|contents heading|innehållsförteckningsrubrik)$", re.IGNORECASE)
_LIST_LEVEL = re.compile(r"(?:list\s?bullet|list\s?number|punktlista|numrerad\s?lista)\s*([2-5])")
_ORDERED = re.compile(r"list\s?number|numrerad\s?lista|numbering")
_BULLETED = re.compile(r"list\s?bullet|punktlista")
_CAPTIONS = frozenset(("caption", "beskrivning", "bildtext", "illustration", "figure"))
_FURNITURE = frozenset(("header", "footer", "sidhuvud", "sidfot"))
_LIST_TEXT = re.compile(r"list\s?paragraph|liststycke|list contents|list continue|listfortsättning")


def heading(name: str) -> int:
    """The level of heading that a name says, 1–9; 0 for none."""
    found = _HEADING.match(name)
    return int(found.group(1)) if found else 0


def is_bare_heading(name: str) -> bool:
    """Whether it is what LibreOffice lets all its headings build on, and people use as one."""
    return name in ("heading", "überschrift")


def is_title(name: str) -> bool:
    return name in _TITLES


def is_quote(name: str) -> bool:
    return name in _QUOTES


def is_caption(name: str) -> bool:
    return name in _CAPTIONS


def is_furniture(name: str) -> bool:
    """Whether it is meant for page headers or footers."""
    return name in _FURNITURE


def is_contents(name: str) -> bool:
    """Whether it is a line, or the heading, of a table of contents."""
    return bool(_CONTENTS.fullmatch(name) or _CONTENTS_TITLE.fullmatch(name))


def list_kind(name: str) -> str:
    """`ol`, `ul` or nothing."""
    if _ORDERED.match(name):
        return "ol"
    return "ul" if _BULLETED.match(name) else ""


def list_level(name: str) -> int:
    """The level that Word's own list styles name: 1 of "List Bullet 2"; 0 for what names none."""
    found = _LIST_LEVEL.fullmatch(name)
    return int(found.group(1)) - 1 if found else 0


def is_list_text(name: str) -> bool:
    """Whether it is meant to stand indented in a list."""
    return bool(_LIST_TEXT.match(name))
