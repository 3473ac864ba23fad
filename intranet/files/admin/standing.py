"""Files that open for more people than their pages, as one editor is told of them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from intranet.access import files as access
from intranet.access.admin.asking import may_meet
from intranet.access.readership import Readership
from intranet.access.viewer import Viewer
from intranet.files import stricter
from intranet.files.documents import CustomDocument
from intranet.files.exposure import Exposure, Pair
from intranet.files.images import CustomImage
from intranet.files.permissions import may_edit

MOST_TOLD = 50


class Standing:
    """What one viewer may know and do about these files on these pages."""

    def __init__(self, viewer: Viewer, exposure: Exposure, pairs: frozenset[Pair]) -> None:
        self._viewer = viewer
        self._pairs = pairs
        self._readers = exposure.narrowest(pairs)
        files = [file for model in (CustomDocument, CustomImage) for file in _files(model, pairs)]
        self._count = len(files)
        self._known = [file for file in files if access.is_open_to(viewer, file)]
        self._mine = [file for file in self._known if may_edit(viewer, file)]

    def movable(self) -> dict[stricter.File, Readership | None]:
        """What this editor may move, and for whom each is to be then."""
        fits = {file: self._readers[type(file), file.pk] for file in self._mine}
        return {file: readers for file, readers in fits.items() if readers and not readers.password}

    def all_can_move(self) -> bool:
        return len(self.movable()) == self._count

    def said(self) -> str:
        if self._count == 1:
            return "En fil kan fortfarande öppnas av fler än dem som får läsa sidan."
        return f"{self._count} filer kan fortfarande öppnas av fler än dem som får läsa sidan."

    def told(self) -> dict[str, Any]:
        """For the templates: `files` (file, pages, target, is_new), and how many more there are."""
        pages = {page.pk: page for page in Page.objects.filter(pk__in={page for _, page in self._pairs})}
        met = {pk: page for pk, page in pages.items() if may_meet(self._viewer, page)}
        on = defaultdict(list)
        for file, page in sorted(self._pairs, key=lambda pair: pair[1]):
            if page in met:
                on[file].append(met[page])
        movable = self.movable()
        targets: dict[Readership, tuple[str, bool]] = {}
        told = []
        for each in self._known[:MOST_TOLD]:
            readers = movable.get(each)
            if readers is not None and readers not in targets:
                there = stricter.fitting_for(readers)
                targets[readers] = (there.name if there else stricter.name_of(readers), there is None)
            name, is_new = targets[readers] if readers is not None else ("", False)
            told.append({"file": each, "pages": on[type(each), each.pk], "target": name, "is_new": is_new})
        return {
            "files": told,
            "count": self._count,
            "said": self.said(),
            "untold": self._count - len(told),
            "movable": len(movable),
            "not_mine": self._count - len(movable),
            "elsewhere": len(set().union(*map(stricter.pages_with, list(movable)[:MOST_TOLD])) - set(pages)),
        }


def _files(model: type[CustomDocument] | type[CustomImage], pairs: frozenset[Pair]) -> QuerySet:
    wanted = {pk for (kind, pk), _ in pairs if kind is model}
    files = model._default_manager.filter(pk__in=wanted)
    return files.select_related("collection").order_by("title", "pk")
