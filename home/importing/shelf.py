"""Where what a text brings along is stored: its pictures and attachments open for exactly those whom its page is for.

A draft's too. Who may not see the place that a text was read in for gets nothing of what came with it, at no
address and in no list, from the first moment. Where the place is for everybody, also without a log-on, they are for
those who sign in: what is on the internet has been published by somebody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.models import Collection, Page

from intranet.access.models import Audience
from intranet.access.readership import Readership, of_page
from intranet.files import stricter
from intranet.files.models import CustomDocument, CustomImage

FileT = TypeVar("FileT", CustomDocument, CustomImage)
NO_PLACE_FOR_FILES = (
    "Platsen skyddas med ett delat lösenord, och det kan ingen samling av filer göra. "
    "Välj grupper i stället, eller ta bort bilderna ur filen."
)


class Shelves:
    """The collections of one import; `by` is who puts things there, nobody if a command does."""

    def __init__(self, by: Any = None) -> None:
        self.by = by
        self._known: dict[Readership, Collection] = {}

    def of(self, page: Page) -> Shelf:
        return Shelf(self, page)

    def collection_for(self, page: Page) -> Collection:
        """One that fits the page now, made if there is none. Raises ValidationError if there can be none."""
        readers = of_page(page)
        if readers.audience == Audience.PUBLIC:
            readers = replace(readers, audience=Audience.ROLES)
        known = self._known.get(readers)
        # Somebody may have declared something else of it while a long import goes on.
        if known is None or not stricter.is_for(known, readers):
            try:
                known = self._known[readers] = stricter.fitting_for(readers) or stricter.make_for(readers)
            except ValueError as impossible:
                raise ValidationError(NO_PLACE_FOR_FILES) from impossible
        return known


class Shelf:
    """For one page, which has been saved. The collection is asked for when the first thing comes."""

    def __init__(self, shelves: Shelves, page: Page) -> None:
        self._shelves = shelves
        self._page = page
        self._found: Collection | None = None
        self._before: list[CustomDocument | CustomImage] | None = None

    def image(self, data: bytes, suffix: str, title: str, alt: str) -> int:
        """The primary key of the stored image; the same bytes are stored once."""

        def put(digest: str, collection: Collection) -> CustomImage:
            return CustomImage(
                title=title[:255],
                alt=alt[:250],
                collection=collection,
                file=ImageFile(BytesIO(data), name=f"{digest[:20]}.{suffix}"),
                file_size=len(data),
                file_hash=digest,
                uploaded_by_user=self._shelves.by,
            )

        return self._store(CustomImage, data, put)

    def document(self, data: bytes, suffix: str, label: str) -> int:
        """The primary key of the stored document; the same bytes are stored once."""

        def put(digest: str, collection: Collection) -> CustomDocument:
            return CustomDocument(
                title=label[:255],
                collection=collection,
                file=ContentFile(data, name=f"{digest[:20]}{suffix}"),
                file_size=len(data),
                file_hash=digest,
                uploaded_by_user=self._shelves.by,
            )

        return self._store(CustomDocument, data, put)

    def _store(self, model: type[FileT], data: bytes, put: Callable[[str, Collection], FileT]) -> int:
        digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        collection = self._collection()
        same = model.objects.filter(collection=collection, file_hash=digest)
        if model is CustomDocument:
            same = same.filter(withdrawn_at=None)  # what was withdrawn does not come back by itself
        stored = same.only("pk").first() or self._moved(model, digest, collection)
        if stored is None:
            stored = put(digest, collection)
            stored.save()
        return stored.pk

    def _moved(self, model: type[FileT], digest: str, collection: Collection) -> FileT | None:
        """What the page had before, when it was for others: it keeps its address, unless other pages have it too."""
        for file in self._had():
            same = isinstance(file, model) and file.file_hash == digest
            if same and stricter.pages_with(file) <= {self._page.pk}:
                stricter.move([file], collection)
                return file
        return None

    def _had(self) -> list[CustomDocument | CustomImage]:
        if self._before is None:
            latest = self._page.get_latest_revision()
            self._before = stricter.files_of(latest.as_object()) if latest else []
        return self._before

    def _collection(self) -> Collection:
        if self._found is None:
            self._found = self._shelves.collection_for(self._page)
        return self._found
