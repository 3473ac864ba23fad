"""From what a reader of a file format hands over to a source: what each part of the text is taken for."""

from __future__ import annotations

from typing import Protocol

from home.importing import inline
from home.importing.markup import TONES, Markup
from home.importing.outline import Remark
from home.importing.prose import anchors, head, headings, inventory, layout, remarks, typed
from home.importing.prose.parts import Line, Lost, Part, all_lines
from home.importing.prose.writing import Writer
from home.importing.source import Source
from home.importing.telling import LONGEST, State, Told, message_of

_MOST_WORDS = 30
# A box shows its tone without these words, and the page has a heading of its own for its contents.
_IN_OTHER_WORDS = frozenset(inventory.of_texts([*TONES, *headings.CONTENTS_WORDS]))


class Document(Protocol):
    """A file that has been opened. `pictures` and `losses` fill while its text is read."""

    pictures: dict[str, bytes]
    losses: list[Lost]

    def body(self) -> list[Part]:
        """The text, in reading order."""

    def notes(self) -> dict[int, list[Line]]:
        """The notes that the text refers to, by their numbers; asked for after the text."""

    def edges(self) -> list[list[Part]]:
        """What stands in the headers and footers of the pages."""

    def properties_title(self) -> str:
        """What the file's properties call it."""


def understood(document: Document) -> Source:
    """The source that a document is."""
    parts = document.body()
    notes = document.notes()
    noted = [line for lines in notes.values() for line in lines]
    whole = inventory.of_lines([*all_lines(parts), *noted])
    at_edges = head.of_edges(document.edges())
    parts, had_contents = headings.without_contents(parts)
    if had_contents:
        document.losses.append(Lost(remarks.CONTENTS))
    own, parts = head.take(parts)
    parts = layout.flattened(parts)
    title, parts, told_title = _titled(parts)
    document.losses.extend(Lost(remarks.LINK_WITHIN, text) for text in anchors.point(parts, noted))
    if any(line.heading and line.place is not None and line.place.kind == "ol" for line in all_lines(parts)):
        document.losses.append(Lost(remarks.NUMBERED_HEADINGS))
    layout.find_columns(parts)
    writer = Writer(notes)
    html = writer.html(parts)
    written = _fields(own, at_edges, title)
    markup = Markup(
        tick_lists=str(written.get("kind", "")).strip().casefold() == "checklista", reads_braces=False
    )
    blocks = markup.blocks(inline.soup(html))
    document.losses.extend(Lost(remarks.EDGES, text) for text in at_edges.unsaid(title))
    told = [*told_title, *writer.told]
    said = [*written.values(), *own.said]
    said += [text for lost in document.losses for text in (lost.message, lost.text)]
    missing = whole - inventory.of_blocks(blocks) - inventory.of_texts([title, *said])
    unsaid = [word for word in missing if word not in _IN_OTHER_WORDS]
    if unsaid:
        document.losses.append(Lost(remarks.MISSING, " ".join(unsaid[:_MOST_WORDS])))
    return Source(
        written,
        strict=False,
        title=document.properties_title(),
        blocks=blocks,
        pictures=document.pictures,
        problems=markup.problems,
        notes=[*markup.notes, *_remarks(document, told, own, at_edges)],
        told=[*told, *_lost(document)],
        lenient=True,
    )


def _titled(parts: list[Part]) -> tuple[str, list[Part], list[Told]]:
    """The title, the other parts with headings and lists found, and what is told of the title."""
    title, parts = headings.take_title(parts)
    headings.find_bold(parts, titled=bool(title))
    parts = typed.find_typed(parts)
    if title:
        return title, parts, [Told("Titel", title)]
    title, parts = headings.take_title(parts)
    told = [Told("Titel", title, f"{headings.DOUBT_TITLE}.", State.UNSURE)] if title else []
    return title, parts, told


def _fields(own: head.Head, at_edges: head.Head, title: str) -> dict[str, str]:
    written = own.fields | ({"title": title} if title and "title" not in own.fields else {})
    for name, value in at_edges.fields.items():
        # A page header's name for the document is often that of the template.
        if name != "title" or not title:
            written.setdefault(name, value)
    return written


def _remarks(document: Document, told: list[Told], *heads: head.Head) -> list[Remark]:
    """What somebody should look at, each said once."""
    said = [
        *(message_of(one.remark.rstrip("."), one.text) for one in told if one.remark),
        *(message_of(lost.message, lost.text) for lost in document.losses),
        *(f"Filen säger: {label}: {value[:100]}." for one in heads for label, value in one.others),
    ]
    return [Remark(message) for message in dict.fromkeys(said)]


def _lost(document: Document) -> list[Told]:
    """What has no place in the text, at the end of the tale."""
    unique = dict.fromkeys((lost.message, lost.text) for lost in document.losses)
    return [Told("Om filen", text[:LONGEST], f"{message}.", State.DROPPED) for message, text in unique]
