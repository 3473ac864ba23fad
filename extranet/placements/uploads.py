"""A file on its way in to a meeting (uppladdning): how far it has come, and whose it is."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from extranet.meetings.models import AgendaItem, Meeting
from extranet.private import PrivateModel


class Upload(PrivateModel):
    """Its sender's alone, until it lies on an item and is a paper. `part` holds the bytes (`papers.receiving`)."""

    class State(models.TextChoices):
        COMING = "coming", "på väg in"
        READY = "ready", "väntar på att sorteras"
        REFUSED = "refused", "går inte att lägga in"

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="uploads")
    item = models.ForeignKey(
        AgendaItem, verbose_name="ärende", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField("filnamn", max_length=255)
    size = models.PositiveBigIntegerField("storlek i byte")
    stamp = models.CharField(max_length=30, blank=True)  # when the file was changed, as its browser says
    offset = models.PositiveBigIntegerField("mottaget i byte", default=0)
    part = models.CharField(max_length=32, blank=True)
    state = models.CharField("läge", max_length=10, choices=State.choices, default=State.COMING)
    problem = models.CharField("varför den inte går att lägga in", max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    begun_at = models.DateTimeField("påbörjad", default=timezone.now)
    moved_at = models.DateTimeField("senast framåt", default=timezone.now)

    class Meta:
        verbose_name = "uppladdning"
        verbose_name_plural = "uppladdningar"
        ordering = ("pk",)
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.CheckConstraint(condition=Q(offset__lte=F("size")), name="no_more_than_the_whole_upload")
        ]

    def __str__(self) -> str:
        return f"uppladdning {self.pk}"

    @property
    def percent(self) -> int:
        return 100 * self.offset // self.size if self.size else 100
