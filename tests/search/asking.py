"""Filling an index and asking it, for the tests of what every engine must do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html.parser import HTMLParser

from intranet.access.scope import AccessScope
from intranet.finding.documents import IndexDocument, Part
from intranet.finding.engine import Batch, Engine
from intranet.finding.request import SearchRequest
from intranet.finding.results import Results

TODAY = date(2026, 11, 22)
EVERYBODY = AccessScope(held=frozenset({"staff"}))


def document(pk: int | str, title: str = "Rutin", body: str = "", **fields) -> IndexDocument:
    """A page that everybody in `staff` may find, with one part."""
    fields.setdefault("kind", "rutin")
    fields.setdefault("audience", ("staff",))
    if body:
        fields.setdefault("parts", (Part("det-har-gor-du", "Det här gör du", body),))
    return IndexDocument(family="page", pk=str(pk), title=title, **fields)


def fill(engine: Engine, documents: Iterable[IndexDocument]) -> None:
    """A new index that holds exactly these."""
    with engine.rebuild() as aside:
        aside.write(Batch(documents=tuple(documents)))
        aside.swap()


def ask(engine: Engine, text: str = "", scope: AccessScope = EVERYBODY, **fields) -> Results:
    return engine.search(SearchRequest(text=text, scope=scope, today=TODAY, **fields))


def found(engine: Engine, text: str = "", scope: AccessScope = EVERYBODY, **fields) -> list[str]:
    """Primary keys in the order they are shown."""
    return [hit.pk for hit in ask(engine, text, scope, **fields).hits]


def counts(results: Results, facet: str) -> dict[str, int]:
    return {
        value.value: value.count for each in results.facets if each.name == facet for value in each.values
    }


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.add(tag if not attrs else f"{tag} with attributes")


def markup(html: str) -> set[str]:
    parser = _Markup()
    parser.feed(html)
    return parser.tags
