"""An exact version of a paper on an agenda item: from when the body reads it, from when everybody may."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from extranet.meetings.models import AgendaItem
from extranet.papers.models import PaperVersion
from extranet.private import PrivateModel


class Placement(PrivateModel):
    """A replaced placement stays, for who reads what applied when; a withdrawn one is the registrator's alone."""

    item = models.ForeignKey(
        AgendaItem, verbose_name="ärende", on_delete=models.PROTECT, related_name="placements"
    )
    version = models.ForeignKey(
        PaperVersion, verbose_name="version", on_delete=models.PROTECT, related_name="placements"
    )
    order = models.PositiveIntegerField("ordning")
    late = models.BooleanField("kom efter kallelsen", default=False)
    published_at = models.DateTimeField("visas för organet från", null=True, blank=True)
    public_at = models.DateTimeField("offentlig från", null=True, blank=True)
    # One that was withdrawn again stands in nothing's place: then another may.
    replaces = models.ForeignKey(
        "self",
        verbose_name="ersätter",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )
    withdrawn_at = models.DateTimeField("tillbakadragen", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="tillbakadragen av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_why = models.CharField("skäl", max_length=300, blank=True)

    class Meta:
        verbose_name = "placering"
        verbose_name_plural = "placeringar"
        ordering = ("item", "order", "pk")
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["item", "version"], name="a_version_once_on_an_item"),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(withdrawn_at__isnull=True),
                name="replaced_by_one_placement",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why=""),
                name="withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"placering {self.pk}"
