"""How long a text may be that becomes one page: what can be looked at, shown and saved while somebody waits."""

from __future__ import annotations

from home.importing.outline import BulletList, Heading, Items, Read, Steps, Table
from home.importing.source import Source, UnreadableTextError

MOST_PIECES = 6_000
"""Paragraphs, items of lists and cells of tables. Some two hundred pages; a page of the site shows them in a second."""
MOST_SIGNS = 1_500_000


NO_TEXT = "Filen har ingen text. Kontrollera att du har valt rätt fil."


def check_length(source: Source) -> None:
    """Raises UnreadableTextError, which says what to do, for a text far too long for one page, or for none at all."""
    pieces = max(sum(map(_pieces, source.blocks)), len(source.told))
    signs = sum(len(one.text) for one in source.told) + len(source.text)
    if pieces > MOST_PIECES or signs > MOST_SIGNS:
        raise UnreadableTextError(
            f"Texten är för lång för en sida: {pieces} stycken, och högst {MOST_PIECES} får plats. "
            "Dela den i flera filer, till exempel en för varje kapitel, eller lägg upp den under Dokument."
        )
    if len(source.blocks) < 2 and all(isinstance(block, Heading) for block in source.blocks):
        raise UnreadableTextError(NO_TEXT)


def _pieces(block: Read) -> int:
    if isinstance(block, Table):
        return sum(len(row) for row in (block.header, *block.rows))
    if isinstance(block, Steps):
        return len(block.steps)
    return max(len(block.items), 1) if isinstance(block, (BulletList, Items)) else 1
