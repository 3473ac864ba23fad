"""Checklists out of texts that were made to be printed: what has no room in one finds it, and that is told."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from home.importing import inline, nesting
from home.importing.markup import TO_HELP as LIST_TO_HELP
from home.importing.outline import (
    Block,
    BulletList,
    Item,
    Items,
    Notice,
    Paragraph,
    Read,
    Remark,
    Section,
    Step,
    Steps,
    Subheading,
    Table,
)

LONGEST = 250  # signs of an item
BOXES = "☐☑☒□❑❒▢◻⬜"
TABLE = "En tabell blev punkter att bocka av. Se över dem: ”{}”."
TO_HELP = "Text efter en punkt blev punktens hjälptext: ”{}”."
TO_INTRO = "Text före punkterna flyttades till inledningen: ”{}”."
DIVIDED = "En punkt var för lång. Resten blev hjälptext: ”{}”."


class Fitting:
    """Makes the blocks of one text those of a checklist; what it has changed is in `notes`."""

    def __init__(self) -> None:
        self.notes: list[Remark] = []

    def ticked(self, block: Read) -> Read:
        """Lists and tables as items; anything else as it is."""
        if isinstance(block, BulletList):
            return Items(tuple(self._short(self._of_html(html)) for html in block.items))
        if isinstance(block, Steps):
            return Items(tuple(self._short(self._of_step(step)) for step in block.steps))
        if isinstance(block, Items):
            return Items(tuple(self._short(item) for item in block.items))
        if isinstance(block, Table):
            items = [item for row in block.rows if (item := _of_row(block.header, row))]
            if items:
                self._tell(TABLE, items[0].text)
                return Items(tuple(self._short(item) for item in items))
        return block

    def sections(self, sections: list[Section]) -> list[Section]:
        """The sections with nothing but items in those that have headings, as far as that can be."""
        opening = Section()
        found: list[Section] = []
        for section in sections:
            if section.heading:
                found.extend(self._titled(section, opening))
            else:
                opening.blocks.extend(_plain(block) for block in section.blocks)
        return [*([opening] if opening.blocks else []), *found]

    def _titled(self, section: Section, opening: Section) -> list[Section]:
        found = [Section(section.heading)]
        for block in section.blocks:
            here = found[-1]
            if isinstance(block, Subheading):
                found.append(Section(block.text))
            elif not isinstance(block, (Paragraph, Notice)):
                here.blocks.append(block)
            elif here.blocks and isinstance(here.blocks[-1], Items):
                here.blocks[-1] = _helped(here.blocks[-1], block.html)
                self._tell(TO_HELP, inline.plain(block.html))
            else:
                opening.blocks.append(Paragraph(f"<b>{escape(here.heading, quote=False)}:</b> {block.html}"))
                self._tell(TO_INTRO, inline.plain(block.html))
        # A heading with nothing left below it only divided others; its words are kept where its text went.
        return [section for section in found if section.blocks]

    def _of_html(self, html: str) -> Item:
        """An item with the lists inside it as lines of its help."""
        if "<ul>" not in html and "<ol" not in html:
            return Item(inline.plain(html))
        item = inline.soup(f"<ul><li>{html}</li></ul>").find("li")
        if item is None:
            return Item(inline.plain(html))
        return self._with_rows(inline.plain(nesting.line(item)), "", nesting.lists(item))

    def _of_step(self, step: Step) -> Item:
        return self._with_rows(step.title, step.html, step.below)

    def _with_rows(self, text: str, html: str, below: str) -> Item:
        rows = nesting.rows(below)
        if rows:
            self._tell(LIST_TO_HELP, text)
        return Item(text, _joined(html, *rows))

    def _short(self, item: Item) -> Item:
        if len(item.text) <= LONGEST:
            return item
        cut = item.text.rfind(" ", 0, LONGEST - 2)
        cut = cut if cut > 0 else LONGEST - 2
        self._tell(DIVIDED, item.text)
        rest = f"… {escape(item.text[cut:].strip(), quote=False)}"
        return replace(item, text=f"{item.text[:cut]} …", html=_joined(rest, item.html))

    def _tell(self, message: str, text: str) -> None:
        self.notes.append(Remark(message.format(f"{text[:60]} …" if len(text) > 60 else text)))


def _of_row(header: tuple[str, ...], row: tuple[str, ...]) -> Item | None:
    """A row as an item: its first words, and what the other columns say as help."""
    said = [(name, cell.strip(f"{BOXES} ")) for name, cell in zip(header, row, strict=False)]
    said = [(name, cell) for name, cell in said if cell]
    text = next((cell for _, cell in said if any(sign.isalpha() for sign in cell)), "")
    if not text:
        return None
    rest = [
        escape(f"{name.strip(BOXES)}: {cell}" if name.strip(f"{BOXES} ") else cell, quote=False)
        for name, cell in said
        if cell != text
    ]
    return Item(text, "<br/>".join(rest))


def _helped(items: Items, html: str) -> Items:
    *others, last = items.items
    return Items((*others, replace(last, html=_joined(last.html, html))))


def _joined(*lines: str) -> str:
    return "<br/>".join(line for line in lines if line)


def _plain(block: Block) -> Block:
    return Paragraph(block.html) if isinstance(block, Notice) else block
