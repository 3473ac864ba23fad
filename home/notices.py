"""Operational notices (driftinformation): something is closed or broken, from–to."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models


class OperationalNoticeQuerySet(models.QuerySet):
    def current(self, now: datetime) -> OperationalNoticeQuerySet:
        return self.filter(starts__lte=now, ends__gt=now)


class OperationalNotice(models.Model):
    title = models.CharField("rubrik", max_length=120)
    text = models.CharField("text", max_length=400)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="sida att läsa vidare på",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    starts = models.DateTimeField("börjar")
    ends = models.DateTimeField("slutar")

    objects = OperationalNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "driftinformation"
        verbose_name_plural = "driftinformation"
        ordering = ("-starts",)

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": "Slutet måste ligga efter början."})
