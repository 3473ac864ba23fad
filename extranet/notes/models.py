"""A private note: where it stands. What is written, and what it quotes, is sealed (`extranet.notes.sealing`)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from extranet.meetings.models import AgendaItem
from extranet.papers.models import PaperVersion
from extranet.private import PrivateModel


class Note(PrivateModel):
    """It goes with its writer's account and with its item; a deletion is never refused because of it.

    Were it refused, whoever prepares the agenda would learn that somebody has written something.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(
        PaperVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    page = models.PositiveIntegerField(null=True, blank=True)
    sealed = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("item", "version", "page", "pk")
        default_permissions = ()
        indexes: ClassVar[list] = [models.Index(fields=["person", "item"], name="notes_of_a_writer")]
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                condition=Q(page__isnull=True) | Q(version__isnull=False), name="a_noted_page_has_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"anteckning {self.pk}"
