"""Formulas, written on one line."""

from __future__ import annotations

from home.importing.word.names import M
from home.importing.word.tree import Element

_SCRIPTS = {"sSup": ("sup", "^"), "sSub": ("sub", "_")}


def equation(node: Element) -> str:
    """As people type them: (a+b)/c, x^2, √(y)."""
    return "".join(_part(inner) for inner in node)


def _part(node: Element) -> str:
    if not isinstance(node.tag, str) or not node.tag.startswith(M):
        return ""
    name = node.tag.removeprefix(M)
    if name == "t":
        return node.text or ""
    if name == "f":
        return f"{_held(node, 'num')}/{_held(node, 'den')}"
    if name in _SCRIPTS:
        which, sign = _SCRIPTS[name]
        return f"{_of(node, 'e')}{sign}{_held(node, which)}"
    if name == "sSubSup":
        return f"{_of(node, 'e')}_{_held(node, 'sub')}^{_held(node, 'sup')}"
    if name == "rad":
        return f"{_of(node, 'deg')}√({_of(node, 'e')})"
    if name == "d":
        return f"({', '.join(equation(inner) for inner in node if inner.tag == f'{M}e')})"
    if name == "nary":
        return f"{_sign(node)}{_of(node, 'e')}"
    if name == "m":
        return "; ".join(", ".join(equation(e) for e in row) for row in node if row.tag == f"{M}mr")
    return equation(node)


def _of(node: Element, name: str) -> str:
    found = node.find(f"{M}{name}")
    return equation(found) if found is not None else ""


def _held(node: Element, name: str) -> str:
    """In parentheses where it is more than one thing."""
    text = _of(node, name)
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _sign(node: Element) -> str:
    sign = node.find(f"{M}naryPr/{M}chr")
    return (sign.get(f"{M}val") or "∫") if sign is not None else "∫"
