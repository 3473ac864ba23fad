"""Reading a source: a head of facts, and a text of headings, paragraphs, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

BULLET, NUMBER = "bullet", "number"
_ITEM = re.compile(r"^(?:(?P<bullet>-)|(?P<number>\d+)\.) +(?P<text>.+)$")


@dataclass(frozen=True)
class Block:
    """`kind` is "heading" (with `level`), "text", "bullet", "number" or "table" (with `rows`)."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Source:
    name: str
    facts: dict[str, Any]
    text: str

    @property
    def chapters(self) -> list[tuple[str, list[Block]]]:
        """What stands under each heading of the first level; its pages, slides or sheets."""
        found: list[tuple[str, list[Block]]] = []
        for block in blocks(self.text):
            if block.kind == "heading" and block.level == 1:
                found.append((block.text, []))
            elif found:
                found[-1][1].append(block)
            else:
                found.append(("", [block]))
        return found


def read(path: Path) -> Source:
    _nothing, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return Source(path.stem, yaml.safe_load(head), text)


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text, in order; a line of its own is a paragraph of its own."""
    rows: list[tuple[str, ...]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            if not all(set(cell) <= {"-"} and cell for cell in cells):
                rows.append(cells)
            continue
        if rows:
            yield Block("table", rows=tuple(rows))
            rows = []
        item = _ITEM.match(line)
        if item:
            yield Block(BULLET if item["bullet"] else NUMBER, item["text"])
        elif line.startswith("#"):
            marks, _space, words = line.partition(" ")
            yield Block("heading", words.strip(), level=len(marks))
        elif line.strip():
            yield Block("text", line.strip())
