"""What a body's meetings begin with: their usual time and place, and the items that stand on every agenda."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from extranet.bodies.models import Body
from extranet.meetings.models import AgendaItem
from extranet.private import PrivateModel

SHORTEST, LONGEST = 15, 16 * 60
"""Minutes that a meeting may be planned for."""


class MeetingTemplate(PrivateModel):
    """A body's own (mall). A body without one begins with the items that any body has."""

    body = models.OneToOneField(
        Body, verbose_name="organ", on_delete=models.CASCADE, related_name="meeting_template"
    )
    starts = models.TimeField("börjar", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        "längd i minuter",
        null=True,
        blank=True,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
    )
    place = models.CharField("plats", max_length=120, blank=True)
    link = models.URLField("länk för deltagande på distans", blank=True)
    changed_at = models.DateTimeField("ändrad", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="ändrad av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "mall för sammanträden"
        verbose_name_plural = "mallar för sammanträden"
        default_permissions = ()

    def __str__(self) -> str:
        return f"mall {self.pk}"


class TemplateItem(PrivateModel):
    """An item that stands on every agenda (stående punkt). It concerns no matter and reveals nothing."""

    template = models.ForeignKey(
        MeetingTemplate, verbose_name="mall", on_delete=models.CASCADE, related_name="items"
    )
    order = models.PositiveSmallIntegerField("ordning")
    kind = models.CharField(
        "slag", max_length=20, choices=AgendaItem.Kind.choices, default=AgendaItem.Kind.DECISION
    )
    neutral_title = models.CharField("rubrik", max_length=200)
    proposal = models.TextField("förslag till beslut", blank=True)

    class Meta:
        verbose_name = "stående punkt"
        verbose_name_plural = "stående punkter"
        ordering = ("template", "order", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"stående punkt {self.pk}"
