"""Items of lists: what they say themselves, and the lists inside them."""

from __future__ import annotations

from bs4 import Tag

from home.importing import inline


def line(item: Tag) -> str:
    """What a list item says itself, without the lists inside it."""
    return inline.clean(item, skip=("ul", "ol"))


def with_lists(item: Tag) -> str:
    """A list item with the lists inside it."""
    inner = "".join(
        f"<{listing.name}>"
        + "".join(
            f"<li>{html}</li>" for li in listing.find_all("li", recursive=False) if (html := with_lists(li))
        )
        + f"</{listing.name}>"
        for listing in item.find_all(["ul", "ol"], recursive=False)
    )
    return f"{line(item)}{inner}" if inner.count("<li>") else line(item)


def dashed(listing: Tag, depth: int = 0) -> list[str]:
    """A list as lines that begin with a dash, those of lists inside it with more of them."""
    lines = []
    for item in listing.find_all("li", recursive=False):
        lines.append(f"{'–' * (depth + 1)} {line(item)}")
        for inner in item.find_all(["ul", "ol"], recursive=False):
            lines.extend(dashed(inner, depth + 1))
    return lines


def lines(node: Tag, skip: tuple[str, ...] = ()) -> list[str]:
    """The lines of a node as they were written: a line break in the source divides them."""
    kept = str(node).replace("\n", "<br/>")
    return [
        line.strip()
        for line in inline.clean(inline.soup(kept).find(node.name), skip).split("<br/>")
        if line.strip()
    ]
