"""A stem for every inflected form of a Swedish word, the same for all of them.

The stemmers at hand leave the commonest forms alone (`skolan`, `datorn`, `mötet`, `anmälan`), which is why
this is our own. Endings are taken off until none fits: whatever a form becomes after its first ending is
then treated just as the base form would be. A stem is a label, not a word; two words that share one are
ranked together, which hurts less than a routine not found.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

VOWELS = frozenset("aeiouyåäö")
SHORTEST = 3

# Longest first. Ending → the fewest letters that must be left.
ENDINGS: tuple[tuple[str, int], ...] = (
    ("anden", 4), ("andet", 4), ("ande", 4),
    ("arna", 3), ("erna", 3), ("orna", 3), ("aren", 3),
    ("are", 3), ("ade", 3), ("ena", 3),
    ("ar", 3), ("er", 3), ("or", 3), ("en", 3), ("et", 3), ("an", 3), ("at", 3), ("ad", 3),
    ("a", 3), ("e", 3),
)  # fmt: skip


def _irregular() -> dict[str, str]:
    lines = (Path(__file__).parent / "data" / "irregular.txt").read_text(encoding="utf-8").splitlines()
    return {
        form: base
        for line in lines
        if line and not line.startswith("#")
        for base, *forms in [line.split()]
        for form in forms
    }


IRREGULAR = _irregular()
LONGEST_IRREGULAR = max(map(len, IRREGULAR))
# Said alone they are words of another meaning than the verb they come from.
NOT_TO_BE_CUT = frozenset(
    {"handling", "ställning", "vandring", "lösning", "ledning", "avdelning", "förening"}
)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a lower-case word. Words with figures, and short ones, are their own."""
    if not word.isalpha():
        return word
    word = _regular(word)
    if len(word) > 5 and word.endswith(("as", "es")):
        word = word[:-1]  # läkares; only here, or `tjänsteresa` would lose its whole journey
    while True:
        shorter = _without_ending(word)
        if shorter == word:
            break
        word = shorter
    return word


def _regular(word: str) -> str:
    """`böcker` as `bok`, also at the end of a compound: `handböcker` as `handbok`."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    for length in range(min(LONGEST_IRREGULAR, len(word) - 2), 4, -1):
        if base := IRREGULAR.get(word[-length:]):
            return word[:-length] + base
    return word


def _without_ending(word: str) -> str:
    """One step: the word without its last ending, or as it was."""
    if len(word) <= SHORTEST:
        return word
    last, before = word[-1], word[-2]
    if last == "s" and before not in VOWELS and before != "s":
        return word[:-1]
    if last in "mn" and before == last:
        return word[:-1]  # rum, rummet
    if last == "n" and len(word) > 4 and (before in "oy" or (before in "rl" and len(word) > 5)):
        return word[:-1]  # konton, policyn, datorn, nyckeln
    if last == "t" and (before == "o" or word.endswith(("igt", "skt", "ält", "ällt"))) and len(word) > 4:
        return word[:-1]  # kontot, viktigt, anmält
    if word.endswith(("äld", "älld")) and len(word) > 5:
        return word[:-1]  # anmäld, anställd
    if word.endswith(("ium", "eum")) and len(word) > 5:
        return word[:-2]
    if last == "r" and before not in VOWELS and before != "r":
        return word[:-1]  # semestr(ar), numr(et)
    if last == "n" and before in "tdkgpb" and len(word) > 4:
        return word[:-1]  # vattn(et), teckn(et)
    if word.endswith("el") and word[-3] not in VOWELS and len(word) > 4:
        return word[:-2] + "l"  # regel, regler
    return _without_suffix(word)


def _without_suffix(word: str) -> str:
    if word in NOT_TO_BE_CUT:
        return word
    if word.endswith("ning") and _may_stand(word[:-4], 4):
        return word[:-4]
    if word.endswith("ing") and not word.endswith("ning") and _may_stand(word[:-3], 5):
        return word[:-3]
    if word.endswith("het"):
        return word
    if word.endswith(("kte", "pte")) and _may_stand(word[:-2], 3):
        return word[:-2]  # sökte, köpte
    for ending, left in ENDINGS:
        if word.endswith(ending) and _may_stand(word[: -len(ending)], left):
            return word[: -len(ending)]
    return word


def _may_stand(rest: str, letters: int) -> bool:
    return len(rest) >= letters and not VOWELS.isdisjoint(rest)
