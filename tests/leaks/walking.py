"""Every address pattern that the site's URL configuration holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """`name` is what verdicts are given to: the name with its namespaces, or the pattern of one without a name."""

    name: str
    pattern: str
    parameters: frozenset[str]
    view: Any = field(compare=False, repr=False)


def routes() -> list[Route]:
    return list(_below(get_resolver(), "", (), frozenset()))


def _below(
    resolver: URLResolver, prefix: str, spaces: tuple[str, ...], parameters: frozenset[str]
) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        names = parameters | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            space = (entry.namespace,) if entry.namespace else ()
            yield from _below(entry, pattern, (*spaces, *space), names)
        elif isinstance(entry, URLPattern):
            yield Route(
                ":".join((*spaces, entry.name)) if entry.name else pattern, pattern, names, entry.callback
            )
