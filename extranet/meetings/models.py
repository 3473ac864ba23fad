"""Meetings, agenda items, and which substitutes serve."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from extranet.bodies.models import Body, BodyRules
from extranet.mandates.models import Mandate
from extranet.papers.models import Matter
from extranet.private import PrivateModel


class Meeting(PrivateModel):
    """A body's meeting (sammanträde)."""

    class State(models.TextChoices):
        DRAFT = "draft", "utkast"
        SUMMONED = "summoned", "kallelsen är skickad"
        HELD = "held", "hållet"
        ATTESTED = "attested", "protokollet är justerat"
        CLOSED = "closed", "avslutat"

    body = models.ForeignKey(Body, verbose_name="organ", on_delete=models.PROTECT, related_name="meetings")
    starts = models.DateTimeField("börjar")
    ends = models.DateTimeField("slutar", null=True, blank=True)
    place = models.CharField("plats", max_length=120, blank=True)
    link = models.URLField("länk för deltagande på distans", blank=True)
    state = models.CharField("läge", max_length=10, choices=State.choices, default=State.DRAFT)
    sent_at = models.DateTimeField("kallelsen skickades", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="skickad av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_at = models.DateTimeField("ändrat vid skrivbordet", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="ändrat av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "sammanträde"
        verbose_name_plural = "sammanträden"
        ordering = ("-starts", "-pk")
        indexes: ClassVar[list] = [models.Index(fields=["body", "starts"])]
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="meeting_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"sammanträde {self.pk}"


class AgendaItem(PrivateModel):
    """What is dealt with at a meeting (ärende på dagordningen). Its § is given with the minutes."""

    class Kind(models.TextChoices):
        DECISION = "beslut", "beslut"
        INFORMATION = "information", "information"
        DELEGATED = "delegationsbeslut", "anmälan av delegationsbeslut"
        NOTICE = "meddelande", "meddelande"
        ELECTION = "val", "val"
        MOTION = "motion", "motion"
        INTERPELLATION = "interpellation", "interpellation"
        QUESTION = "fraga", "fråga"
        PROPOSAL = "medborgarforslag", "medborgarförslag"
        EMPLOYER = "arbetsgivarfraga", "fråga mellan kommunen som arbetsgivare och de anställda"

    class Doors(models.TextChoices):
        AS_BODY = "", "som organet"
        OPEN = "open", "öppna"
        CLOSED = "closed", "stängda"

    meeting = models.ForeignKey(
        Meeting, verbose_name="sammanträde", on_delete=models.PROTECT, related_name="items"
    )
    matter = models.ForeignKey(
        Matter,
        verbose_name="ärende",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="treatments",
    )
    order = models.PositiveIntegerField("ordning")
    number = models.PositiveIntegerField("nummer på dagordningen", null=True, blank=True)
    paragraph = models.PositiveIntegerField("paragraf", null=True, blank=True)
    kind = models.CharField("slag", max_length=20, choices=Kind.choices, default=Kind.DECISION)
    neutral_title = models.CharField("neutral rubrik", max_length=200)
    title = models.CharField("rubrik", max_length=300, blank=True)
    proposal = models.TextField("förslag till beslut", blank=True)
    rapporteur = models.CharField("föredragande", max_length=120, blank=True)
    at = models.TimeField("tid", null=True, blank=True)
    doors = models.CharField(
        "dörrarna", max_length=10, choices=Doors.choices, default=Doors.AS_BODY, blank=True
    )
    exercises_authority = models.BooleanField("myndighetsutövning", default=False)
    late = models.BooleanField("kom efter kallelsen", default=False)
    published_at = models.DateTimeField("visas för organet från", null=True, blank=True)
    decided_at = models.DateTimeField("avgjort", null=True, blank=True)
    came_from = models.ForeignKey(
        "self",
        verbose_name="tidigare behandling",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="went_to",
    )
    source = models.CharField("källsystem", max_length=40, blank=True)
    external_id = models.CharField("id i källsystemet", max_length=100, blank=True)
    changed_at = models.DateTimeField("ändrat vid skrivbordet", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="ändrat av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "ärende på dagordningen"
        verbose_name_plural = "ärenden på dagordningar"
        ordering = ("meeting", "order", "pk")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="one_item_of_an_external_id",
            )
        ]

    def __str__(self) -> str:
        return f"ärende {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title = self.title or self.neutral_title
        super().save(*args, **kwargs)

    def meets_openly(self, anything_secret: bool) -> bool:
        """Whether the public may be in the room.

        Always closed for what exercises authority against somebody or is secret (KL 5:42, 6:25).
        """
        if self.exercises_authority or anything_secret:
            return False
        doors = self.doors or self.meeting.body.doors
        return doors == BodyRules.Doors.OPEN


class Serving(PrivateModel):
    """A substitute who serves at a meeting, in whose stead (tjänstgörande ersättare, KL 5:17–21, 6:16)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="serving")
    mandate = models.ForeignKey(
        Mandate, verbose_name="ersättare", on_delete=models.PROTECT, related_name="serves_at"
    )
    instead_of = models.ForeignKey(
        Mandate, verbose_name="i stället för", on_delete=models.PROTECT, related_name="replaced_at"
    )

    class Meta:
        verbose_name = "tjänstgöring"
        verbose_name_plural = "tjänstgöringar"
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["meeting", "mandate"], name="serves_once_at_a_meeting"),
            models.UniqueConstraint(fields=["meeting", "instead_of"], name="replaced_once_at_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"tjänstgöring {self.pk}"
