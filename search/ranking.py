"""What a reader's words come to, and what makes one answer better than another."""

from __future__ import annotations

import math
from dataclasses import dataclass

from intranet.finding.request import SearchRequest, SuggestRequest
from search.analysis import words
from search.analysis.words import Word
from search.documents import FOLDED, OPENING, PARTS, STARTS, typed_opening, typed_prefixes
from search.tree import (
    Best,
    Everything,
    Fixed,
    Has,
    HasAny,
    Node,
    Nothing,
    Phrase,
    Raised,
    Some,
    Weighted,
    all_of,
)

LONGEST_TEXT = 200
MOST_WORDS = 12

# How much a word counts by where it stands, and how much of that is left if it is only a part of a compound
# there, or written without å, ä and ö by the reader, or a compound of which the parts stand apart.
WEIGHTS: dict[str, float] = {"title": 6.0, "keywords": 3.0, "lead": 2.5, "heading": 2.0, "body": 1.0}
AS_PART, AS_FOLDED, AS_APART = 0.45, 0.4, 0.3
TITLE_PHRASE, BODY_PHRASE = 8.0, 2.0
MINE = 1.5


@dataclass(frozen=True)
class Question:
    """A reader's text, taken apart. `sought` are the words to be found, `all_tokens` every word in order."""

    sought: tuple[Word, ...]
    all_tokens: tuple[str, ...]
    empty: bool
    """Nothing was typed at all; something without words in it (`!!!`) is not empty, and finds nothing."""

    @property
    def least(self) -> int:
        """How many of the words a document must have: all of two, most of many."""
        count = len(self.sought)
        return count if count <= 2 else math.ceil(count * 0.6)


def question(text: str) -> Question:
    text = words.normalised(text)[:LONGEST_TEXT].strip()
    found = [words.analysed(written.word) for written in words.words(text)][:MOST_WORDS]
    sought = [word for word in found if not word.stop] or found
    return Question(
        sought=tuple(dict.fromkeys(sought)),
        all_tokens=tuple(word.token for word in found),
        empty=not text,
    )


def matching(request: SearchRequest) -> Node:
    """What answers to the text, best first."""
    asked = question(request.text)
    if asked.empty:
        return Everything()
    if not asked.sought:
        return Nothing()
    found: Node = Some(tuple(_found(word) for word in asked.sought), least=asked.least)
    raisers: list[Node] = []
    if len(asked.all_tokens) > 1:
        raisers += [
            Weighted(Phrase("title", asked.all_tokens), TITLE_PHRASE),
            Weighted(Phrase("body", asked.all_tokens), BODY_PHRASE),
        ]
    if request.my_units:
        raisers.append(Fixed(HasAny("own_units", request.my_units), MINE))
    return Raised(found, tuple(raisers)) if raisers else found


def suggesting(request: SuggestRequest) -> Node:
    """Titles with words that begin as each typed word does, or are another form of it.

    Those that begin with all that is typed come first.
    """
    typed = [written.word for written in words.words(words.normalised(request.text[:LONGEST_TEXT]))]
    if not typed:
        return Nothing()
    found = all_of(_offered(word) for word in dict.fromkeys(typed[:MOST_WORDS]))
    raisers: list[Node] = [Fixed(Has(OPENING, typed_opening(request.text[:LONGEST_TEXT])), 4.0)]
    if request.my_units:
        raisers.append(Fixed(HasAny("own_units", request.my_units), 1.0))
    return Raised(found, tuple(raisers))


def _offered(typed: str) -> Node:
    """One word on its way: its beginning, or, if it is whole already, what stands for it in a title."""
    ways = [all_of(Has(STARTS, prefix) for prefix in typed_prefixes(typed))]
    word = words.analysed(typed)
    if not word.stop:
        sides = ("", PARTS, FOLDED) if word.token.isascii() else ("", PARTS)
        ways += [Has("title" + side, word.token) for side in sides]
    return Fixed(Best(tuple(ways)), 1.0)


def _found(word: Word) -> Node:
    """One word, in every way that it may be found."""
    ways = [_everywhere("", word.token, 1.0), _everywhere(PARTS, word.token, AS_PART)]
    # Typed without å, ä and ö; a reader who typed them meant them.
    if not word.stop and word.token.isascii():
        ways.append(_everywhere(FOLDED, word.token, AS_FOLDED))
    nodes = [node for way in ways for node in way]
    if len(word.parts) > 1:
        apart = all_of(
            Best((*_everywhere("", part, AS_APART), *_everywhere(PARTS, part, AS_APART * AS_PART)))
            for part in word.parts
        )
        nodes.append(apart)
    return Best(tuple(nodes))


def _everywhere(side: str, token: str, share: float) -> list[Node]:
    return [Weighted(Has(place + side, token), weight * share) for place, weight in WEIGHTS.items()]
