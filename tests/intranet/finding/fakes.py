"""An engine of plain dicts and a source of plain objects, for what the seam promises of itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils.safestring import mark_safe

from intranet.finding.documents import IndexDocument, Part, key
from intranet.finding.engine import Batch, DocumentsRefused, IndexNotReady, IndexState, SearchUnavailable
from intranet.finding.request import SearchRequest, SuggestRequest
from intranet.finding.results import Card, Hit, Results, Suggestion


@dataclass
class Thing:
    """What the database has: its title, the things it lies in, and who may see it."""

    title: str = "Rutin"
    inside: tuple[str, ...] = ()
    seen_by: str = "everybody"


class FakeSource:
    family = "thing"
    kinds: Mapping[str, str] = {"rutin": "Rutiner"}

    def __init__(self) -> None:
        self.things: dict[str, Thing] = {}
        self.spoilt: set[str] = set()
        self.while_reading: Callable[[], None] = lambda: None
        self.checks = 0

    def count(self) -> int:
        return len(self.things)

    def iterate(self) -> Iterator[IndexDocument]:
        for pk in list(self.things):
            yield from self.documents([pk])

    def documents(self, pks: Collection[str]) -> Iterable[IndexDocument]:
        if self.spoilt & set(pks):
            raise ZeroDivisionError("spoilt")
        found = [self._document(pk) for pk in pks if pk in self.things]
        self.while_reading()
        return found

    def below(self, pk: str) -> Iterable[str]:
        return [pk, *(other for other, thing in self.things.items() if pk in thing.inside)]

    def check(self, viewer: object, pks: Collection[str]) -> Mapping[str, Card]:
        self.checks += 1
        return {
            pk: Card(title=self.things[pk].title, url=f"/{pk}/", kind_label="Rutin")
            for pk in pks
            if pk in self.things and self.things[pk].seen_by == "everybody"
        }

    def _document(self, pk: str) -> IndexDocument:
        thing = self.things[pk]
        return IndexDocument(
            family=self.family,
            pk=pk,
            kind="rutin",
            title=thing.title,
            parts=(Part("a", "A", thing.title),),
            audience=("section:default",),
            within=(*(key(self.family, place) for place in thing.inside), key(self.family, pk)),
        )


@dataclass
class FakeEngine:
    documents: dict[str, IndexDocument] | None = None
    name: str | None = None
    down: bool = False
    refused: set[str] = field(default_factory=set)
    batches: list[Batch] = field(default_factory=list)
    asked: list[SearchRequest | SuggestRequest] = field(default_factory=list)
    while_writing: Callable[[], None] = lambda: None

    def search(self, request: SearchRequest) -> Results:
        self._answer(request)
        hits = [
            Hit(each.id, each.kind, each.title, mark_safe(f"<mark>{each.title}</mark>"), mark_safe("…"))
            for each in (self.documents or {}).values()
            if not {*each.within, each.id} & (request.stale | request.scope.closed)
        ]
        return Results(hits=tuple(hits[request.offset : request.offset + request.page_size]), total=len(hits))

    def suggest(self, request: SuggestRequest) -> tuple[Suggestion, ...]:
        self._answer(request)
        return tuple(Suggestion(each.id, each.kind, each.title) for each in (self.documents or {}).values())

    def write(self, batch: Batch) -> None:
        if self.down:
            raise SearchUnavailable("down")
        if self.documents is None:
            raise IndexNotReady("nothing here")
        self.while_writing()
        self.batches.append(batch)
        apply(self.documents, batch, self.refused)

    @contextmanager
    def rebuild(self) -> Iterator[FakeRebuild]:
        if self.down:
            raise SearchUnavailable("down")
        yield FakeRebuild(self)

    def state(self) -> IndexState:
        if self.down:
            raise SearchUnavailable("down")
        return IndexState.MISSING if self.documents is None else IndexState.READY

    def index_name(self) -> str | None:
        return self.name

    def _answer(self, request: SearchRequest | SuggestRequest) -> None:
        if self.down:
            raise SearchUnavailable("down")
        self.asked.append(request)


class FakeRebuild:
    made = 0

    def __init__(self, engine: FakeEngine) -> None:
        FakeRebuild.made += 1
        self.name = f"index-{FakeRebuild.made}"
        self.engine = engine
        self.documents: dict[str, IndexDocument] = {}

    def write(self, batch: Batch) -> None:
        apply(self.documents, batch, self.engine.refused)

    def swap(self) -> None:
        self.engine.documents, self.engine.name = self.documents, self.name


def apply(documents: dict[str, IndexDocument], batch: Batch, refused: set[str]) -> None:
    for document in list(documents.values()):
        if {*document.within} & {*batch.places}:
            del documents[document.id]
    for document_id in batch.removed:
        documents.pop(document_id, None)
    for document in batch.documents:
        if document.id not in refused:
            documents[document.id] = document
    if stopped := refused & {document.id for document in batch.documents}:
        raise DocumentsRefused(sorted(stopped), "no")
