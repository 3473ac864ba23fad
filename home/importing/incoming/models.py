"""What has been sent in: each file, what was read out of it, and what somebody has entered while looking at it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from intranet.jobs.models import Job

KEPT_DAYS = 60
"""So long a file waits for somebody to look at it."""
SETTLED_DAYS = 30
"""So long it is kept after it has become a draft, or been passed over."""


def storage() -> FileSystemStorage:
    """Outside MEDIA: these files are nobody's but their editors'."""
    return FileSystemStorage(location=settings.DATA_DIR / "incoming")


def _named(_instance: models.Model, name: str) -> str:
    return f"{uuid4().hex}{PurePath(name).suffix.lower()[:10]}"


class Delivery(models.Model):
    """Files that were sent in together."""

    place = models.ForeignKey(
        "home.KnowledgeIndexPage", verbose_name="plats", on_delete=models.CASCADE, related_name="+"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="uppladdat av",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"leverans {self.pk}"


class IncomingText(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "Väntar på att läsas"
        READY = "ready", "Klart att granska"
        DOUBTFUL = "doubtful", "Behöver granskas"
        UNREADABLE = "unreadable", "Kunde inte läsas"
        SAVED = "saved", "Sparat som utkast"
        SKIPPED = "skipped", "Överhoppat"

    REVIEWED = (State.SAVED, State.SKIPPED)
    REVIEWABLE = (State.READY, State.DOUBTFUL)

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="texts")
    name = models.CharField("fil", max_length=255)
    file = models.FileField(storage=storage, upload_to=_named, max_length=100, blank=True)
    size = models.PositiveBigIntegerField("storlek", default=0)
    digest = models.CharField(max_length=64, blank=True, db_index=True)  # SHA-256 of the file
    state = models.CharField(
        "läge", max_length=20, choices=State.choices, default=State.WAITING, db_index=True
    )
    reason = models.CharField("skäl", max_length=500, blank=True)
    source = models.JSONField(null=True)  # as `wire` says it
    entered = models.JSONField(default=dict)  # the form as it was left
    doubts = models.PositiveIntegerField("osäkert", default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name="sida", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "fil att läsa in"
        verbose_name_plural = "filer att läsa in"
        ordering = ("-delivery", "pk")

    def __str__(self) -> str:
        return f"fil {self.pk}"

    @property
    def is_reviewable(self) -> bool:
        return self.state in self.REVIEWABLE

    @property
    def removed_on(self) -> Any:
        """The day on which it is thrown away."""
        settled = self.settled_at + timedelta(days=SETTLED_DAYS) if self.settled_at else None
        return timezone.localdate(settled or self.created_at + timedelta(days=KEPT_DAYS))


class IncomingPicture(models.Model):
    """A picture out of a file, until the file has become a page."""

    text = models.ForeignKey(IncomingText, on_delete=models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=255)  # as the source calls it: bild:image1.png
    file = models.FileField(storage=storage, upload_to=_named, max_length=100)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"bild {self.pk}"


@receiver(post_delete, sender=IncomingText)
@receiver(post_delete, sender=IncomingPicture)
def _delete_file(instance: IncomingText | IncomingPicture, **_kwargs: Any) -> None:
    """A row takes its file along, once it is sure that the row is gone."""
    if instance.file:
        name, kept = str(instance.file.name), instance.file.storage
        transaction.on_commit(lambda: kept.delete(name))
