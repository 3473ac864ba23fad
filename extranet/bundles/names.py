"""What files are called: in a ZIP by agenda number, so that they stand in order; with nothing that harms a computer."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from django.utils import timezone

from extranet.bundles.contents import Contents, Piece
from extranet.meetings.models import Meeting
from intranet.files.kinds import KINDS

LONGEST = 120
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff/\\:*?"<>|]+')


def plain(text: str) -> str:
    """Words as part of a file's name on any system: no path, no control or direction characters. May be empty."""
    text = _NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", text))
    return " ".join(text.split()).strip(" .")[:LONGEST].strip(" .")


def of_bundle(meeting: Meeting, form: str) -> str:
    """The body and the day: what whoever asks for it knows."""
    day = timezone.localdate(meeting.starts)
    return f"{plain(meeting.body.name) or 'Handlingar'} {day:%Y-%m-%d}.{form}"


def in_zip(contents: Contents) -> list[tuple[str, Piece]]:
    """Each paper's name: the item's number, or its place where numbers are not shown, and the title.

    A secret one is called by its number, as its file is everywhere else.
    """
    named: list[tuple[str, Piece]] = []
    taken: set[str] = set()
    for place, chapter in enumerate(contents.chapters, 1):
        numbered = chapter.number if chapter.number is not None else place
        for piece in chapter.pieces:
            stem = f"handling-{piece.placement.pk}" if piece.secret else plain(piece.title) or "Handling"
            name = _free(f"{numbered:02d} {stem}", _ending(piece), taken)
            taken.add(name.casefold())
            named.append((name, piece))
    return named


def _ending(piece: Piece) -> str:
    version = piece.placement.version
    kind = KINDS.get(version.content_type)
    return f".{kind.endings[0]}" if kind else PurePath(plain(version.filename)).suffix


def _free(stem: str, ending: str, taken: set[str]) -> str:
    """No two alike, not even on a system that takes no notice of capitals."""
    name, number = f"{stem}{ending}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} ({number}){ending}"
    return name
