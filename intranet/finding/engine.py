"""What an engine is, and which one is plugged in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from intranet.finding.documents import IndexDocument

if TYPE_CHECKING:
    # Who only writes needs no viewer, and so no Django that is set up.
    from intranet.finding.request import SearchRequest, SuggestRequest
    from intranet.finding.results import Results, Suggestion

CHECKS = "search"
"""The tag of the system checks that are about the search."""


class SearchUnavailable(Exception):  # noqa: N818  a state of things, nobody's mistake
    """The engine does not answer, or has no index to answer from. The site stays up without it."""


class IndexNotReady(SearchUnavailable):
    """There is no index, or one of another make: it has to be rebuilt before it can be read or written."""


class DocumentsRefused(Exception):  # noqa: N818
    """The engine did the rest of a batch but refused these, written or removed; `ids` are document ids."""

    def __init__(self, ids: Sequence[str], reason: str) -> None:
        super().__init__(f"{len(ids)} documents refused: {reason}")
        self.ids = tuple(ids)
        self.reason = reason

    def __reduce__(self) -> tuple[type[DocumentsRefused], tuple[tuple[str, ...], str]]:
        """For its way from one process to another."""
        return type(self), (self.ids, self.reason)


class IndexState(Enum):
    READY = "ready"
    MISSING = "missing"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class Batch:
    """Changes to an index, in this order: places emptied, documents removed, documents written.

    `places` are names such as `page:12`: everything within them goes. Writing a document replaces the one
    of the same id. A batch written twice has the same result as once.
    """

    documents: tuple[IndexDocument, ...] = ()
    removed: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Rebuild(Protocol):
    """A new index made aside, that nobody reads until `swap`."""

    name: str
    """Of this making of the index; no other has it."""

    def write(self, batch: Batch) -> None: ...

    def swap(self) -> None:
        """Put it in the place of the present one, in one step, and remove what is left over."""


class Engine(Protocol):
    """A search engine. Every method raises SearchUnavailable if it does not answer in time."""

    def search(self, request: SearchRequest) -> Results:
        """One page of results, with totals and facets, in one request to the engine."""

    def suggest(self, request: SuggestRequest) -> tuple[Suggestion, ...]:
        """Documents whose title has words beginning with each typed word, the best first."""

    def write(self, batch: Batch) -> None:
        """Return when the changes are kept and every search that begins from now on sees them.

        Raises IndexNotReady instead of making an index that would hold only this batch.
        """

    def rebuild(self) -> AbstractContextManager[Rebuild]:
        """Begin a new index aside. Leaving without `swap` throws it away."""

    def state(self) -> IndexState: ...

    def index_name(self) -> str | None:
        """The `Rebuild.name` of the index that is read and written; None if there is none."""


_engine: Engine | None = None
_makers: dict[str, Callable[[], Engine]] = {}


def offer(name: str, make: Callable[[], Engine]) -> None:
    """Called from the AppConfig.ready of whoever brings engines: there is one of this name."""
    _makers[name] = make


def names() -> tuple[str, ...]:
    return tuple(_makers)


def made(name: str) -> Engine:
    """A new engine of that name; LookupError if none is offered."""
    return _makers[name]()


def plug_in(engine: Engine | None) -> None:
    """The engine that the site uses from now on."""
    global _engine  # noqa: PLW0603  the one plug
    _engine = engine


def current() -> Engine:
    if _engine is None:
        raise SearchUnavailable("no search engine is plugged in")
    return _engine
