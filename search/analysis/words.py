"""From text to words, and from a word to what stands for it in the index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from search.analysis import compounds
from search.analysis.stems import stem

LONGEST_WORD = 50
"""Letters; what comes after is cut off. Nobody looks for more, and engines refuse very long words."""

# A hyphen inside a word makes a compound that says itself where its parts begin: IT-ombud, e-post.
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# å, ä and ö are letters of their own; what else carries a mark is the letter under it (idé, Müller).
_KEPT = str.maketrans({"å": "å", "ä": "ä", "ö": "ö", "ø": "ö", "æ": "ä", "ß": "ss", "đ": "d", "ł": "l"})
_FOLDED = str.maketrans("åäö", "aao")

STOP_WORDS = frozenset(
    word
    for line in (Path(__file__).parent / "data" / "stopwords.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)


class Written(NamedTuple):
    """A word as it stands in a text; `start` and `end` count characters of the normalised text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Word:
    """What a word comes to.

    `token` stands in the main field. `parts` (of a compound) and `folded` (without å, ä and ö, if it has
    any) stand in side fields. `stop` words have tokens that no stem can be.
    """

    token: str
    parts: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    stop: bool = False


def normalised(text: str) -> str:
    """The text in composed form, white space as single spaces, null bytes and other controls left out."""
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(text.split())


def words(text: str) -> Iterator[Written]:
    """The words of a normalised text, in lower case."""
    for match in WORD.finditer(text):
        if word := _lower(match.group()[:LONGEST_WORD]):
            yield Written(word, match.start(), match.end())


class Entries(NamedTuple):
    """What words come to in the fields of the index, each with a space between."""

    tokens: str
    parts: str
    folded: str


GAP = "\0"
"""A piece between texts that make one field: nobody's phrase runs from one into the next."""
MOST_KEPT = 1_000_000
"""Characters of pieces: those of some hundred thousand words."""


class _Pieces(dict[str, str]):
    """The tokens of what has stood between two spaces; beside them the parts and folded forms, where it has any.

    Strings only, in as few lookups as can be: of a text with five hundred words this is most of the work.
    """

    def __init__(self) -> None:
        super().__init__({GAP: "_"})
        self.parts: dict[str, str] = {}
        self.folded: dict[str, str] = {}
        self.size = 0

    def __missing__(self, piece: str) -> str:
        found = [
            analysed(word) for written in WORD.findall(piece) if (word := _lower(written[:LONGEST_WORD]))
        ]
        if parts := " ".join(part for word in found for part in word.parts):
            self.parts[piece] = parts
        if folded := " ".join(form for word in found for form in word.folded):
            self.folded[piece] = folded
        self.size += len(piece)
        self[piece] = tokens = " ".join(word.token for word in found)
        return tokens


_pieces = _Pieces()


def entries(text: str) -> Entries:
    """What the words of a normalised text come to, in their order: for the index, where no place is asked for.

    Taken piece by piece as they stand between spaces, which no word runs across: a text has many, but nearly
    all of them have been met before, with the same comma.
    """
    global _pieces  # noqa: PLW0603  begun anew when it has grown: the common ones are soon back
    if _pieces.size > MOST_KEPT:
        _pieces = _Pieces()
    kept = _pieces
    pieces = text.split()
    return Entries(
        " ".join(filter(None, map(kept.__getitem__, pieces))),
        " ".join(filter(None, map(kept.parts.get, pieces))),
        " ".join(filter(None, map(kept.folded.get, pieces))),
    )


@lru_cache(maxsize=100_000)
def analysed(word: str) -> Word:
    """What a lower-case word comes to."""
    if word in STOP_WORDS:
        return Word(token=f"_{word}", stop=True)
    pieces = word.split("-")
    whole = "".join(pieces)
    parts: dict[str, None] = {}
    for piece in pieces:
        if len(pieces) > 1:
            parts[stem(piece)] = None
        parts.update(dict.fromkeys(compounds.parts(piece)))
    token = stem(whole)
    return Word(token=token, parts=tuple(parts), folded=_folded_forms(whole, token, tuple(parts)))


def fold(word: str) -> str:
    """A word as it is typed on a keyboard without å, ä and ö."""
    return word.translate(_FOLDED)


@lru_cache(maxsize=100_000)
def pieces(word: str) -> tuple[str, ...]:
    """The written beginnings inside a word that somebody may look for: those of a compound's parts."""
    found: list[str] = []
    for piece in word.split("-"):
        inner = compounds.segments(piece)
        found.extend(inner[1:] if inner else ())
    return (*word.split("-")[1:], *found)


def _folded_forms(whole: str, token: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    # Both ways round: the stem of what is typed (`bocker`), and the typed form of the stem (`bok`).
    forms = {fold(part) for part in (token, *parts)} | {stem(fold(whole))}
    return tuple(sorted(forms - {token, *parts}))


@lru_cache(maxsize=100_000)
def _lower(word: str) -> str:
    word = word.lower()
    if word.isascii():
        return word
    word = unicodedata.normalize("NFC", word).translate(_KEPT)
    letters = "".join(c if c in "åäö-" else _without_marks(c) for c in word)
    return "-".join(piece for piece in letters.split("-") if piece)


def _without_marks(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if c.isalnum())
