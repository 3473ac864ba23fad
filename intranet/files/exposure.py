"""Which documents open for more people than a published page that they hang on, now and after a change.

A page becomes stricter than its documents without being touched itself: by a restriction, another audience or
another place in the tree, or when the documents' collection is opened. So the whole site is looked at
before and after, and what has become worse is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.models import Collection

from intranet.access.readership import Readership, Readerships
from intranet.files.attachments import Attachment
from intranet.files.documents import CustomDocument

Pair = tuple[int, int]
"""Primary keys of a document and of a page that it hangs on."""


@dataclass(frozen=True)
class Exposure:
    """What there is at one moment: for whom each page with documents is, and which documents open for more."""

    readers: dict[int, Readership] = field(default_factory=dict)
    paths: dict[int, str] = field(default_factory=dict)
    pairs: frozenset[Pair] = frozenset()

    def worse_than(self, before: Exposure) -> frozenset[Pair]:
        """What was not so before, or was, for a page that now is for fewer people."""
        return frozenset(
            (document, page)
            for document, page in self.pairs
            if (document, page) not in before.pairs or self._is_stricter(page, before)
        )

    def _is_stricter(self, page: int, before: Exposure) -> bool:
        were, are = before.readers.get(page), self.readers[page]
        return were is not None and were != are and not were.is_within(are)

    def narrowest(self, pairs: Iterable[Pair]) -> dict[int, Readership | None]:
        """For whom each document should be: those who may read all of its pages among `pairs`; None if those
        are for different people."""
        pages: dict[int, set[Readership]] = defaultdict(set)
        for document, page in pairs:
            pages[document].add(self.readers[page])
        return {
            document: next((one for one in all_ if all(map(one.is_within, all_))), None)
            for document, all_ in pages.items()
        }


def look(below: str = "") -> Exposure:
    """As the database has it now, of the pages whose tree path begins with `below`. Nine queries."""
    known = Readerships()
    rows = Attachment.objects.filter(page__live=True, document__withdrawn_at=None)
    if below:
        rows = rows.filter(page__path__startswith=below)
    found = rows.order_by().values_list("document_id", "page_id", "page__path", "document__collection__path")
    readers: dict[int, Readership] = {}
    paths: dict[int, str] = {}
    pairs: set[Pair] = set()
    judged: dict[tuple[str, Readership], bool] = {}
    for document, page, path, collection in found.iterator(chunk_size=2000):
        readers[page], paths[page] = known.of_page(path), path
        case = (collection, readers[page])
        if case not in judged:
            judged[case] = known.of_collection(collection).is_within(readers[page])
        if not judged[case]:
            pairs.add((document, page))
    return Exposure(readers, paths, frozenset(pairs))


def left_out_by(document: CustomDocument, collection: Collection) -> list[Readership]:
    """For whom those of its published pages are that are for fewer people than the collection."""
    known = Readerships()
    theirs = known.of_collection(collection.path)
    pages = document.attachments.filter(page__live=True).values_list("page__path", flat=True)
    readers = dict.fromkeys(known.of_page(path) for path in pages)
    return [each for each in readers if not theirs.is_within(each)]
