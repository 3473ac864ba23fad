"""The heading of the short answer, as files write it: "Det här gör du", with a number, a colon, in capitals or not."""

from __future__ import annotations

import re

from intranet.tables.reading import folded

HEADING = "Det här gör du"
_ANSWER = folded(HEADING)
_TAKEN = frozenset(map(folded, (HEADING, "Så här gör du")))
_SAME = _TAKEN | frozenset(map(folded, ("Gör så här", "Så gör du")))
_NUMBER = re.compile(r"^\s*[0-9]{1,2}(?:\.[0-9]{1,2})*\s*[.):]?\s+")


def is_answer(heading: str) -> bool:
    """Whether it is the very heading of the answer: what stands under it is the answer's."""
    return _words(heading) == _ANSWER


def promises_answer(heading: str) -> bool:
    """Whether a list directly under it is the answer."""
    return _words(heading) in _TAKEN


def says_the_same(heading: str) -> bool:
    """Whether it says nothing that the answer's own heading does not say."""
    return _words(heading) in _SAME


def _words(heading: str) -> str:
    return folded(_NUMBER.sub("", heading))
