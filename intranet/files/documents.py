"""Documents: files that are read, with who answers for them, whom they are for and how long they apply."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from wagtail.documents.models import AbstractDocument

from intranet.organisation.models import Unit
from intranet.people.models import Function
from intranet.subjects.models import Subject


class CustomDocument(AbstractDocument):
    """A file for download. `file` is that of its newest version; the address stays when the file is replaced.

    One that stands alone is found by itself, by everybody whom its collection lets in. Any other is found
    only through a page that it is attached to, by those who may see that page too.
    """

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

    class Meta(AbstractDocument.Meta):
        verbose_name = "dokument"
        verbose_name_plural = "dokument"
