"""A collection as the outbox knows it: one entry, however many documents lie in it.

A document's index entry names every collection that it lies in, so the collection's own name hides all of them
until the drainer has come round; it finds out which they are, and writes them in batches.
"""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from django.utils.functional import Promise
from wagtail.models import Collection

from intranet.access.viewer import Viewer
from intranet.files.capture import COLLECTION, FAMILY
from intranet.files.documents import CustomDocument
from intranet.files.source import DocumentSource
from intranet.finding.documents import IndexDocument, key
from intranet.finding.results import Card

INSIDE = key(FAMILY, "")
"""Begins the name of a document, where a bare number is a collection's."""


class CollectionSource:
    """Nothing to find by itself; what is below it are documents."""

    family = COLLECTION
    kinds: ClassVar[Mapping[str, str | Promise]] = {}

    def count(self) -> int:
        return 0

    def iterate(self) -> Iterator[IndexDocument]:
        return iter(())

    def documents(self, pks: Several[str]) -> Iterable[IndexDocument]:
        inside = [pk.removeprefix(INSIDE) for pk in pks if pk.startswith(INSIDE)]
        return DocumentSource().documents(inside) if inside else ()

    def below(self, pk: str) -> Iterable[str]:
        """The documents in it and in those below it, as the database has them now."""
        path = Collection.objects.filter(pk=int(pk)).values_list("path", flat=True).first()
        if path is None:
            return
        inside = CustomDocument.objects.filter(collection__path__startswith=path).order_by("pk")
        for each in inside.values_list("pk", flat=True).iterator(chunk_size=2000):
            yield key(FAMILY, each)

    def check(self, viewer: Viewer, pks: Several[str]) -> Mapping[str, Card]:
        return {}
