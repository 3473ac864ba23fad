"""Images and their renditions: Wagtail's, as models of ours from the first migration."""

from __future__ import annotations

import logging
from typing import ClassVar

from django.core.files.base import File
from django.db import models
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError
from wagtail.search import index

log = logging.getLogger(__name__)


class CustomImage(AbstractImage):
    """A picture, with the text that stands in for it."""

    alt = models.CharField(
        "bildtext för den som inte ser bilden",
        max_length=250,
        blank=True,
        help_text="Beskriv vad bilden visar. Lämna tomt bara om den är ren utsmyckning.",
    )

    admin_form_fields = (
        "title",
        "alt",
        "file",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    # The admin's search filters by the rule, and so by where the collection lies in its tree.
    search_fields: ClassVar[list] = [
        *AbstractImage.search_fields,
        index.RelatedFields("collection", [index.FilterField("path")]),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = "bild"
        verbose_name_plural = "bilder"

    @property
    def default_alt_text(self) -> str:
        return self.alt

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002
        """One that cannot be decoded stands on its page as one that is missing, instead of ending the page."""
        try:
            return super().generate_rendition_file(filter, source=source)
        except (InvalidFilterSpecError, SourceImageIOError):
            raise
        except Exception as broken:
            log.warning("image %s cannot be decoded: %s", self.pk, type(broken).__name__)
            raise SourceImageIOError(f"image {self.pk} cannot be decoded") from broken


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = "bildformat"
        constraints: ClassVar[list] = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_of_a_filter"
            )
        ]
