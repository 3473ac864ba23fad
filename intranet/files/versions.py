"""The files that a document has had, and the text that was read out of each."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

from intranet.files.documents import CustomDocument

MOST_TEXT = 1_000_000
"""Characters of a file that the index holds: some five hundred pages. The rest is read, shown, and not searched."""


class Turn(IntEnum):
    """Who comes first among files to be read, kept with each so that an index holds the order.

    What readers get comes before what was replaced (REPLACED is added to the others), what a person has put in
    before what came with many others.
    """

    PUT_IN = 0
    MANY = 1
    REPLACED = 2


class DocumentVersion(models.Model):
    """One file of a document. Its bytes never change; the newest one is what the document is."""

    class Text(models.TextChoices):
        """How far the reading of its text has come."""

        WAITING = "waiting", "texten väntar på att läsas"
        READING = "reading", "texten läses"
        READ = "read", "texten är läst"
        PARTLY = "partly", "en del av texten är läst"
        UNREADABLE = "unreadable", "texten kunde inte läsas"
        NONE = "none", "filen har ingen text att läsa"

    document = models.ForeignKey(
        CustomDocument, verbose_name="dokument", on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField("nummer")
    file = models.FileField("fil", upload_to="documents", max_length=255)
    filename = models.CharField("filens namn", max_length=255, blank=True)
    size = models.PositiveBigIntegerField("storlek i byte", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    media_type = models.CharField(
        "medietyp", max_length=127, blank=True, help_text="Efter innehållet, inte efter namnet."
    )
    created_at = models.DateTimeField("lades in", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="lades in av",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField("vad har ändrats", max_length=300, blank=True)

    text_state = models.CharField("texten", max_length=12, choices=Text.choices, default=Text.WAITING)
    text_problem = models.CharField("varför texten inte kunde läsas", max_length=40, blank=True)
    text_tries = models.PositiveSmallIntegerField("försök att läsa texten", default=0)
    text_since = models.DateTimeField("läget gäller sedan", default=timezone.now)
    text_turn = models.PositiveSmallIntegerField(
        "tur att läsas", default=0, editable=False, help_text="Lägst läses först; se Turn."
    )
    places = models.PositiveIntegerField("antal sidor, bilder, blad eller avsnitt", null=True, blank=True)
    characters = models.PositiveIntegerField("antal tecken i texten", null=True, blank=True)

    class Meta:
        verbose_name = "dokumentversion"
        verbose_name_plural = "dokumentversioner"
        ordering = ("document", "-number")
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["document", "number"], name="one_document_version_of_a_number")
        ]
        indexes: ClassVar[list] = [
            models.Index(fields=["text_state", "text_since"], name="text_to_read"),
            models.Index(
                fields=["text_state", "text_turn", "text_tries", "-created_at", "-id"], name="text_in_turn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        new = self._state.adding
        if new:
            self.text_turn = Turn.MANY if self.created_by_id is None else Turn.PUT_IN
        super().save(*args, **kwargs)
        if new:
            earlier = DocumentVersion.objects.filter(document=self.document_id, number__lt=self.number)
            earlier.filter(text_turn__lt=Turn.REPLACED).update(text_turn=F("text_turn") + Turn.REPLACED)


class Passage(models.Model):
    """The text of one place in a file: a page, a slide, a sheet, or what follows a heading."""

    class Kind(models.TextChoices):
        PAGE = "page", "sida"
        SLIDE = "slide", "bild"
        SHEET = "sheet", "blad"
        HEADING = "heading", "avsnitt"
        WHOLE = "whole", "hela"

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField("ordning")
    kind = models.CharField("slag", max_length=8, choices=Kind.choices)
    label = models.CharField(
        "namn", max_length=250, blank=True, help_text="Sidans nummer, bladets namn eller rubriken."
    )
    text = models.TextField("text")

    class Meta:
        verbose_name = "textställe"
        verbose_name_plural = "textställen"
        ordering = ("version", "position")
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["version", "position"], name="one_passage_of_a_position")
        ]

    def __str__(self) -> str:
        return f"{self.version_id}#{self.position}"
