"""Filtering a list by words, in whatever form they are written: as far as a database can, what the search does."""

from __future__ import annotations

import re

from django.db.models import Q

from intranet.finding.words import stem_of

# As typed on a keyboard without them.
_LETTERS = {"a": "[aåäàá]", "o": "[oöó]", "e": "[eéè]", "u": "[uü]"}
_ENDED = re.compile(r"[\W_]+$")


def holding(word: str, *fields: str) -> Q:
    """Rows of which one of the `fields` holds a form of the word, also inside a compound, whatever its case."""
    lower = word.casefold()
    query = Q()
    # The word itself as well: a stem need not be its beginning (`böcker` has that of `bok`).
    for form in dict.fromkeys((lower, stem_of(_ENDED.sub("", lower) or lower))):
        for field in fields:
            query |= Q(**{f"{field}__iregex": _pattern(form)})
    return query


def _pattern(form: str) -> str:
    """Å, ä and ö stand for themselves; what is typed without them finds both."""
    return "".join(_LETTERS.get(letter, letter if letter.isalnum() else f"\\{letter}") for letter in form)
