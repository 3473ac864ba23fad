"""One-time codes: how somebody without e-mail gets a password, their first or a new one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

VALIDITY = timedelta(hours=48)
MAX_ATTEMPTS = 5


def expiry() -> datetime:
    return timezone.now() + VALIDITY


class ActivationCodeQuerySet(models.QuerySet):
    def open(self, at: datetime) -> ActivationCodeQuerySet:
        """Codes that would still be taken: not used, not run out, not guessed at too often."""
        return self.filter(used_at=None, expires_at__gt=at, attempts__lt=MAX_ATTEMPTS)


class ActivationCode(models.Model):
    """A code handed to a person by their manager. Only a keyed hash of it is kept."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="person",
        on_delete=models.CASCADE,
        related_name="activation_codes",
    )
    code_hash = models.CharField(max_length=64, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="utlämnad av",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    issued_at = models.DateTimeField("utlämnad", default=timezone.now)
    expires_at = models.DateTimeField("gäller till", default=expiry)
    used_at = models.DateTimeField("använd", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("försök", default=0)

    objects = ActivationCodeQuerySet.as_manager()

    class Meta:
        verbose_name = "engångskod"
        verbose_name_plural = "engångskoder"
        ordering = ("-issued_at", "-pk")
        default_permissions = ("add",)

    def __str__(self) -> str:
        return f"{self.person_id} {self.issued_at:%Y-%m-%d %H:%M}"
