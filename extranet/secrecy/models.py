"""What makes a paper secret: the provision, who found so and when (OSL 5:5).

A marking is put and lifted, never changed, so that it can be seen what applied when.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from extranet.bodies.models import Authority
from extranet.meetings.models import AgendaItem
from extranet.papers.models import PaperVersion
from extranet.placements.models import Placement
from extranet.private import PrivateModel


class SecrecyQuerySet(models.QuerySet):
    def standing(self) -> SecrecyQuerySet:
        return self.filter(lifted_at__isnull=True)


class Secrecy(PrivateModel):
    """A marking on a version, wherever it is placed, or on one placement of it."""

    version = models.ForeignKey(
        PaperVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="secrecy"
    )
    placement = models.ForeignKey(
        Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="secrecy"
    )
    chapter = models.PositiveSmallIntegerField("kapitel i offentlighets- och sekretesslagen")
    section = models.CharField("paragraf", max_length=10)
    authority = models.ForeignKey(
        Authority, verbose_name="myndighet", on_delete=models.PROTECT, related_name="+"
    )
    marked_on = models.DateField("datum")
    handled_by = models.CharField("handläggs av", max_length=120, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="markerad av", on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField("markerad", default=timezone.now)
    lifted_at = models.DateTimeField("hävd", null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="hävd av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = SecrecyQuerySet.as_manager()

    class Meta:
        verbose_name = "sekretessmarkering"
        verbose_name_plural = "sekretessmarkeringar"
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                condition=Q(version__isnull=False, placement__isnull=True)
                | Q(version__isnull=True, placement__isnull=False),
                name="secrecy_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"OSL {self.chapter} kap. {self.section} §"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With what follows from it (texts removed, the index told) in one transaction."""
        with transaction.atomic():
            super().save(*args, **kwargs)


def secret_placement(placement: str = "pk", version: str = "version") -> Q:
    """For a queryset of placements, or one whose fields lead to a placement and its version."""
    standing = Secrecy.objects.standing()
    return Q(Exists(standing.filter(placement=OuterRef(placement)))) | Q(
        Exists(standing.filter(version=OuterRef(version)))
    )


def secret_item() -> Q:
    """For a queryset of agenda items: the strictest of what stands on an item is that of its title."""
    placed = Placement.objects.filter(item=OuterRef("pk"), withdrawn_at__isnull=True)
    return Q(Exists(placed.filter(secret_placement())))


def is_secret(placement: Placement) -> bool:
    """The same for one placement."""
    of_it = Q(placement=placement) | Q(version=placement.version_id)
    return Secrecy.objects.standing().filter(of_it).exists()


def is_secret_item(item: AgendaItem) -> bool:
    return any(is_secret(placement) for placement in item.placements.filter(withdrawn_at__isnull=True))
