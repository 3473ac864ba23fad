"""Documents: files that are read, with who answers for them, whom they are for and how long they apply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.search import index

from intranet.files.keeping import place_of, save_and_keep
from intranet.organisation.models import Unit
from intranet.people.models import Function
from intranet.subjects.models import Subject


class CustomDocument(AbstractDocument):
    """A file for download. `file` is that of its newest version; the address stays when the file is replaced.

    One that stands alone is found by itself, by everybody whom its collection lets in. Any other is found
    only through a page that it is attached to, by those who may see that page too.
    """

    file = models.FileField("fil", upload_to=place_of, max_length=255)
    stands_alone = models.BooleanField(
        "står för sig självt",
        default=False,
        help_text="Dokumentet hittas i sökningen även om ingen sida länkar till det.",
    )
    summary = models.CharField(
        "ingress", max_length=300, blank=True, help_text="En mening som säger vad dokumentet ger svar på."
    )
    owner_function = models.ForeignKey(
        Function,
        verbose_name="ägare",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Den funktion som ser till att dokumentet stämmer. Funktionen finns kvar när personen slutar.",
    )
    units = models.ManyToManyField(
        Unit, verbose_name="gäller för", blank=True, related_name="documents", help_text="Tomt: alla enheter."
    )
    subjects = models.ManyToManyField(Subject, verbose_name="ämnen", blank=True, related_name="documents")
    valid_from = models.DateField("gäller från", null=True, blank=True)
    valid_to = models.DateField("gäller till och med", null=True, blank=True, help_text="Oftast tomt.")
    review_by = models.DateField("ses över senast", null=True, blank=True)

    withdrawn_at = models.DateTimeField("upphävt", null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="upphävt av",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawn_why = models.CharField("varför det upphävdes", max_length=300, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name="ersatt av",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="replaces",
    )

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "summary",
        "stands_alone",
        "owner_function",
        "units",
        "subjects",
        "valid_from",
        "valid_to",
        "review_by",
    )

    objects = DocumentQuerySet.as_manager()

    # What whoever saves a new file says of it; see `keeping`.
    changed_by: Any = None
    change_note = ""

    _file_was: str | None = None

    # The admin's search filters by the rule, and so by where the collection lies in its tree.
    search_fields: ClassVar[list] = [
        *AbstractDocument.search_fields,
        index.RelatedFields("collection", [index.FilterField("path")]),
    ]

    class Meta(AbstractDocument.Meta):
        verbose_name = "dokument"
        verbose_name_plural = "dokument"

    @classmethod
    def from_db(cls, db: str | None, field_names: Sequence[str], values: Sequence[Any]) -> CustomDocument:
        document = super().from_db(db, field_names, values)
        stored = document.__dict__.get("file")
        document._file_was = None if stored is None else str(stored)  # noqa: SLF001  # its own
        return document

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is not None and "file" not in fields:
            super().save(*args, **kwargs)
            return
        save_and_keep(self, lambda: super(CustomDocument, self).save(*args, **kwargs))
        self._file_was = self.file.name
        self.changed_by, self.change_note = None, ""

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        if "file" in self.__dict__:
            self._file_was = self.file.name

    def get_absolute_url(self) -> str:
        """The document's own page; `url` is its file."""
        return reverse("document", args=[self.pk])

    @property
    def file_is_new(self) -> bool:
        """Whether this object was given another file than it was read with."""
        if "file" not in self.__dict__:
            return False  # not read at all
        uploaded = not self.file._committed  # type: ignore[attr-defined]  # noqa: SLF001  # no other word for it
        return uploaded or self.file.name != (self._file_was or "")

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
