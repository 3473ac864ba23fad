"""Files made of many papers: those built ahead, which hold nothing secret, and what one person has asked for.

A row says how far the work has come, so that who comes after a killed worker takes it up; the file lies beside
the papers' own store. A title stands in neither.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from extranet.meetings.models import Meeting
from extranet.private import PrivateModel


class Made(PrivateModel):
    """Something that a worker makes."""

    class State(models.TextChoices):
        WAITING = "waiting", "väntar"
        MAKING = "making", "görs"
        READY = "ready", "klart"
        FAILED = "failed", "misslyckades"
        GONE = "gone", "borttaget"

    class Problem(models.TextChoices):
        CHANGED = "changed", "handlingarna har ändrats"
        TOO_LONG = "too_long", "för många sidor"
        TOO_LARGE = "too_large", "för stort"
        CRASHED = "crashed", "gick inte att sätta ihop"

    state = models.CharField("läge", max_length=10, choices=State.choices, default=State.WAITING)
    problem = models.CharField("fel", max_length=10, choices=Problem.choices, blank=True)
    since = models.DateTimeField("sedan", default=timezone.now)
    tries = models.PositiveSmallIntegerField("försök", default=0)
    done = models.PositiveIntegerField("gjort", default=0)
    total = models.PositiveIntegerField("av", default=0)
    file = models.CharField("fil", max_length=100, blank=True)
    asked_at = models.DateTimeField("begärt", default=timezone.now)

    class Meta:
        abstract = True

    @property
    def is_pending(self) -> bool:
        return self.state in (self.State.WAITING, self.State.MAKING)


class Bundle(Made):
    """A combined PDF that is the same for all whose manifest it has. `made_of`: items, whether by title, papers."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    manifest = models.CharField(max_length=64, unique=True)
    made_of = models.JSONField(default=list)

    class Meta:
        verbose_name = "paket"
        verbose_name_plural = "paket"
        default_permissions = ()
        indexes: ClassVar[list] = [models.Index(fields=["state", "asked_at"], name="bundles_in_turn")]

    def __str__(self) -> str:
        return f"paket {self.pk}"


class Order(Made):
    """What a person has asked for. With a `bundle` it is that one's file that they get, if it is still theirs.

    `items` are those chosen, None for all. `fresh`: asked for after a step-up, with secret papers.
    """

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        ZIP = "zip", "ZIP"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=5, choices=Form.choices)
    items = models.JSONField(null=True)
    fresh = models.BooleanField(default=False)
    notes = models.BooleanField(default=False)
    manifest = models.CharField(max_length=64)
    bundle = models.ForeignKey(Bundle, null=True, on_delete=models.SET_NULL, related_name="orders")

    class Meta:
        verbose_name = "begärt paket"
        verbose_name_plural = "begärda paket"
        default_permissions = ()
        indexes: ClassVar[list] = [
            models.Index(fields=["state", "asked_at"], name="orders_in_turn"),
            models.Index(fields=["person", "state"], name="orders_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"begärt paket {self.pk}"

    @property
    def work(self) -> Made:
        """Whose progress is that of the order."""
        return self.bundle or self


class Ahead(PrivateModel):
    """What a meeting's papers were when its bundles were last seen to."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"sammanträde {self.meeting_id}"
