"""Items of lists: what they say themselves, and the lists inside them."""

from __future__ import annotations

from bs4 import Tag

from home.importing import inline

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_HIGHEST = 40
TO_ROWS = "Listan i steget blev rader. Ett steg kan inte ha en lista"


def line(item: Tag) -> str:
    """What a list item says itself, without the lists inside it."""
    return inline.clean(item, skip=("ul", "ol"))


def with_lists(item: Tag) -> str:
    """A list item with the lists inside it."""
    inner = lists(item)
    return f"{line(item)}{inner}" if "<li>" in inner else line(item)


def lists(item: Tag) -> str:
    """The lists inside an item. How a list is numbered is kept: on a page it cannot be, in lines it can."""
    return "".join(
        f"<{listing.name}{_numbered(listing)}>{inner}</{listing.name}>"
        for listing in item.find_all(["ul", "ol"], recursive=False)
        if (inner := _items(listing))
    )


def _items(listing: Tag) -> str:
    items = (with_lists(item) for item in listing.find_all("li", recursive=False))
    return "".join(f"<li>{html}</li>" for html in items if html)


def _numbered(listing: Tag) -> str:
    if listing.name != "ol":
        return ""
    kind, start = str(listing.get("type", "")), str(listing.get("start", ""))
    return (f' type="{kind}"' if kind in ("a", "A", "i", "I") else "") + (
        f' start="{start}"' if start.isdecimal() and start not in ("0", "1") else ""
    )


def rows(html: str) -> list[str]:
    """Lists as lines, each with its sign: for places that have no room for a list."""
    root = inline.soup(f"<div>{html}</div>").find("div") if html else None
    if not isinstance(root, Tag):
        return []
    return [row for listing in root.find_all(["ul", "ol"], recursive=False) for row in dashed(listing)]


def dashed(listing: Tag, depth: int = 0) -> list[str]:
    """A list as lines that begin with a dash or their number, those of lists inside it with dashes before."""
    found = []
    start = str(listing.get("start", "1"))
    first = int(start[:6]) if start.isdecimal() else 1
    for number, item in enumerate(listing.find_all("li", recursive=False), first):
        sign = "–" if listing.name == "ul" else numeral(number, str(listing.get("type", "")))
        found.append(f"{'–' * depth}{' ' if depth and sign != '–' else ''}{sign} {line(item)}")
        for inner in item.find_all(["ul", "ol"], recursive=False):
            found.extend(dashed(inner, depth + 1))
    return found


def numeral(value: int, kind: str = "") -> str:
    """The number of an item as it is shown: 1. or a) or iv)."""
    if kind in ("a", "A") and 0 < value <= len(LETTERS):
        shown = LETTERS[value - 1]
    elif kind in ("i", "I") and 0 < value < _HIGHEST:
        shown, left = "", value
        for worth, sign in _ROMAN:
            shown += sign * (left // worth)
            left %= worth
    else:
        return f"{value}."
    return f"{shown.upper() if kind in ('A', 'I') else shown})"


def plain_lists(html: str) -> str:
    """Lists as rich text has them: it knows no other signs than its own."""
    if "<ol " not in html:
        return html
    root = inline.soup(f"<div>{html}</div>").find("div")
    if not isinstance(root, Tag):
        return html
    for listing in root.find_all("ol"):
        listing.attrs.clear()
    return root.decode_contents(formatter="minimal")


def lines(node: Tag, skip: tuple[str, ...] = ()) -> list[str]:
    """The lines of a node as they were written: a line break in the source divides them."""
    kept = str(node).replace("\n", "<br/>")
    return [
        line.strip()
        for line in inline.clean(inline.soup(kept).find(node.name), skip).split("<br/>")
        if line.strip()
    ]
