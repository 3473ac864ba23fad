"""An index document as both engines keep it: words already analysed, places and dates as plain values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from intranet.finding.documents import MOST_ALTERNATIVES, Alternative, IndexDocument, Part
from search.analysis import words

LAYOUT = 5
"""Raise it when the fields or what they hold change in a way that the analysis files do not show."""

NEVER = date.max.toordinal()
LONGEST_PREFIX = 15

# Where words stand. Each has two side fields: _parts (of compounds) and _folded (without å, ä, ö).
PLACES: tuple[str, ...] = ("title", "keywords", "lead", "heading", "body")
PARTS, FOLDED = "_parts", "_folded"
WORD_FIELDS: tuple[str, ...] = tuple(place + side for place in PLACES for side in ("", PARTS, FOLDED))
# Beginnings of the title's words, and of the title itself, for suggestions.
STARTS, OPENING = "starts", "opening"
PREFIX_FIELDS: tuple[str, ...] = (STARTS, OPENING)
# Where else a document lies: `anywhere` says whether it has to pass one of these, too.
ALTERNATIVES: tuple[tuple[str, str], ...] = tuple(
    (f"audience_{number}", f"within_{number}") for number in range(MOST_ALTERNATIVES)
)
ANYWHERE = "anywhere"
KEY_FIELDS: tuple[str, ...] = (
    "id", "kind", "units", "own_units", "subjects", "file", "audience", "within", "item", "public", "dated", ANYWHERE,
    *(name for pair in ALTERNATIVES for name in pair),
)  # fmt: skip
COUNTED_FIELDS: tuple[str, ...] = ("kind", "file", "units", "subjects")
NUMBER_FIELDS: tuple[str, ...] = ("date", "valid_from", "valid_to", "review_by", "until", "tie")

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Row:
    """One document's fields: words as tokens with a space between, keys as lists, dates as day numbers."""

    id: str
    tokens: dict[str, str] = field(default_factory=dict)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    shown: str = "{}"

    def has(self, name: str) -> frozenset[str]:
        return frozenset(self.tokens.get(name, "").split()) | frozenset(self.keys.get(name, ()))


@dataclass(frozen=True)
class Shown:
    """What is kept of a document to show a hit of it."""

    title: str
    lead: str
    parts: tuple[Part, ...]
    words: tuple[str, ...] = ()
    """Of a long document, the tokens of each part between spaces: where to look, without reading all of it."""


LONG = 200_000
"""Characters of text from which a document's parts keep their tokens."""


_json = json.JSONEncoder(ensure_ascii=False).encode


def row_of(document: IndexDocument) -> Row:
    title = words.normalised(document.title)
    lead = words.normalised(document.lead)
    labels = [words.normalised(part.label) for part in document.parts]
    texts = [words.normalised(part.text) for part in document.parts]
    tokens: dict[str, str] = {}
    _put(tokens, "title", [title])
    _put(tokens, "keywords", [words.normalised(word) for word in document.keywords])
    _put(tokens, "lead", [lead])
    _put(tokens, "heading", labels)
    _put(tokens, "body", texts)
    of_parts = [_own(text) for text in texts] if sum(map(len, texts)) > LONG else []
    of_title = [written.word for written in words.words(title)]
    tokens[STARTS] = " ".join(sorted(frozenset[str]().union(*map(_starts, of_title))))
    tokens[OPENING] = " ".join(sorted(_prefixes(_run_together(of_title))))
    return Row(
        id=document.id,
        tokens=tokens,
        keys={
            "id": (document.id,),
            "kind": (document.kind,),
            "units": document.units,
            "own_units": document.own_units,
            "subjects": document.subjects,
            "file": (document.file,) if document.file else (),
            "audience": document.audience,
            "within": tuple(dict.fromkeys((*document.within, document.id))),
            "item": (document.item,) if document.item else (),
            "public": (YES if document.public else NO,),
            "dated": (YES if document.valid_from or document.valid_to or document.review_by else NO,),
            ANYWHERE: (YES if document.alternatives is None else NO,),
            **_alternatives(document.alternatives or ()),
        },
        numbers={
            "date": document.date.toordinal() if document.date else 0,
            "valid_from": document.valid_from.toordinal() if document.valid_from else 0,
            "valid_to": document.valid_to.toordinal() if document.valid_to else NEVER,
            "review_by": document.review_by.toordinal() if document.review_by else NEVER,
            "until": document.until.toordinal() if document.until else NEVER,
            "tie": tie(document.id),
        },
        shown=_json(
            [
                title,
                lead,
                [[part.place, *own] for part, *own in zip(document.parts, labels, texts, strict=True)],
                *([of_parts] if of_parts else []),
            ]
        ),
    )


def shown_of(text: str) -> Shown:
    title, lead, parts, *of_parts = json.loads(text)
    return Shown(title, lead, tuple(Part(*part) for part in parts), tuple(of_parts[0]) if of_parts else ())


def tie(document_id: str) -> int:
    """A number that puts documents of equal rank in the same order on every page and in every engine."""
    return int.from_bytes(hashlib.blake2b(document_id.encode(), digest_size=6).digest())


def fingerprint() -> str:
    """Names the make of an index: one of another make has to be rebuilt."""
    digest = hashlib.blake2b(str(LAYOUT).encode(), digest_size=8)
    here = Path(__file__).parent
    for file in sorted([Path(__file__), *here.glob("analysis/*.py"), *here.glob("analysis/data/*.txt")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def typed_prefixes(word: str) -> list[str]:
    """The beginnings that a typed word has, one for each of its parts, as `starts` holds them."""
    return [piece[:LONGEST_PREFIX] for piece in word.split("-")]


def typed_opening(text: str) -> str:
    """All that has been typed, as `opening` holds it."""
    typed = (written.word for written in words.words(words.normalised(text)))
    return _run_together(typed)[:LONGEST_PREFIX]


def _put(tokens: dict[str, str], place: str, texts: Iterable[str]) -> None:
    """Fill the fields of a place."""
    gap = f" {words.GAP} "
    entries = words.entries(gap.join((*texts, "")))
    tokens[place], tokens[place + PARTS], tokens[place + FOLDED] = entries


def _own(text: str) -> str:
    """A text's tokens, each once, with a space on both sides of each."""
    own = {token for side in words.entries(text) for token in side.split()}
    return f" {' '.join(sorted(own))} "


def _alternatives(places: tuple[Alternative, ...]) -> dict[str, tuple[str, ...]]:
    keys: dict[str, tuple[str, ...]] = {}
    for (audience, within), place in zip(ALTERNATIVES, places, strict=False):
        keys[audience], keys[within] = place.audience, place.within
    return keys


# Titles share their words; each has some forty beginnings.
@lru_cache(maxsize=5_000)
def _starts(word: str) -> frozenset[str]:
    """The beginnings of a title's word and of its parts."""
    found: set[str] = set()
    for beginning in (*word.split("-"), *words.pieces(word)):
        found |= _prefixes(beginning)
    return frozenset(found)


def _prefixes(word: str) -> set[str]:
    ends = range(1, min(len(word), LONGEST_PREFIX) + 1)
    return {form[:end] for form in {word, words.fold(word)} for end in ends}


def _run_together(written: Iterable[str]) -> str:
    return "".join(written).replace("-", "")
