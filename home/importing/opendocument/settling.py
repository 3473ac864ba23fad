"""The tree as it would be if every change had been accepted: what a reader of the file sees."""

from __future__ import annotations

from lxml import etree

from home.importing.archive import Element
from home.importing.opendocument.names import DRAW, TEXT, qn

_CHANGES = f"{TEXT}tracked-changes"
_GONE = frozenset((f"{DRAW}frame", f"{DRAW}g", f"{DRAW}custom-shape", f"{TEXT}note"))


def settle(body: Element) -> bool:
    """Settle a text in place; returns whether there were tracked changes.

    What has been deleted is kept aside by the programs, and its place is only marked; where one has left it in
    its place between two marks it is taken out here.
    """
    deleted: set[str] = set()
    tracked = False
    for changes in list(body.iter(_CHANGES)):
        for region in changes.iter(f"{TEXT}changed-region"):
            tracked = True
            if region.find(f"{TEXT}deletion") is not None:
                names = (region.get(qn("xml:id")), region.get(f"{TEXT}id"))
                deleted.update(name for name in names if name)
        _remove(changes)
    if deleted:
        _empty(body, deleted)
    return tracked


def _empty(body: Element, deleted: set[str]) -> None:
    """Take out the text between the marks of a deletion; its paragraphs are left, empty."""
    inside: set[str] = set()
    gone = []
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if event == "end":
            if inside:
                node.tail = None
            continue
        change = node.get(f"{TEXT}change-id") or ""
        if node.tag == f"{TEXT}change-start" and change in deleted:
            inside.add(change)
        elif node.tag == f"{TEXT}change-end":
            inside.discard(change)
        elif inside:
            node.text = None
            if node.tag in _GONE:
                gone.append(node)
    for node in gone:
        _remove(node)


def _remove(node: Element) -> None:
    """With the text after it kept."""
    parent = node.getparent()
    if parent is None:
        return
    tail = node.tail or ""
    before = node.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(node)
