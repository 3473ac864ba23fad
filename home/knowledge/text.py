"""The plain text of stream content, place by place, for the search index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import slugify
from wagtail.fields import StreamValue
from wagtail.rich_text import RichText

Part = tuple[str, str, str]


_BLOCK_TAG = re.compile(r"<(?=/?(?:p|br|hr|li|ul|ol|h[1-6]|div|tr|td|th|table|blockquote)\b)", re.IGNORECASE)


def plain(html: str) -> str:
    """HTML as text: a space where a block ended, none where only a link or bold did."""
    return " ".join(unescape(strip_tags(_BLOCK_TAG.sub(" <", str(html)))).split())


def stream_parts(stream: StreamValue | None) -> list[Part]:
    """(anchor, heading, text) for each stretch of a stream between headings, in reading order."""
    parts: list[list] = []
    for block in stream or []:
        anchor, heading, texts = _block(block.block_type, block.value)
        if heading or not parts:
            parts.append([anchor, heading, []])
        parts[-1][2].extend(texts)
    return [(anchor, heading, " ".join(t for t in texts if t)) for anchor, heading, texts in parts]


def _block(kind: str, value: Any) -> tuple[str, str, list[str]]:
    heading = ""
    if hasattr(value, "get"):
        heading = value.get("heading") or (value.get("title") if kind in ("chapter", "section") else "") or ""
    return slugify(heading), heading, list(_texts(value, skip=heading))


def _texts(value: Any, skip: str = "") -> Iterable[str]:
    """Every text in a block's value, however deep; choosers give their title or nothing."""
    if isinstance(value, RichText):
        yield plain(value.source)
    elif isinstance(value, str):
        if value != skip:
            yield value
    elif hasattr(value, "columns") and hasattr(value, "rows"):
        yield from (str(column["heading"]) for column in value.columns)
        for row in value.rows:
            for cell in row:
                yield from _texts(cell.value)
    elif hasattr(value, "items"):
        for name, inner in value.items():
            if name not in ("tone", "function", "image", "document", "system", "checklist", "link"):
                yield from _texts(inner, skip)
    elif isinstance(value, (list, tuple)) or hasattr(value, "__iter__"):
        for inner in value:
            yield from _texts(getattr(inner, "value", inner), skip)
