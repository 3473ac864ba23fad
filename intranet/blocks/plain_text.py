"""The plain text of stream content, place by place, for the search index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import (
    Block,
    CharBlock,
    ChoiceBlock,
    EmailBlock,
    ListBlock,
    RichTextBlock,
    StreamValue,
    TextBlock,
    URLBlock,
)
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

from intranet.blocks.anchors import Anchors, HeadedValue

Part = tuple[str, str, str]

# Fields that say how something looks or what it leads to.
UNREAD = frozenset({"tone", "function", "image", "document", "system", "checklist", "link"})


# A tag with its attributes, whatever stands between their quotes.
_TAG = re.compile(r"""</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_BLOCK_TAG = re.compile(r"<(?=/?(?:p|br|hr|li|ul|ol|h[1-6]|div|tr|td|th|table|blockquote)\b)", re.IGNORECASE)


def plain(html: str) -> str:
    """HTML as text: a space where a block ended, none where only a link or bold did."""
    text = _TAG.sub("", _BLOCK_TAG.sub(" <", str(html)))
    if "<" in text:  # what the editor never writes: comments, half a tag
        text = strip_tags(text)
    return " ".join(unescape(text).split())


def stream_parts(stream: StreamValue | None) -> list[Part]:
    """(anchor, heading, text) for each stretch between the outermost headings of a page's stream, in reading order.

    Read from what is stored, not from the blocks' values: those would be made, and what they point at fetched,
    for twenty thousand pages when the index is built.
    """
    anchors = Anchors()
    parts: list[tuple[str, str, list[str]]] = []
    for block, stored in _children(stream.stream_block, stream.raw_data) if stream else ():
        heading = _heading(block, stored)
        if heading is not None:
            anchor = anchors.give(heading)
            _number_below(block, stored, anchors)
        if heading or not parts:
            parts.append((anchor, heading, []) if heading else ("", "", []))
        parts[-1][2].extend(_texts(block, stored, skip=heading or ""))
    return [(anchor, heading, " ".join(text for text in texts if text)) for anchor, heading, texts in parts]


def _children(stream: BaseStreamBlock, rows: Any) -> Iterator[tuple[Block, Any]]:
    """The blocks of a stored stream that its definition knows, with what is stored of each."""
    for row in rows or ():
        block = stream.child_blocks.get(row["type"])
        if block is not None:
            yield block, row["value"]


def _heading(block: Block, stored: Any) -> str | None:
    """The words of a block's heading, empty if it has none yet; None for a block that never has one."""
    if not isinstance(block, BaseStructBlock) or not issubclass(block.meta.value_class, HeadedValue):
        return None
    return stored.get("heading") or stored.get("title") or ""


def _number_below(block: Block, stored: Any, anchors: Anchors) -> None:
    """Headings further down take their ids too, as on the page."""
    for name, inner in block.child_blocks.items():
        if isinstance(inner, BaseStreamBlock):
            for child, below in _children(inner, stored.get(name)):
                heading = _heading(child, below)
                if heading is not None:
                    anchors.give(heading)
                    _number_below(child, below, anchors)


def _texts(block: Block, stored: Any, skip: str = "") -> Iterator[str]:
    """Every text of a stored block, however deep; choosers give nothing."""
    match block:
        case RichTextBlock():
            yield plain(stored or "")
        case BaseStreamBlock():
            for child, inner in _children(block, stored):
                yield from _texts(child, inner, skip)
        case BaseStructBlock():
            for name, child in block.child_blocks.items():
                if name not in UNREAD and name in (stored or ()):
                    yield from _texts(child, stored[name], skip)
        case ListBlock():
            for inner in stored or ():
                # As Wagtail keeps them now, and as it did before items had ids.
                value = inner["value"] if isinstance(inner, dict) and inner.get("type") == "item" else inner
                yield from _texts(block.child_block, value, skip)
        case BaseTypedTableBlock():
            yield from _table(block, stored or {}, skip)
        case CharBlock() | TextBlock() | URLBlock() | EmailBlock() | ChoiceBlock():
            if stored and stored != skip:
                yield str(stored)


def _table(block: BaseTypedTableBlock, stored: dict[str, Any], skip: str) -> Iterator[str]:
    columns = stored.get("columns", ())
    yield from (str(column["heading"]) for column in columns)
    for row in stored.get("rows", ()):
        for column, value in zip(columns, row["values"], strict=True):
            yield from _texts(block.child_blocks[column["type"]], value, skip)
