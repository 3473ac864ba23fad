"""Word files (.docx and its kin), whichever program wrote them.

The file is opened with care (`package`), its changes settled (`settling`), its text read to lines, tables and
pictures (`reader`) with styles, lists and fields; then it is understood: what is a title, a heading (`headings`),
a list that was only typed (`typed`), a head that tells of the document (`head`). It is written as HTML, which
`markup` reads as any other, with a tale of what each paragraph was taken for (`writing`).
"""

from __future__ import annotations

from home.importing import inline
from home.importing.markup import Markup
from home.importing.outline import Remark
from home.importing.source import Source
from home.importing.telling import State, Told
from home.importing.word import anchors, head, headings, layout, typed
from home.importing.word.parts import Line, Part
from home.importing.word.reader import Document
from home.importing.word.writing import Writer

CONTENTS = "Innehållsförteckningen togs inte med: sidan får en egen"


def read_word(data: bytes) -> Source:
    """Raises UnreadableTextError if it is no Word file, or one that unpacks to too much."""
    document = Document(data)
    parts = document.body()
    notes = document.notes()
    at_edges = head.of_edges(document.edges())
    styles = document.styles
    parts = [part for part in parts if not (isinstance(part, Line) and styles.is_furniture(part.style))]
    parts, had_contents = headings.without_contents(parts)
    if had_contents:
        document.lost(CONTENTS)
    own, parts = head.take(parts)
    parts = layout.flattened(parts)
    title, parts = headings.take_title(parts)
    parts = _understood(parts)
    unsure = headings.take_title(parts)
    told_title = Told("Titel", title) if title else None
    if not title and unsure[0]:
        title, parts = unsure
        told_title = Told("Titel", title, f"{headings.DOUBT_TITLE}.", State.UNSURE)
    anchors.point(parts, [line for lines in notes.values() for line in lines])
    writer = Writer(notes)
    html = writer.html(parts)
    written = own.fields | ({"title": title} if title and "title" not in own.fields else {})
    for name, value in at_edges.fields.items():
        # A page header's name for the document is often that of the template.
        if name != "title" or not title:
            written.setdefault(name, value)
    markup = Markup(tick_lists=str(written.get("kind", "")).strip().casefold() == "checklista")
    blocks = markup.blocks(inline.soup(html))
    told = [*([told_title] if told_title else []), *writer.told]
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


def _understood(parts: list[Part]) -> list[Part]:
    headings.find_bold(parts)
    return typed.find_typed(parts)


def _remarks(document: Document, told: list[Told], *heads: head.Head) -> list[Remark]:
    """What somebody should look at, each said once."""
    said = [
        *(
            f"{one.remark.rstrip('.')}: ”{one.text[:60]}”." if one.text else one.remark
            for one in told
            if one.remark
        ),
        *(f"{lost.message}." for lost in document.losses),
        *(f"Filen säger: {label}: {value[:100]}." for one in heads for label, value in one.others),
    ]
    return [Remark(message) for message in dict.fromkeys(said)]


def _lost(document: Document) -> list[Told]:
    """What has no place in the text, at the end of the tale."""
    unique = dict.fromkeys((lost.message, lost.text) for lost in document.losses)
    return [Told("Om filen", text[:200], f"{message}.", State.DROPPED) for message, text in unique]
