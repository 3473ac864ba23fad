"""How somebody wants the papers of meetings, and what has been printed for whom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from extranet.meetings.models import Meeting
from extranet.placements.models import Placement
from extranet.private import PrivateModel

POSTAL_CODE = RegexValidator(r"^[1-9]\d\d \d\d$", _("Skriv postnumret med fem siffror, till exempel 123 45."))


class Way(models.TextChoices):
    DIGITAL = "digital", _("digitalt")
    PAPER = "paper", _("på papper")


class DeliveryChoice(PrivateModel):
    """What a person has chosen; who has no row reads digitally.

    The address is kept for the post alone, and only of who reads on paper. Of a person with protected identity none
    is kept: they fetch their papers.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    way = models.CharField("sätt", max_length=10, choices=Way.choices, default=Way.DIGITAL)
    care_of = models.CharField("c/o", max_length=80, blank=True)
    street = models.CharField("gatuadress", max_length=80, blank=True)
    postal_code = models.CharField("postnummer", max_length=6, blank=True, validators=[POSTAL_CODE])
    town = models.CharField("postort", max_length=40, blank=True)
    chosen_at = models.DateTimeField("valt", default=timezone.now)

    class Meta:
        verbose_name = "leveranssätt"
        verbose_name_plural = "leveranssätt"
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.CheckConstraint(condition=Q(way__in=("digital", "paper")), name="delivery_way_known"),
            models.CheckConstraint(
                condition=Q(way="paper") | Q(care_of="", street="", postal_code="", town=""),
                name="no_address_without_post",
            ),
        ]

    def __str__(self) -> str:
        return f"leveranssätt {self.pk}"


class Printing(PrivateModel):
    """What was printed for somebody at one time before a meeting, in sheets, and when it was posted or handed over."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="sammanträde", on_delete=models.PROTECT, related_name="printings"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="person", on_delete=models.PROTECT, related_name="+"
    )
    placements = models.ManyToManyField(Placement, verbose_name="handlingar", related_name="+")
    sheets = models.PositiveIntegerField("ark", validators=[MinValueValidator(1)])
    double_sided = models.BooleanField("dubbelsidigt", default=True)
    printed_at = models.DateTimeField("utskrivet", default=timezone.now)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="utskrivet av", on_delete=models.PROTECT, related_name="+"
    )
    posted_at = models.DateTimeField("skickat eller lämnat", null=True, blank=True)

    class Meta:
        verbose_name = "utskrift"
        verbose_name_plural = "utskrifter"
        ordering = ("meeting", "printed_at", "pk")
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.CheckConstraint(condition=Q(sheets__gt=0), name="something_is_printed"),
            models.CheckConstraint(
                condition=Q(posted_at__isnull=True) | Q(posted_at__gte=F("printed_at")),
                name="posted_after_it_was_printed",
            ),
        ]

    def __str__(self) -> str:
        return f"utskrift {self.pk}"
