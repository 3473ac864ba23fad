"""Tokens of people's calendar feeds, and what of a meeting a calendar has been told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from extranet.meetings.models import Meeting
from extranet.private import PrivateModel


class CalendarToken(PrivateModel):
    """Somebody's secret address of a feed. Shown once: what is kept is its hash."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_tokens"
    )
    name = models.CharField("var den används", max_length=60)
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("skapad", default=timezone.now)
    used_on = models.DateField("senast hämtad", null=True, blank=True)
    revoked_at = models.DateTimeField("återkallad", null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"kalenderadress {self.pk}"


class CalendarEvent(PrivateModel):
    """A meeting as calendars have been told of it last: `sequence` grows with each change (RFC 5545, 3.8.7.4)."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="calendar_event")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    place = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=models.F("starts")),
                name="calendar_event_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"kalenderhändelse {self.pk}"
