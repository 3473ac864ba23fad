"""An outline becomes the fields of a page: rich text and StreamField data.

Every block gets an id made from the page's slug and the block's place in words (its heading, its text), not
its number: a file that is read in again keeps the ids of what it still says, so that a tick in a checklist
finds its item and a comparison sees only what has changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bs4 import Tag

from home.importing import inline, nesting
from home.importing.lookups import Lookups
from home.importing.outline import (
    TEXT,
    Attachment,
    Block,
    BulletList,
    Chapter,
    Item,
    Items,
    Notice,
    Paragraph,
    Picture,
    Section,
    Step,
    Steps,
    Subheading,
    SystemLink,
    Table,
)

Raw = dict[str, Any]


class Builder:
    """Builds for one page.

    `picture` gives the primary key of a stored image for a picture of the file, `attachment` that of a stored
    document. `places` are the ids on the
    page that a link within it can lead to.
    """

    def __init__(
        self,
        slug: str,
        lookups: Lookups,
        picture: Callable[[Picture], int],
        places: Collection[str] = (),
        attachment: Callable[[Attachment], int] | None = None,
    ) -> None:
        self.slug = slug
        self.lookups = lookups
        self.picture = picture
        self.attachment = attachment
        self.places = places
        self._used: Counter[str] = Counter()

    def steps_stream(self, steps: Iterable[Step]) -> list[Raw]:
        """The short answer."""
        value = self._steps(tuple(steps), "answer")
        return [self._block("steps", value, "answer")] if value else []

    def body(self, sections: Iterable[Section], place: str = "body") -> list[Raw]:
        """Sections as blocks: a heading with the text that follows it, then whatever breaks the text."""
        stream: list[Raw] = []
        for section in sections:
            here = f"{place}/{section.heading}"
            texts: list[Block] = []
            opened = not section.heading
            for block in [*map(_roomy, section.blocks), None]:
                if isinstance(block, TEXT):
                    texts.append(block)
                    continue
                if not opened:
                    value = {"heading": section.heading, "body": self.rich(texts)}
                    stream.append(self._block("section", value, here))
                elif texts:
                    stream.append(self._block("text", self.rich(texts), here))
                opened, texts = True, []
                if block is not None:
                    stream.extend(self._other(block, here))
        return stream

    def chapters(self, chapters: Iterable[Chapter]) -> list[Raw]:
        return [
            self._block(
                "chapter",
                {"title": chapter.title, "body": self.body(chapter.sections, f"chapter/{chapter.title}")},
                f"chapter/{chapter.title}",
            )
            for chapter in chapters
        ]

    def checklist(self, sections: Iterable[Section]) -> list[Raw]:
        """The sections that hold items; items before the first heading get one named after what they are."""
        stream = []
        for section in sections:
            items = [item for block in section.blocks if isinstance(block, Items) for item in block.items]
            if items:
                title = section.heading or "Punkter"
                value = {"title": title, "items": [self._item(item) for item in items]}
                stream.append(self._block("section", value, f"section/{title}"))
        return stream

    def intro(self, sections: Iterable[Section]) -> str:
        """The text before the first heading, as rich text."""
        return self.rich(block for section in sections if not section.heading for block in section.blocks)

    def rich(self, blocks: Iterable[Block]) -> str:
        """Paragraphs, subheadings and lists as Wagtail's rich text; other blocks are passed by."""
        parts = []
        for block in blocks:
            if isinstance(block, Subheading):
                parts.append(f"<h3>{escape(block.text, quote=False)}</h3>")
            elif isinstance(block, Paragraph):
                parts.append(f"<p>{self.linked(block.html)}</p>")
            elif isinstance(block, BulletList):
                name = "ol" if block.ordered else "ul"
                items = "".join(f"<li>{self.linked(nesting.plain_lists(item))}</li>" for item in block.items)
                parts.append(f"<{name}>{items}</{name}>")
        return "".join(parts)

    def linked(self, html: str) -> str:
        """html with its links as Wagtail stores them; a link that leads nowhere becomes its words."""
        if "<a " not in html:
            return html
        # Not a p: an item may have lists in it, which a p has no room for.
        root = inline.soup(f"<div>{html}</div>")
        for link in root.find_all("a"):
            self._point(link)
        line = root.find("div")
        return line.decode_contents(formatter="minimal") if isinstance(line, Tag) else html

    def _point(self, link: Tag) -> None:
        href = str(link["href"])
        scheme, _, rest = href.partition(":")
        if href.startswith("#"):
            if href[1:] not in self.places:
                link.unwrap()
        elif scheme == "rutin":
            slug, _, anchor = rest.partition("#")
            page = self.lookups.pages.get(slug)
            if page is None:
                link.unwrap()
            else:
                link.attrs.clear()
                link.attrs.update(
                    {"linktype": "page", "id": str(page)} | ({"anchor": anchor} if anchor else {})
                )
        elif scheme == "system":
            link["href"] = self.lookups.url_of_system(rest)
            if not link["href"]:
                link.unwrap()

    def _other(self, block: Block, here: str) -> list[Raw]:
        """The blocks that stand for themselves."""
        if isinstance(block, Steps):
            return [self._block("steps", self._steps(block.steps, here), here)]
        if isinstance(block, Table):
            return [self._block("table", _table(block), here)]
        if isinstance(block, Notice):
            return [self._block("notice", {"tone": block.tone, "text": self._line(block.html)}, here)]
        if isinstance(block, Picture):
            value = {"image": self.picture(block), "alt": block.alt[:250], "caption": block.caption[:250]}
            return [self._block("image", value, here)]
        if isinstance(block, Attachment):
            if self.attachment is None:
                return []
            value = {"document": self.attachment(block), "text": block.label[:200]}
            return [self._block("attachment", value, here)]
        if isinstance(block, SystemLink):
            system = self.lookups.shortcuts.get(block.code)
            if system is None:
                return [self._block("text", self.rich([Paragraph(escape(block.label, quote=False))]), here)]
            return [self._block("system_link", {"system": system.pk, "text": block.label[:80]}, here)]
        if isinstance(block, Items):
            lines = tuple(" ".join(filter(None, (escape(i.text, quote=False), i.html))) for i in block.items)
            return [self._block("text", self.rich([BulletList(lines)]), here)]
        raise TypeError(f"{type(block).__name__} has no place in a body")

    def _steps(self, steps: tuple[Step, ...], here: str) -> list[Raw]:
        return [
            self._list_item({"title": step.title, "text": self._step(step)}, f"{here}/step/{step.title}")
            for step in steps
        ]

    def _step(self, step: Step) -> str:
        """What a step says after its title, on the same line, and the lists inside it as rows below."""
        # The title and what follows are one line: rows begin on one of their own.
        rows = nesting.rows(step.below)
        return self._line("<br/>".join([step.html, *rows]) if rows else step.html)

    def _item(self, item: Item) -> Raw:
        value = {
            "text": item.text,
            "help": self._line(item.html),
            "link": self.lookups.pages.get(item.link),
            "function": item.function,
            "due": item.due,
        }
        # Found again wherever in the list it has been moved to.
        return self._list_item(value, f"item/{item.text.casefold()}")

    def _line(self, html: str) -> str:
        return f"<p>{self.linked(html)}</p>" if html else ""

    def _list_item(self, value: Raw, place: str) -> Raw:
        return self._block("item", value, place)

    def _block(self, kind: str, value: Any, place: str) -> Raw:
        return {"type": kind, "value": value, "id": self._id(f"{kind}/{place}")}

    def _id(self, place: str) -> str:
        """The same for the same page and place, whenever it is built; the second of a place has another."""
        self._used[place] += 1
        return str(uuid5(NAMESPACE_URL, f"intranet:{self.slug}/{place}/{self._used[place]}"))


def listed(steps: Steps) -> BulletList:
    """Steps as a numbered list of rich text, which has room for the lists inside them."""
    lines = (
        " ".join(filter(None, [f"<b>{escape(step.title, quote=False)}</b>", step.html])) + step.below
        for step in steps.steps
    )
    return BulletList(tuple(lines), ordered=True)


def _roomy(block: Block) -> Block:
    return listed(block) if isinstance(block, Steps) and any(step.below for step in block.steps) else block


def _table(table: Table) -> Raw:
    return {
        "columns": [{"type": "text", "heading": heading} for heading in table.header],
        "rows": [{"values": list(row)} for row in table.rows],
        "caption": table.caption,
    }
