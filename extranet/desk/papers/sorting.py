"""What a file's name says of where it belongs and what it is: a proposal, which the secretary confirms.

"07 Tjänsteskrivelse.pdf" and "Ärende 7 bilaga 1.docx" belong to the item with number 7.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from extranet.papers.models import Paper

Kind = Paper.Kind
LONGEST_TITLE = 300

_NAMED = re.compile(r"^(?:ärende|arende|punkt|nr|§)[ .:#-]*(\d{1,3})(?!\d)", re.IGNORECASE)
_FIRST = re.compile(r"^(\d{1,3})(?![\d-]|[a-zåäö]{2})[a-z]?(?=$|[ .,:)])", re.IGNORECASE)
_ANNEX = re.compile(r"\b(?:bilaga|bil)\b", re.IGNORECASE)

# The first that fits: an extract from minutes is no minutes, an annex to a motion is an annex.
_WORDS: tuple[tuple[str, Kind], ...] = (
    (r"\bprotokollsutdrag\b|\bprotokollutdrag\b", Kind.EXTRACT),
    (r"\btjänsteskriv|\btjänsteutlåtande|\btjut\b|\btjskr\b", Kind.STATEMENT),
    (r"\b(?:bilaga|bil)\b", Kind.ANNEX),
    (r"\bremissvar|\byttrande", Kind.OPINION),
    (r"\bremiss", Kind.REFERRAL),
    (r"\bmotion", Kind.MOTION),
    (r"\bmedborgarförslag", Kind.PROPOSAL),
    (r"\bprotokoll", Kind.MINUTES),
    (r"\bunderlag|\butredning|\brapport", Kind.BASIS),
)


@dataclass(frozen=True)
class Proposal:
    """`number` is the item's on the agenda, None where the name tells of none. Titles are never empty.

    The neutral title says the kind alone: nothing of what the file is called is taken into it.
    """

    number: int | None
    kind: str
    title: str
    neutral_title: str


def proposal(filename: str) -> Proposal:
    words = _words(filename)
    number, rest = _number(words)
    kind = next((kind for pattern, kind in _WORDS if re.search(pattern, rest, re.IGNORECASE)), Kind.BASIS)
    title = (rest or words or str(Kind(kind).label))[:LONGEST_TITLE]
    return Proposal(number, kind.value, title[0].upper() + title[1:], str(Kind(kind).label).capitalize())


def _words(filename: str) -> str:
    name = unicodedata.normalize("NFC", filename).replace("\\", "/").rpartition("/")[2]
    stem = PurePath(name).stem if "." in name else name
    return re.sub(r"\s+", " ", stem.replace("_", " ")).strip(" .-–")


def _number(words: str) -> tuple[int | None, str]:
    """The number that a name begins with, if it is one of an agenda, and what is left."""
    found = _NAMED.match(words) or _FIRST.match(words)
    if found is None:
        return None, words
    return int(found.group(1)), words[found.end() :].strip(" .,:)-–")
