"""The plain text of stream content, place by place, for the search index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.fields import StreamValue
from wagtail.rich_text import RichText

from intranet.blocks.anchors import HeadedValue, number

Part = tuple[str, str, str]


_BLOCK_TAG = re.compile(r"<(?=/?(?:p|br|hr|li|ul|ol|h[1-6]|div|tr|td|th|table|blockquote)\b)", re.IGNORECASE)


def plain(html: str) -> str:
    """HTML as text: a space where a block ended, none where only a link or bold did."""
    return " ".join(unescape(strip_tags(_BLOCK_TAG.sub(" <", str(html)))).split())


def stream_parts(stream: StreamValue | None) -> list[Part]:
    """(anchor, heading, text) for each stretch between the outermost headings of a page's stream, in reading order."""
    number(stream)
    parts: list[list] = []
    for block in stream or []:
        headed = block.value if isinstance(block.value, HeadedValue) and block.value.words else None
        if headed is not None or not parts:
            parts.append([headed.anchor, headed.words, []] if headed is not None else ["", "", []])
        parts[-1][2].extend(_texts(block.value, skip=headed.words if headed is not None else ""))
    return [(anchor, heading, " ".join(t for t in texts if t)) for anchor, heading, texts in parts]


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
