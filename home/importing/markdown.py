"""Markdown with front matter."""

from __future__ import annotations

import re
from typing import Any

import yaml
from markdown_it import MarkdownIt

from home.importing import inline
from home.importing.markup import Markup
from home.importing.source import Source, UnreadableTextError
from intranet.tables.delimited import decode
from intranet.tables.rows import UnreadableTableError

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
# No HTML: what looks like a tag is text.
_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


def read_markdown(data: bytes) -> Source:
    """Raises UnreadableTextError if the front matter cannot be read."""
    try:
        text = decode(data)
    except UnreadableTableError as error:
        raise UnreadableTextError("Teckenkodningen går inte att läsa. Spara filen som UTF-8.") from error
    front, body = split_front(text)
    written = _front_matter(front)
    markup = Markup(tick_lists=str(written.get("kind", "")).strip() == "checklista")
    blocks = markup.blocks(inline.soup(_parser.render(body)))
    return Source(written, blocks=blocks, text=text, problems=markup.problems, notes=markup.notes)


def split_front(text: str) -> tuple[str, str]:
    """The front matter and the body; the front is empty if there is none."""
    found = _FRONT.match(text)
    return (found.group(1), text[found.end() :]) if found else ("", text)


def _front_matter(front: str) -> dict[str, Any]:
    try:
        written = yaml.safe_load(front)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"rad {mark.line + 2}" if mark else "filhuvudet"
        raise UnreadableTextError(
            f"Filhuvudet går inte att läsa, {line}. Ett kolon i en text kräver citattecken runt hela texten."
        ) from error
    if written is None:
        return {}
    if not isinstance(written, dict):
        raise UnreadableTextError("Filhuvudet ska ha en rad för varje fält: title: Sjukanmälan.")
    return written
