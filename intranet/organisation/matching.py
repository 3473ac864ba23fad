"""Finding a word in a column whatever its case, å, ä and ö included."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q


def containing(field: str, word: str) -> Q:
    """Rows whose `field` holds `word`. SQLite folds A–Z only, so there the usual spellings are asked for."""
    if connection.vendor != "sqlite":
        return Q(**{f"{field}__icontains": word})
    query = Q()
    for spelling in {word, word.lower(), word.upper(), word.capitalize()}:
        query |= Q(**{f"{field}__icontains": spelling})
    return query
