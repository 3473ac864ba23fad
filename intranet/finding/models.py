"""The outbox: what has changed and is not yet in the index."""

from __future__ import annotations

from django.db import models

from intranet.finding.documents import key


class OutboxEntry(models.Model):
    """One change that the index has not acknowledged. Holds names of places and rows, never a title."""

    class Change(models.TextChoices):
        CHANGED = "changed", "Ändrad"
        MOVED = "moved", "Flyttad"
        WITHDRAWN = "withdrawn", "Tillbakadragen"
        DELETED = "deleted", "Borttagen"

    family = models.CharField(max_length=40)
    object_pk = models.CharField(max_length=64)
    change = models.CharField(max_length=12, choices=Change.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveIntegerField(default=0)
    # Written to the live index while a rebuild runs aside: kept until the rebuild has it too.
    written = models.BooleanField(default=False)

    class Meta:
        verbose_name = "väntande indexändring"
        verbose_name_plural = "väntande indexändringar"
        indexes = (models.Index(fields=("written", "attempts", "id"), name="finding_outbox_turn"),)

    def __str__(self) -> str:
        return f"{self.pk} {self.change} {self.place}"

    @property
    def place(self) -> str:
        """The changed thing's name, both as a document and as a place that others are within."""
        return key(self.family, self.object_pk)


class IndexName(models.Model):
    """Which making of the index the outbox is drained into; one row.

    An index of another name (another engine's, one from a backup) may lack changes that went to this one:
    the drainer has it rebuilt before it writes.
    """

    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> str | None:
        return cls.objects.filter(pk=1).values_list("name", flat=True).first()
