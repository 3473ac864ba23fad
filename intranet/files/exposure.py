"""Which files open for more people than a published page that they stand on, now and after a change.

A page becomes stricter than its files without being touched itself: by a restriction, another audience or
another place in the tree, or when the files' collection is opened. So the whole site is looked at
before and after, and what has become worse is told.

Documents are known by `Attachment`. Pictures by Wagtail's reference index, which a task brings up to date: one that
was put on a page a moment ago may be missed here, and is looked at again when the page is published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, Page, ReferenceIndex

from intranet.access.readership import Readership, Readerships
from intranet.files.attachments import Attachment
from intranet.files.documents import CustomDocument
from intranet.files.images import CustomImage

Key = tuple[type[CustomDocument] | type[CustomImage], int]
"""A file by its model and primary key."""
Pair = tuple[Key, int]
"""A file, and the primary key of a page that it stands on."""


@dataclass(frozen=True)
class Exposure:
    """What there is at one moment: for whom each page with files is, and which files open for more."""

    readers: dict[int, Readership] = field(default_factory=dict)
    paths: dict[int, str] = field(default_factory=dict)
    pairs: frozenset[Pair] = frozenset()

    def worse_than(self, before: Exposure) -> frozenset[Pair]:
        """What was not so before, or was, for a page that now is for fewer people."""
        return frozenset(
            (file, page)
            for file, page in self.pairs
            if (file, page) not in before.pairs or self._is_stricter(page, before)
        )

    def _is_stricter(self, page: int, before: Exposure) -> bool:
        were, are = before.readers.get(page), self.readers[page]
        return were is not None and were != are and not were.is_within(are)

    def narrowest(self, pairs: Iterable[Pair]) -> dict[Key, Readership | None]:
        """For whom each file should be: those who may read all of its pages among `pairs`; None if those are for
        different people."""
        pages: dict[Key, set[Readership]] = defaultdict(set)
        for file, page in pairs:
            pages[file].add(self.readers[page])
        return {
            file: next((one for one in all_ if all(map(one.is_within, all_))), None)
            for file, all_ in pages.items()
        }


def look(below: str = "") -> Exposure:
    """As the database has it now, of the pages whose tree path begins with `below`. A dozen queries."""
    known = Readerships()
    readers: dict[int, Readership] = {}
    paths: dict[int, str] = {}
    pairs: set[Pair] = set()
    judged: dict[tuple[str, Readership], bool] = {}
    for file, page, path, collection in chain(_documents(below), _images(below)):
        readers[page], paths[page] = known.of_page(path), path
        case = (collection, readers[page])
        if case not in judged:
            judged[case] = known.of_collection(collection).is_within(readers[page])
        if not judged[case]:
            pairs.add((file, page))
    return Exposure(readers, paths, frozenset(pairs))


def _documents(below: str) -> Iterator[tuple[Key, int, str, str]]:
    """File, page, the page's path and the collection's."""
    rows = Attachment.objects.filter(page__live=True, document__withdrawn_at=None)
    rows = rows.filter(page__path__startswith=below).order_by()
    values = rows.values_list("document_id", "page_id", "page__path", "document__collection__path")
    for document, page, path, collection in values.iterator(chunk_size=2000):
        yield (CustomDocument, document), page, path, collection


def _images(below: str) -> Iterator[tuple[Key, int, str, str]]:
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(CustomImage),
    )
    found = set(references.values_list("object_id", "to_object_id"))
    if not found:
        return
    pages = dict(Page.objects.filter(live=True, path__startswith=below).values_list("pk", "path"))
    collections = dict(CustomImage.objects.values_list("pk", "collection__path"))
    for page, image in ((int(page), int(image)) for page, image in found):
        if page in pages and image in collections:
            yield (CustomImage, image), page, pages[page], collections[image]


def left_out_by(document: CustomDocument, collection: Collection) -> list[Readership]:
    """For whom those of its published pages are that are for fewer people than the collection."""
    known = Readerships()
    theirs = known.of_collection(collection.path)
    pages = document.attachments.filter(page__live=True).values_list("page__path", flat=True)
    readers = dict.fromkeys(known.of_page(path) for path in pages)
    return [each for each in readers if not theirs.is_within(each)]
