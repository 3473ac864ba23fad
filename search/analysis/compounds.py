"""The parts of a Swedish compound: `sjukanmälan` is also about `anmälan`, and about `sjuk`.

A word is split if it is made of words in `data/words.txt` with the usual joints between them (`arbets|skada`,
`gatu|belysning`, `skol|gård`), or if one end of it is such a word and the other could be one. What the list
has whole (`förskola`, `hemtjänst`) is never taken apart.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from search.analysis.stems import VOWELS, stem

SHORTEST_PART = 3
# An end this long is trusted without knowing the other.
TELLING_HEAD, TELLING_MODIFIER = 5, 6
# What stands before a word without making a compound of two subjects.
PREFIXES = frozenset(
    (
        *(
            "an",
            "ankom",
            "av",
            "be",
            "bi",
            "bort",
            "efter",
            "emot",
            "ent",
            "er",
            "fort",
            "fram",
            "från",
            "för",
        ),
        *(
            "före",
            "förut",
            "ge",
            "genom",
            "hop",
            "in",
            "inne",
            "kring",
            "med",
            "miss",
            "mot",
            "ned",
            "ner",
            "o",
        ),
        *(
            "om",
            "på",
            "runt",
            "sam",
            "sen",
            "till",
            "tillbaka",
            "under",
            "upp",
            "ur",
            "ut",
            "utom",
            "van",
            "vid",
        ),
        *("å", "åter", "över"),
    )
)


def _words() -> frozenset[str]:
    text = (Path(__file__).parent / "data" / "words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


WORDS = _words()
HEADS = frozenset(stem(word) for word in WORDS)


def _modifiers() -> dict[str, str]:
    """Every form that a listed word may take before another, with the word's stem."""
    forms: dict[str, str] = {}
    for word in sorted(WORDS, key=len):
        own = stem(word)
        for form in (word, word + "s", word + "e"):
            forms.setdefault(form, own)
        if word[-1] in "ae" and len(word) > SHORTEST_PART:
            for joint in ("", "e", "o", "u", "s"):
                forms.setdefault(word[:-1] + joint, own)
    for word in WORDS:
        forms[word] = stem(word)
    return forms


MODIFIERS = _modifiers()
LONGEST = max(map(len, MODIFIERS))


@lru_cache(maxsize=100_000)
def segments(word: str) -> tuple[str, ...]:
    """The written pieces of a lower-case compound, in order; empty if it is not one."""
    if len(word) < 2 * SHORTEST_PART or not word.isalpha() or word in WORDS or stem(word) in HEADS:
        return ()
    return _known(word) or _half_known(word)


@lru_cache(maxsize=100_000)
def parts(word: str) -> tuple[str, ...]:
    """The stems of a compound's parts, each once, in order; empty if it is not one."""
    return tuple(dict.fromkeys(part_stem(piece) for piece in segments(word)))


def part_stem(piece: str) -> str:
    """The stem of a piece as it stands in a compound, its joint taken off."""
    return MODIFIERS.get(piece) or stem(piece)


def _known(word: str) -> tuple[str, ...]:
    """The split into listed words with the fewest parts; among those the one with the longest last part."""
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(2, len(word)):
        for start in range(max(0, end - LONGEST), end - 1):
            piece = word[start:end]
            if start in best and piece in MODIFIERS:
                candidate = (*best[start], piece)
                if end not in best or len(candidate) < len(best[end]):
                    best[end] = candidate
    found: tuple[str, ...] = ()
    for start in sorted(best):
        if start and len(word) - start >= SHORTEST_PART and stem(word[start:]) in HEADS:
            candidate = (*best[start], word[start:])
            if not found or len(candidate) < len(found):
                found = candidate
    return found


def _half_known(word: str) -> tuple[str, ...]:
    for start in range(SHORTEST_PART, len(word) - TELLING_HEAD + 1):
        first, head = word[:start], word[start:]
        if stem(head) in HEADS and _could_be_word(first):
            return *(segments(first.removesuffix("s")) or (first,)), head
    for end in range(len(word) - SHORTEST_PART - 1, TELLING_MODIFIER - 1, -1):
        first, head = word[:end], word[end:]
        if first in MODIFIERS and _could_be_word(head):
            return first, head
    return ()


def _could_be_word(piece: str) -> bool:
    """Long enough, with a vowel, no mere prefix, and beginning and ending as Swedish words may."""
    if len(piece) < SHORTEST_PART or piece in PREFIXES or VOWELS.isdisjoint(piece):
        return False
    beginning = next(place for place, letter in enumerate(piece) if letter in VOWELS)
    return beginning <= 3
