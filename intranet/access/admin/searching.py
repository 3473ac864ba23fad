"""The admin's search: Wagtail's own, with no more words than a database takes and anybody means."""

from __future__ import annotations

from typing import Any

from wagtail.search.backends import database

MOST_WORDS = 20
LONGEST = 300
"""Characters."""


def bounded(text: str) -> str:
    """The first words of what was typed; each is a condition of its own in the query."""
    return " ".join(text.replace("\x00", " ")[:LONGEST].split()[:MOST_WORDS])


class Bounded:
    """Mixed into the backend for the database in use."""

    def _search(self, compiler: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(query, str):
            query = bounded(query)
        return super()._search(compiler, query, *args, **kwargs)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  # Wagtail looks for this name
    theirs = type(database.SearchBackend(dict(params)))
    return type("BoundedSearchBackend", (Bounded, theirs), {})(dict(params))
