"""What was read out of a version's file, and how far that has come."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from extranet.papers.models import PaperVersion
from extranet.private import PrivateModel


class TextReading(PrivateModel):
    """The state of a version's text. Beside the version, which never changes.

    `since` is the claim of whoever reads: set when it is taken, moved with each batch, and asked for with each.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "texten väntar på att läsas"
        READING = "reading", "texten läses"
        READ = "read", "texten är läst"
        PARTLY = "partly", "en del av texten är läst"
        UNREADABLE = "unreadable", "texten kunde inte läsas"
        NONE = "none", "filen har ingen text att läsa"
        SECRET = "secret", "texten sparas inte, för handlingen är sekretessbelagd"

    version = models.OneToOneField(PaperVersion, on_delete=models.CASCADE, related_name="text")
    state = models.CharField("läge", max_length=12, choices=State.choices, default=State.WAITING)
    problem = models.CharField("varför texten inte kunde läsas", max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField("försök", default=0)
    since = models.DateTimeField("läget gäller sedan", default=timezone.now)
    pages = models.PositiveIntegerField("sidor", null=True, blank=True)
    characters = models.PositiveIntegerField("tecken", null=True, blank=True)

    class Meta:
        verbose_name = "läsning av text"
        verbose_name_plural = "läsningar av text"
        default_permissions = ()
        indexes: ClassVar[list] = [
            models.Index(fields=["state", "tries", "-version"], name="paper_text_in_turn")
        ]

    def __str__(self) -> str:
        return f"text av version {self.version_id}"


READ = (TextReading.State.READ, TextReading.State.PARTLY)
"""States in which there is text to be had."""


class PaperText(PrivateModel):
    """The text of one page of a PDF; of other files, of one slide, sheet or section after the other."""

    version = models.ForeignKey(PaperVersion, on_delete=models.CASCADE, related_name="texts")
    page = models.PositiveIntegerField("sida")
    text = models.TextField("text")

    class Meta:
        verbose_name = "text på en sida"
        verbose_name_plural = "text på sidor"
        ordering = ("version", "page")
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["version", "page"], name="one_text_of_a_page")
        ]

    def __str__(self) -> str:
        return f"version {self.version_id}, sida {self.page}"
