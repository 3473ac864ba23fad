"""Searching by words: how many, and finding one in a column whatever its case, å, ä and ö included."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext

MOST_WORDS = 6
"""Each word of a search is a filter of its own, and a database reads only so many."""


def few_words(text: str) -> None:
    """A field's validator: raises ValidationError if there are more words than are searched for."""
    if len(text.split()) > MOST_WORDS:
        raise ValidationError(gettext("Skriv högst %(most)s ord.") % {"most": MOST_WORDS})


def words_of(text: str) -> list[str]:
    """The words to search for, each once; those past the first few are not asked for."""
    return list(dict.fromkeys(text.split()))[:MOST_WORDS]


def containing(field: str, word: str) -> Q:
    """Rows whose `field` holds `word`. SQLite folds A–Z only, so there the usual spellings are asked for."""
    if connection.vendor != "sqlite":
        return Q(**{f"{field}__icontains": word})
    query = Q()
    for spelling in {word, word.lower(), word.upper(), word.capitalize()}:
        query |= Q(**{f"{field}__icontains": spelling})
    return query
