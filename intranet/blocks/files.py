"""Choosers of files that read all of a page's at once, with what showing them asks for.

Otherwise every picture costs three questions to the database (its collection, its rendition, the cache), and
every attachment one.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db.models import QuerySet
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

PICTURE = "width-720|format-webp"
"""The rendition that templates/blocks/image.html shows."""


class _ReadTogether:
    model_class: Any

    def files(self) -> QuerySet:
        # The rule asks for the collection of each.
        return self.model_class.objects.select_related("collection")

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        """The files of these primary keys in their order, an object for each place; None for one that is gone."""
        wanted = list(values)
        found = self.files().in_bulk([pk for pk in wanted if pk is not None])
        return [copy(found.get(pk)) for pk in wanted]


class FileChooserBlock(_ReadTogether, DocumentChooserBlock):
    pass


class PictureChooserBlock(_ReadTogether, ImageChooserBlock):
    def files(self) -> QuerySet:
        return super().files().prefetch_renditions(PICTURE)  # type: ignore[attr-defined]  # ImageQuerySet
