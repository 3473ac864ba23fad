"""Devices and what they keep. A row is written before the first byte leaves, and goes when the device has said so."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from extranet.meetings.models import Meeting
from extranet.placements.models import Placement
from extranet.private import PrivateModel


class Device(PrivateModel):
    """A browser in which somebody has kept a meeting. It is known by a cookie, of which only a hash stands here.

    With `revoked_at` all that it keeps goes at its next contact; `emptied_at` says that it has.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="person", on_delete=models.CASCADE, related_name="devices"
    )
    name = models.CharField("namn", max_length=60)
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("tillagd", default=timezone.now)
    last_contact = models.DateTimeField("senaste kontakt", default=timezone.now)
    revoked_at = models.DateTimeField("borttagen på distans", null=True, blank=True)
    emptied_at = models.DateTimeField("tömd", null=True, blank=True)

    class Meta:
        verbose_name = "enhet"
        verbose_name_plural = "enheter"
        default_permissions = ()

    def __str__(self) -> str:
        return f"enhet {self.pk}"


class OfflineCopyQuerySet(models.QuerySet):
    def readable(self, at: datetime) -> OfflineCopyQuerySet:
        """Those that the device does not refuse to show yet."""
        return self.filter(until__gt=at)


class OfflineCopy(PrivateModel):
    """A meeting on a device. `until` is the first moment at which the device refuses to show it."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="copies")
    meeting = models.ForeignKey(
        Meeting, verbose_name="sammanträde", on_delete=models.CASCADE, related_name="offline_copies"
    )
    made_at = models.DateTimeField("sparad", default=timezone.now)
    until = models.DateTimeField("går att läsa till")

    objects = OfflineCopyQuerySet.as_manager()

    class Meta:
        verbose_name = "sparad kopia"
        verbose_name_plural = "sparade kopior"
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["device", "meeting"], name="one_copy_of_a_meeting_on_a_device")
        ]

    def __str__(self) -> str:
        return f"kopia {self.pk}"


class KeptPaper(PrivateModel):
    """A line of a copy's manifest: exactly these bytes of this placement."""

    copy = models.ForeignKey(OfflineCopy, on_delete=models.CASCADE, related_name="papers")
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="kept_on")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "sparad handling"
        verbose_name_plural = "sparade handlingar"
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["copy", "placement"], name="a_placement_once_in_a_copy")
        ]

    def __str__(self) -> str:
        return f"placering {self.placement_id} i kopia {self.copy_id}"
