"""Long work that somebody waits for: what it is, how far it has come, how it ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Job(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "Väntar"
        RUNNING = "running", "Pågår"
        DONE = "done", "Klart"
        FAILED = "failed", "Avbröts"

    name = models.CharField("namn", max_length=200)
    key = models.CharField(
        "nyckel", max_length=200, unique=True, help_text="Samma nyckel är samma arbete: det görs en gång."
    )
    state = models.CharField("läge", max_length=20, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField("gjort", default=0)
    total = models.PositiveIntegerField("av", default=0)
    message = models.CharField("meddelande", max_length=500, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="startat av",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("skapat", auto_now_add=True)
    updated_at = models.DateTimeField("ändrat", auto_now=True)

    class Meta:
        verbose_name = "arbete"
        verbose_name_plural = "arbeten"
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_pending(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def tone(self) -> str:
        """The colour of its chip."""
        tones: dict[str, str] = {self.State.DONE: "ok", self.State.FAILED: "stop", self.State.RUNNING: "info"}
        return tones.get(self.state, "")

    @property
    def percent(self) -> int:
        """How far it has come, 0–100."""
        return min(100, 100 * self.done // self.total) if self.total else 0


class DailyRun(models.Model):
    """Up to which day a daily job has been done: one row a job, so that a clock that slept loses no day."""

    name = models.CharField(max_length=100, unique=True)
    last = models.DateField()

    def __str__(self) -> str:
        return f"{self.name} {self.last}"


class Tick(models.Model):
    """When the minute clock last came round: one row, so that /ready can say how late it is."""

    last = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.last.isoformat()
