"""Small questions to an XML tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from home.importing.word.names import qn

Element = Any  # lxml ships no types

_OFF = ("0", "false", "off")


def val(parent: Element | None, path: str) -> str | None:
    """The `w:val` of a child (or of a child's child: "w:pPr/w:pStyle"), None if it is not there."""
    node = child(parent, path)
    return node.get(qn("w:val")) if node is not None else None


def child(parent: Element | None, path: str) -> Element | None:
    for name in path.split("/"):
        if parent is None:
            return None
        parent = parent.find(qn(name))
    return parent


def toggle(parent: Element | None, name: str) -> bool | None:
    """Whether something is on, off, or (None) not said."""
    node = child(parent, name)
    if node is None:
        return None
    return (node.get(qn("w:val")) or "1").lower() not in _OFF


def number(text: str | None, otherwise: int = 0) -> int:
    """A whole number however it is written; `otherwise` for what is none."""
    try:
        return max(-(10**6), min(10**6, round(float(text or ""))))
    except (ValueError, OverflowError):
        return otherwise


def below(node: Element, names: frozenset[str], stop: frozenset[str] = frozenset()) -> Iterator[Element]:
    """The nearest descendants of these names, in order, not looking inside them nor inside `stop`."""
    for inner in node:
        if inner.tag in names:
            yield inner
        elif inner.tag not in stop and isinstance(inner.tag, str):
            yield from below(inner, names, stop)
