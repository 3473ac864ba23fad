"""Formulas, written on one line."""

from __future__ import annotations

from collections.abc import Callable

from home.importing.word.names import M, W
from home.importing.word.tree import Element


def equation(node: Element) -> str:
    """As people type them: (a+b)/c, x^2, √(y)."""
    return "".join(_part(inner) for inner in node)


def _part(node: Element) -> str:
    if not isinstance(node.tag, str):
        return ""
    if not node.tag.startswith(M):
        return "".join(text.text or "" for text in node.iter(f"{W}t"))
    name = node.tag.removeprefix(M)
    if name == "t":
        return node.text or ""
    return _FORMS.get(name, equation)(node)


def _scripted(node: Element) -> str:
    below, above = _held(node, "sub"), _held(node, "sup")
    return f"{_of(node, 'e')}{f'_{below}' if below else ''}{f'^{above}' if above else ''}"


def _prescripted(node: Element) -> str:
    return f"_{_held(node, 'sub')}^{_held(node, 'sup')}{_of(node, 'e')}"


def _fraction(node: Element) -> str:
    return f"{_held(node, 'num')}/{_held(node, 'den')}"


def _root(node: Element) -> str:
    return f"{_of(node, 'deg')}√({_of(node, 'e')})"


def _delimited(node: Element) -> str:
    inside = ", ".join(equation(inner) for inner in node if inner.tag == f"{M}e")
    return f"{_mark(node, 'dPr/begChr', '(')}{inside}{_mark(node, 'dPr/endChr', ')')}"


def _summed(node: Element) -> str:
    below, above = _held(node, "sub"), _held(node, "sup")
    limits = f"{f'_{below}' if below else ''}{f'^{above}' if above else ''}"
    return f"{_mark(node, 'naryPr/chr', '∫')}{limits}{' ' if limits else ''}{_of(node, 'e')}"


def _function(node: Element) -> str:
    return f"{_of(node, 'fName')} {_of(node, 'e')}"


def _limited(node: Element) -> str:
    sign = "_" if node.tag == f"{M}limLow" else "^"
    return f"{_of(node, 'e')}{sign}{_held(node, 'lim')}"


def _matrix(node: Element) -> str:
    return "; ".join(", ".join(equation(e) for e in row) for row in node if row.tag == f"{M}mr")


_FORMS: dict[str, Callable[[Element], str]] = {
    **dict.fromkeys(("sSup", "sSub", "sSubSup"), _scripted),
    **dict.fromkeys(("limLow", "limUpp"), _limited),
    "f": _fraction,
    "rad": _root,
    "d": _delimited,
    "nary": _summed,
    "func": _function,
    "m": _matrix,
    "sPre": _prescripted,
}


def _of(node: Element, name: str) -> str:
    found = node.find(f"{M}{name}")
    return equation(found) if found is not None else ""


def _held(node: Element, name: str) -> str:
    """In parentheses where it is more than one thing."""
    text = _of(node, name)
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _mark(node: Element, path: str, otherwise: str) -> str:
    """A sign that the properties name, which may be none."""
    found = node.find("/".join(f"{M}{name}" for name in path.split("/")))
    return (found.get(f"{M}val") or "") if found is not None else otherwise
