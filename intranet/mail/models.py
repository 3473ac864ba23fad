"""Mail that waits to be sent: a row for each message, gone once the mail server has taken it.

A queue of our own: the packages that exist keep what they have sent, pickle it, or bring a worker and a lock
beside those that the site has.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

LONGEST_WAIT = timedelta(days=1)
"""What could not be sent by then is given up: it is no news, and who may know of it may have changed."""


class WaitingMailQuerySet(models.QuerySet):
    def due(self, at: datetime) -> WaitingMailQuerySet:
        return self.filter(next_try__lte=at)

    def too_old(self, at: datetime) -> WaitingMailQuerySet:
        return self.filter(queued_at__lt=at - LONGEST_WAIT)


class WaitingMail(models.Model):
    message = models.JSONField("meddelande")
    queued_at = models.DateTimeField("köad", default=timezone.now)
    next_try = models.DateTimeField("nästa försök", default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField("försök", default=0)

    objects = WaitingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "väntande e-post"
        verbose_name_plural = "väntande e-post"
        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.queued_at:%Y-%m-%d %H:%M}"

    def pause(self) -> timedelta:
        """How long to wait after the try that is being made: 2, 4, 8 … minutes, at most an hour."""
        return timedelta(minutes=min(2 ** (self.attempts + 1), 60))
