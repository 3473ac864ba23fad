"""The summons and its proof: what was sent to whom, what was passed over for which reason, what was published later."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from extranet.delivery.models import Way
from extranet.meetings.models import Meeting
from extranet.papers.models import SHA256, PaperVersion
from extranet.private import PrivateModel


class Summons(PrivateModel):
    """A summons (kallelse) from when somebody has had it sent. Another is sent only when time or place have changed.

    `starts`, `ends` and `place` are those that it tells of; `items` and `placements` (primary keys) what it is about,
    as that was when it was asked for: what comes to the agenda after that comes after the summons. `since` is the
    claim of whoever makes it: moved when it is taken, and asked for when it is sent. The file is kept in the row, so
    that neither is ever without the other.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "väntar på att skickas"
        MAKING = "making", "skickas"
        SENT = "sent", "skickad"
        FAILED = "failed", "kunde inte skickas"

    meeting = models.ForeignKey(
        Meeting, verbose_name="sammanträde", on_delete=models.PROTECT, related_name="summonses"
    )
    number = models.PositiveSmallIntegerField("nummer")
    state = models.CharField("läge", max_length=10, choices=State.choices, default=State.WAITING)
    since = models.DateTimeField("läget gäller sedan", default=timezone.now)
    tries = models.PositiveSmallIntegerField("försök", default=0)
    starts = models.DateTimeField("börjar")
    ends = models.DateTimeField("slutar", null=True, blank=True)
    place = models.CharField("plats", max_length=120, blank=True)
    items = models.JSONField("ärenden", default=list)
    placements = models.JSONField("handlingar", default=list)
    pdf = models.BinaryField("fil", default=b"", editable=False)
    sha256 = models.CharField("kontrollsumma (SHA-256)", max_length=64, blank=True, validators=[SHA256])
    asked_at = models.DateTimeField("begärd", default=timezone.now)
    sent_at = models.DateTimeField("skickad", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="skickad av", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "kallelse"
        verbose_name_plural = "kallelser"
        ordering = ("meeting", "number")
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_summons_of_a_number"),
            models.UniqueConstraint(
                fields=["meeting"], condition=~Q(state="sent"), name="one_summons_under_way"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) & ~Q(sha256="") | ~Q(state="sent"),
                name="sent_with_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"kallelse {self.pk}"


class Recipient(PrivateModel):
    """Somebody whom a summons was for, and why. `told_at` is empty for who gets it on paper alone."""

    summons = models.ForeignKey(Summons, on_delete=models.CASCADE, related_name="recipients")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="person", on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField("varför", max_length=300)
    way = models.CharField("sätt", max_length=10, choices=Way.choices)
    told_at = models.DateTimeField("underrättad", null=True, blank=True)

    class Meta:
        verbose_name = "mottagare"
        verbose_name_plural = "mottagare"
        ordering = ("summons", "pk")
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["summons", "person"], name="summoned_once")
        ]

    def __str__(self) -> str:
        return f"mottagare {self.pk}"


class Addition(PrivateModel):
    """What came after the summons and was published at one moment (det som kommit till): how many things, by whom."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="sammanträde", on_delete=models.PROTECT, related_name="additions"
    )
    published_at = models.DateTimeField("visas för organet från")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="publicerat av", on_delete=models.PROTECT, related_name="+"
    )
    items = models.PositiveIntegerField("ärenden")
    papers = models.PositiveIntegerField("handlingar")
    told = models.PositiveIntegerField("underrättade", default=0)

    class Meta:
        verbose_name = "det som kommit till"
        verbose_name_plural = "det som kommit till"
        ordering = ("meeting", "published_at")
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.CheckConstraint(condition=Q(items__gt=0) | Q(papers__gt=0), name="something_was_added")
        ]

    def __str__(self) -> str:
        return f"tillägg {self.pk}"


class Override(PrivateModel):
    """What a check found and somebody sends all the same, with the reason. `key` names a finding, never a title."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="sammanträde", on_delete=models.PROTECT, related_name="overrides"
    )
    check_code = models.CharField("kontroll", max_length=40)
    key = models.CharField("fynd", max_length=120)
    reason = models.CharField("skäl", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="av", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("när", default=timezone.now)
    summons = models.ForeignKey(
        Summons, null=True, blank=True, on_delete=models.PROTECT, related_name="overrides"
    )
    addition = models.ForeignKey(
        Addition, null=True, blank=True, on_delete=models.PROTECT, related_name="overrides"
    )

    class Meta:
        verbose_name = "godtaget fynd"
        verbose_name_plural = "godtagna fynd"
        ordering = ("meeting", "at", "pk")
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["meeting", "key"], name="overridden_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="overridden_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"godtaget fynd {self.pk}"


class Examination(PrivateModel):
    """What looking through a version's file and text has found: numbers and pages, nothing of what stands there.

    Valid for the version as long as `revision` is the present one and its text is the one of `text_since`.
    """

    class State(models.TextChoices):
        RUNNING = "running", "pågår"
        DONE = "done", "klar"
        FAILED = "failed", "gick inte"

    version = models.OneToOneField(PaperVersion, on_delete=models.CASCADE, related_name="examination")
    revision = models.PositiveSmallIntegerField("kontrollernas utgåva")
    text_since = models.DateTimeField("textens läge gällde sedan", null=True, blank=True)
    state = models.CharField("läge", max_length=10, choices=State.choices, default=State.RUNNING)
    since = models.DateTimeField("läget gäller sedan", default=timezone.now)
    tries = models.PositiveSmallIntegerField("försök", default=0)
    found = models.JSONField("fynd", default=dict)

    class Meta:
        verbose_name = "genomgång av fil"
        verbose_name_plural = "genomgångar av filer"
        default_permissions = ()

    def __str__(self) -> str:
        return f"genomgång av version {self.version_id}"
