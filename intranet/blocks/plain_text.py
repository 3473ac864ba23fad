"""The plain text of stream content, place by place, for the search index.

How a stored value is read is found out once for each definition of a block and kept on it; the walk through
twenty thousand pages then only calls what was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any, NamedTuple

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
Reader = Callable[[Any, str, list[str]], None]
"""Adds every text of a stored value to a list, however deep, but for those that are its heading's words."""

# Fields that say how something looks or what it leads to.
UNREAD = frozenset({"tone", "function", "image", "document", "system", "checklist", "link"})


# A tag with its attributes, whatever stands between their quotes.
_TAG = re.compile(r"""</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_BLOCK_TAG = re.compile(r"<(?=/?(?:p|br|hr|li|ul|ol|h[1-6]|div|tr|td|th|table|blockquote)\b)", re.IGNORECASE)
# What most texts are: one paragraph, as the editor writes it.
_PARAGRAPH = re.compile(r'<p(?: data-block-key="[^"<>]*")?>([^<]*)</p>')


def plain(html: str) -> str:
    """HTML as text: a space where a block ended, none where only a link or bold did."""
    text = str(html)
    if paragraph := _PARAGRAPH.fullmatch(text):
        text = paragraph[1]
    elif "<" in text:
        text = _TAG.sub("", _BLOCK_TAG.sub(" <", text))
        if "<" in text:  # what the editor never writes: comments, half a tag
            text = strip_tags(text)
    if "&" in text:
        text = unescape(text)
    return " ".join(text.split())


def stream_parts(stream: StreamValue | None) -> list[Part]:
    """(anchor, heading, text) for each stretch between the outermost headings of a page's stream, in reading order.

    Read from what is stored, not from the blocks' values: those would be made, and what they point at fetched,
    for twenty thousand pages when the index is built.
    """
    if not stream:
        return []
    anchors = Anchors()
    parts: list[tuple[str, str, list[str]]] = []
    known = _kept(stream.stream_block).children
    for row in stream.raw_data:
        block = known.get(row["type"])
        if block is None:
            continue
        stored = row["value"]
        heading = _heading(stored) if block.headed else ""
        if block.headed:
            anchor = anchors.give(heading)
            _number_below(block, stored, anchors)
        if heading or not parts:
            parts.append((anchor, heading, []) if heading else ("", "", []))
        if block.read:
            block.read(stored, heading, parts[-1][2])
    return [(anchor, heading, " ".join(texts)) for anchor, heading, texts in parts]


class _Known(NamedTuple):
    """What is known of a block by its definition alone."""

    read: Reader | None
    """None for a block that holds no text: a chooser, a number."""
    headed: bool
    children: dict[str, _Known]
    """Of a stream: its kinds of blocks."""
    streams: tuple[tuple[str, _Known], ...]
    """Of a struct: the streams in it, by the names of their fields."""


_KEPT_AS = "_plain_text"


def _kept(block: Block) -> _Known:
    """Kept on the block itself: blocks cannot be the keys of a dictionary."""
    known: _Known | None = block.__dict__.get(_KEPT_AS)
    if known is None:
        known = block.__dict__[_KEPT_AS] = _known(block)
    return known


def _known(block: Block) -> _Known:
    headed = False
    children: dict[str, _Known] = {}
    streams: tuple[tuple[str, _Known], ...] = ()
    if isinstance(block, BaseStreamBlock):
        children = {name: _kept(child) for name, child in block.child_blocks.items()}
    elif isinstance(block, BaseStructBlock):
        headed = issubclass(block.meta.value_class, HeadedValue)
        inner = ((name, b) for name, b in block.child_blocks.items() if isinstance(b, BaseStreamBlock))
        streams = tuple((name, _kept(stream)) for name, stream in inner)
    return _Known(_reader(block), headed, children, streams)


def _heading(stored: Any) -> str:
    """The words of a stored block's heading, empty if it has none yet."""
    return stored.get("heading") or stored.get("title") or ""


def _number_below(block: _Known, stored: Any, anchors: Anchors) -> None:
    """Headings further down take their ids too, as on the page."""
    for name, stream in block.streams:
        for row in stored.get(name) or ():
            child = stream.children.get(row["type"])
            if child is not None and child.headed:
                anchors.give(_heading(row["value"]))
                _number_below(child, row["value"], anchors)


def _reader(block: Block) -> Reader | None:
    match block:
        case RichTextBlock():
            return _rich_text
        case BaseStreamBlock():
            return _stream(block)
        case BaseStructBlock():
            return _struct(block)
        case ListBlock():
            return _list(block)
        case BaseTypedTableBlock():
            return _table(block)
        case CharBlock() | TextBlock() | URLBlock() | EmailBlock() | ChoiceBlock():
            return _characters
    return None


def _rich_text(stored: Any, _heading: str, texts: list[str]) -> None:
    if stored and (text := plain(stored)):
        texts.append(text)


def _characters(stored: Any, heading: str, texts: list[str]) -> None:
    if stored and stored != heading:
        texts.append(str(stored))


def _stream(block: BaseStreamBlock) -> Reader:
    children = {name: _kept(child).read for name, child in block.child_blocks.items()}

    def read(stored: Any, heading: str, texts: list[str]) -> None:
        for row in stored or ():
            child = children.get(row["type"])
            if child:
                child(row["value"], heading, texts)

    return read


def _struct(block: BaseStructBlock) -> Reader | None:
    inner = ((name, _kept(child).read) for name, child in block.child_blocks.items() if name not in UNREAD)
    fields = [(name, reader) for name, reader in inner if reader]

    def read(stored: Any, heading: str, texts: list[str]) -> None:
        if stored:
            for name, field in fields:
                if name in stored:
                    field(stored[name], heading, texts)

    return read if fields else None


def _list(block: ListBlock) -> Reader | None:
    item = _kept(block.child_block).read
    if item is None:
        return None

    def read(stored: Any, heading: str, texts: list[str]) -> None:
        for inner in stored or ():
            # As Wagtail keeps them now, and as it did before items had ids.
            value = inner["value"] if isinstance(inner, dict) and inner.get("type") == "item" else inner
            item(value, heading, texts)

    return read


def _table(block: BaseTypedTableBlock) -> Reader:
    kinds = {name: _kept(child).read for name, child in block.child_blocks.items()}

    def read(stored: Any, heading: str, texts: list[str]) -> None:
        columns = (stored or {}).get("columns", ())
        texts.extend(words for column in columns if (words := str(column["heading"])))
        for row in (stored or {}).get("rows", ()):
            for column, value in zip(columns, row["values"], strict=True):
                kind = kinds[column["type"]]
                if kind:
                    kind(value, heading, texts)

    return read
