"""Which pages a document is attached to: by a block, a link in a text, whatever the published page says.

Kept in a table of ours, written in the transaction of the publishing: Wagtail's reference index is brought up to
date by a task, and for a moment would say what was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, ReferenceIndex

from intranet.files.documents import CustomDocument


class Attachment(models.Model):
    """One document on one page, however often it stands there."""

    document = models.ForeignKey(CustomDocument, on_delete=models.CASCADE, related_name="attachments")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="attached_documents")

    class Meta:
        verbose_name = "bilaga"
        verbose_name_plural = "bilagor"
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["document", "page"], name="attached_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} på {self.page_id}"


def named_by(page: Page) -> set[int]:
    """Primary keys of the documents that the page's content, as this object has it, names."""
    return named_of(page, CustomDocument)[CustomDocument]


def named_of(page: Page, *kinds: type[models.Model]) -> dict[type[models.Model], set[int]]:
    """Primary keys of the things of these models that the page's content, as this object has it, names."""
    types = {ContentType.objects.get_for_model(kind, for_concrete_model=False).pk: kind for kind in kinds}
    named: dict[type[models.Model], set[int]] = {kind: set() for kind in kinds}
    # Wagtail's own walk through every field, block and rich text of a page.
    for content_type, pk, *_ in ReferenceIndex._extract_references_from_object(page):  # noqa: SLF001
        if content_type in types:
            named[types[content_type]].add(int(pk))
    return named


def bring_up_to_date(page: Page) -> set[int]:
    """Write down what the published page names; primary keys of the documents whose pages are others now."""
    named = named_by(page)
    before = set(Attachment.objects.filter(page=page.pk).values_list("document_id", flat=True))
    if named == before:
        return set()
    # A text may name what has been deleted.
    new = set(CustomDocument.objects.filter(pk__in=named - before).values_list("pk", flat=True))
    gone = before - named
    Attachment.objects.filter(page=page.pk, document__in=gone).delete()
    Attachment.objects.bulk_create(
        [Attachment(document_id=pk, page_id=page.pk) for pk in sorted(new)], ignore_conflicts=True
    )
    return new | gone


def of_pages(pages: Iterable[int]) -> set[int]:
    """Primary keys of the documents attached to any of these pages."""
    return set(Attachment.objects.filter(page__in=pages).values_list("document_id", flat=True))
