"""The words of a document, counted before and after it is understood: none may go without being named."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from home.importing import inline
from home.importing.outline import Read
from home.importing.prose.parts import Line

# Figures and single letters are taken out of the text where they only number a list.
_WORD = re.compile(r"[^\W\d_]{3,}")


def of_lines(lines: Iterable[Line]) -> Counter[str]:
    """The words of lines, those of a table of contents left out."""
    return of_texts("".join(span.text for span in line.spans) for line in lines if not line.contents)


def of_blocks(blocks: Iterable[Read]) -> Counter[str]:
    """The words that come to stand on the page."""
    return of_texts(inline.plain(text) for block in blocks for text in _strings(asdict(block)))


def of_texts(texts: Iterable[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text in texts:
        found.update(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _strings(inner)
