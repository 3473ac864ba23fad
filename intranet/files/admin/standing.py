"""Documents that open for more people than their pages, as one editor is told of them."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from intranet.access import files as access
from intranet.access.admin.asking import may_meet
from intranet.access.readership import Readership
from intranet.access.viewer import Viewer
from intranet.files import stricter
from intranet.files.attachments import Attachment
from intranet.files.documents import CustomDocument
from intranet.files.exposure import Exposure, Pair
from intranet.files.permissions import may_edit

MOST_TOLD = 50


class Standing:
    """What one viewer may know and do about these documents on these pages."""

    def __init__(self, viewer: Viewer, exposure: Exposure, pairs: frozenset[Pair]) -> None:
        self._viewer = viewer
        self._pairs = pairs
        self._readers = exposure.narrowest(pairs)
        wanted = CustomDocument.objects.filter(pk__in={document for document, _ in pairs})
        documents = list(wanted.select_related("collection").order_by("title", "pk"))
        self._count = len(documents)
        self._known = [document for document in documents if access.is_open_to(viewer, document)]
        self._mine = [document for document in self._known if may_edit(viewer, document)]

    def movable(self) -> dict[stricter.File, Readership | None]:
        """What this editor may move, and for whom each is to be then."""
        fits = {document: self._readers[document.pk] for document in self._mine}
        return {document: readers for document, readers in fits.items() if readers and not readers.password}

    def all_can_move(self) -> bool:
        return len(self.movable()) == self._count

    def said(self) -> str:
        if self._count == 1:
            return "Ett dokument kan fortfarande öppnas av fler än dem som får läsa sidan."
        return f"{self._count} dokument kan fortfarande öppnas av fler än dem som får läsa sidan."

    def told(self) -> dict[str, Any]:
        """For the templates: `documents` (document, pages, target), and how many more there are."""
        pages = {page.pk: page for page in Page.objects.filter(pk__in={page for _, page in self._pairs})}
        met = {pk: page for pk, page in pages.items() if may_meet(self._viewer, page)}
        targets: dict[Readership, tuple[str, bool]] = {}
        movable = self.movable()
        told = []
        for document in self._known[:MOST_TOLD]:
            readers = movable.get(document)
            if readers is not None and readers not in targets:
                there = stricter.fitting_for(readers)
                targets[readers] = (there.name if there else stricter.name_of(readers), there is None)
            name, is_new = targets[readers] if readers is not None else ("", False)
            told.append(
                {
                    "document": document,
                    "pages": [
                        met[page] for pk, page in sorted(self._pairs) if pk == document.pk and page in met
                    ],
                    "target": name,
                    "is_new": is_new,
                }
            )
        elsewhere = Attachment.objects.filter(document__in=[d.pk for d in movable]).exclude(page__in=pages)
        return {
            "documents": told,
            "count": self._count,
            "said": self.said(),
            "untold": self._count - len(told),
            "movable": len(movable),
            "not_mine": self._count - len(movable),
            "elsewhere": elsewhere.values("page").distinct().count(),
        }
