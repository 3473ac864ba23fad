"""The tree as it would be if every change had been accepted and every choice made: what a reader of the file sees."""

from __future__ import annotations

from home.importing.word.names import W, qn
from home.importing.word.tree import Element, child

_CHANGES = tuple(
    qn(f"w:{name}")
    for name in (
        *("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange"),
        *("tblPrExChange", "tblGridChange", "numberingChange"),
    )
)
_GONE = tuple(qn(f"w:{name}") for name in ("del", "moveFrom", "delText", "delInstrText"))
_KEPT = frozenset(qn(f"w:{name}") for name in ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo"))
# The forms of drawing that this reader knows; what asks for another is read as its replacement.
_KNOWN = frozenset(("wps", "wpg", "wpc", "wp14", "w14", "w15", "a14", "v", "cx", "cx1", "cx2", "cx4", "wpi"))
_ALTERNATE, _CHOICE, _FALLBACK = qn("mc:AlternateContent"), qn("mc:Choice"), qn("mc:Fallback")
_P, _TBL, _TR, _TC, _PPR = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:pPr")


def settle(root: Element) -> bool:
    """Settle a story in place; returns whether there were tracked changes."""
    _choose(root)
    tracked = next(root.iter(qn("w:ins"), *_GONE, *_CHANGES), None) is not None
    for node in list(root.iter(*_CHANGES)):
        _remove(node)
    _drop_rows(root)
    _mark_joined(root)
    for node in list(root.iter(*_GONE)):
        if node.getparent() is not None and node.getparent().tag not in (qn("w:rPr"), qn("w:trPr")):
            _remove(node)
    for node in list(root.iter(*_KEPT)):
        # In the properties of a paragraph or a row the same name is only a mark.
        if node.getparent() is not None and node.getparent().tag not in (qn("w:rPr"), qn("w:trPr")):
            _unwrap(node)
    _join(root)
    _lower_initials(root)
    return tracked


def _lower_initials(root: Element) -> None:
    """A large first letter stands in a paragraph of its own: it belongs to the next one."""
    for paragraph in list(root.iter(_P)):
        frame = child(paragraph, "w:pPr/w:framePr")
        if frame is None or frame.get(qn("w:dropCap")) not in ("drop", "margin"):
            continue
        following = paragraph.getnext()
        if following is None or following.tag != _P:
            continue
        place = 1 if following.find(_PPR) is not None else 0
        for offset, inner in enumerate([node for node in paragraph if node.tag != _PPR]):
            following.insert(place + offset, inner)
        _remove(paragraph)


def _choose(root: Element) -> None:
    """Of two ways to say the same, one."""
    for node in list(root.iter(_ALTERNATE)):
        choices = node.findall(_CHOICE)
        fallback = node.find(_FALLBACK)
        chosen = next((c for c in choices if set((c.get("Requires") or "").split()) <= _KNOWN), None)
        if chosen is None:
            chosen = fallback if fallback is not None else (choices[0] if choices else None)
        if chosen is not None and not len(chosen) and fallback is not None:
            chosen = fallback
        parent = node.getparent()
        if parent is None:
            continue
        place = parent.index(node)
        for offset, inner in enumerate(list(chosen) if chosen is not None else ()):
            parent.insert(place + offset, inner)
        _remove(node)


def _drop_rows(root: Element) -> None:
    for row in list(root.iter(_TR)):
        if child(row, "w:trPr/w:del") is not None:
            _remove(row)
    for cell in list(root.iter(_TC)):
        if child(cell, "w:tcPr/w:cellDel") is not None:
            _remove(cell)
    for table in list(root.iter(_TBL)):
        if next(table.iter(_TR), None) is None:
            _remove(table)


def _mark_joined(root: Element) -> None:
    """Remember whose paragraph mark is deleted, before the deletions themselves are dropped."""
    for paragraph in root.iter(_P):
        marks = child(paragraph, "w:pPr/w:rPr")
        if marks is None:
            continue
        if marks.find(qn("w:del")) is not None or marks.find(qn("w:moveFrom")) is not None:
            paragraph.set("joined", "1")


def _join(root: Element) -> None:
    """A paragraph whose mark is gone goes on in the next one.

    What is left of the two has the look of the second, whose mark it is, unless that one is empty.
    """
    for paragraph in [p for p in root.iter(_P) if p.get("joined")]:
        following = paragraph.getnext()
        while following is not None and following.tag != _P and following.tag != _TBL:
            following = following.getnext()
        if following is None or following.tag != _P:
            if not _has_content(paragraph) and _may_go(paragraph):
                _remove(paragraph)
            continue
        properties = following.find(_PPR)
        if not _has_content(following) and _has_content(paragraph):
            own = paragraph.find(_PPR)
            if properties is not None:
                following.remove(properties)
            properties = own
            if properties is not None:
                following.insert(0, properties)
        place = 1 if properties is not None else 0
        for offset, inner in enumerate([node for node in paragraph if node.tag != _PPR]):
            following.insert(place + offset, inner)
        _remove(paragraph)


def _may_go(paragraph: Element) -> bool:
    """A cell must keep a paragraph."""
    parent = paragraph.getparent()
    return parent is not None and (parent.tag != _TC or len(parent.findall(_P)) > 1)


def _has_content(paragraph: Element) -> bool:
    return next(paragraph.iter(f"{W}t", f"{W}drawing", f"{W}pict", f"{W}object", f"{W}sym"), None) is not None


def _remove(node: Element) -> None:
    """Without what lxml takes along: the text after it, which in these files is only white space."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _unwrap(node: Element) -> None:
    parent = node.getparent()
    place = parent.index(node)
    for offset, inner in enumerate(list(node)):
        parent.insert(place + offset, inner)
    parent.remove(node)
