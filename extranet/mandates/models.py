"""Roles and mandates. A mandate is never removed once it has begun: it is ended."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from extranet.bodies.models import Body
from extranet.private import PrivateModel
from intranet.people.models import in_force

SECRETARY, STAFF_REPRESENTATIVE, AUDITOR = "sekreterare", "personalforetradare", "revisor"


class Party(PrivateModel):
    code = models.SlugField("förkortning", max_length=10, unique=True, allow_unicode=True)
    name = models.CharField("namn", max_length=80)

    class Meta:
        verbose_name = "parti"
        verbose_name_plural = "partier"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Role(PrivateModel):
    """What somebody is in a body, and what that lets them read. The list is data."""

    class Scope(models.TextChoices):
        ALL = "all", "alla ärenden"
        KINDS = "kinds", "ärenden av vissa slag"
        ITEMS = "items", "enskilda ärenden"

    class ReadsSecret(models.TextChoices):
        ALWAYS = "always", "alltid"
        SERVING = "serving", "vid tjänstgöring"
        NEVER = "never", "aldrig"

    code = models.SlugField("kod", max_length=40, unique=True)
    name = models.CharField("namn", max_length=80)
    scope = models.CharField("når", max_length=10, choices=Scope.choices, default=Scope.ALL)
    reads_secret = models.CharField(
        "läser sekretessbelagda handlingar",
        max_length=10,
        choices=ReadsSecret.choices,
        default=ReadsSecret.NEVER,
    )
    votes = models.BooleanField("röstar", default=False)
    may_serve = models.BooleanField("kan tjänstgöra i någons ställe", default=False)
    order = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "roll"
        verbose_name_plural = "roller"
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name


class MandateQuerySet(models.QuerySet):
    def in_force(self, on: date) -> MandateQuerySet:
        """From the first moment of the first day to the last moment of the last, Swedish time."""
        return self.filter(in_force(on))


class Mandate(PrivateModel):
    """A person's seat in a body for a time (uppdrag)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="person", on_delete=models.PROTECT, related_name="mandates"
    )
    body = models.ForeignKey(Body, verbose_name="organ", on_delete=models.PROTECT, related_name="mandates")
    role = models.ForeignKey(Role, verbose_name="roll", on_delete=models.PROTECT, related_name="mandates")
    party = models.ForeignKey(
        Party,
        verbose_name="parti",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mandates",
    )
    constituency = models.CharField("valkrets", max_length=80, blank=True)
    start = models.DateField("från och med")
    end = models.DateField("till och med", null=True, blank=True)
    order = models.PositiveSmallIntegerField("plats på listan", default=0)
    substitute_for = models.ForeignKey(
        "self",
        verbose_name="personlig ersättare för",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="personal_substitutes",
    )
    source = models.CharField("källsystem", max_length=40, blank=True)
    external_id = models.CharField("id i källsystemet", max_length=100, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "uppdrag"
        verbose_name_plural = "uppdrag"
        ordering = ("body__name", "role__order", "order", "pk")
        indexes: ClassVar[list] = [models.Index(fields=["person", "start"])]
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="mandate_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="one_mandate_of_an_external_id",
            ),
        ]

    def __str__(self) -> str:
        return f"uppdrag {self.pk}"  # whose it is, is for those who may know

    def clean(self) -> None:
        if self.end and self.start and self.end < self.start:
            raise ValidationError({"end": "Uppdragets sista dag ligger före den första."})
        if self.role_id and self.body_id:
            staff = self.role.code == STAFF_REPRESENTATIVE
            if staff and self.body.kind == Body.Kind.EXECUTIVE:
                raise ValidationError(
                    {
                        "role": "Personalföreträdare får inte delta i kommunstyrelsens ärenden "
                        "(7 kap. 14 § kommunallagen)."
                    }
                )


class MandateKind(PrivateModel):
    """A kind of agenda items that a mandate reaches, whose role reaches kinds."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField("slag av ärende", max_length=20)  # one of AgendaItem.Kind

    class Meta:
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["mandate", "kind"], name="one_mandate_kind")
        ]

    def __str__(self) -> str:
        return self.kind


class MandateItem(PrivateModel):
    """An agenda item that a mandate reaches, whose role reaches single items."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey("extranet.AgendaItem", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["mandate", "item"], name="one_mandate_item")
        ]

    def __str__(self) -> str:
        return f"ärende {self.item_id}"


class Audit(PrivateModel):
    """A body that the auditors of another body audit; each of their readings is logged (KL 12:1, 12:9)."""

    auditing = models.ForeignKey(
        Body, verbose_name="revisionsorgan", on_delete=models.CASCADE, related_name="audits"
    )
    audited = models.ForeignKey(Body, verbose_name="granskar", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "granskat organ"
        verbose_name_plural = "granskade organ"
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["auditing", "audited"], name="audited_once"),
            models.CheckConstraint(condition=~Q(auditing=F("audited")), name="nobody_audits_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.auditing} granskar {self.audited}"
