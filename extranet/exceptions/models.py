"""Grants, recusals and break-glass: each with a reason, each for a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from extranet.bodies.models import Body
from extranet.meetings.models import AgendaItem, Meeting
from extranet.private import PrivateModel


class GrantQuerySet(models.QuerySet):
    def in_force(self, at: datetime) -> GrantQuerySet:
        return self.filter(starts__lte=at, expires__gt=at, revoked_at__isnull=True)


class Grant(PrivateModel):
    """Somebody is let read what no mandate gives them, for a reason and a time (medgivande)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="grants"
    )
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    secret = models.BooleanField("även sekretessbelagda handlingar", default=False)
    reason = models.CharField("skäl", max_length=300)
    starts = models.DateTimeField("från", default=timezone.now)
    expires = models.DateTimeField("till")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="medgivet av", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("medgivet", default=timezone.now)
    revoked_at = models.DateTimeField("återtaget", null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "medgivande"
        verbose_name_plural = "medgivanden"
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, group__isnull=True)
                | Q(person__isnull=True, group__isnull=False),
                name="grant_to_a_person_or_a_group",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False, meeting__isnull=True, body__isnull=True)
                | Q(item__isnull=True, meeting__isnull=False, body__isnull=True)
                | Q(item__isnull=True, meeting__isnull=True, body__isnull=False),
                name="grant_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(expires__gt=F("starts")), name="grant_expires_after_start"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(person=F("made_by")), name="no_grant_to_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"medgivande {self.pk}"


class RecusalQuerySet(models.QuerySet):
    def in_effect(self, at: datetime) -> RecusalQuerySet:
        """From the declaration, until the item is decided, the recusal ended, or found not to be one (KL 6:28–30)."""
        return self.filter(
            Q(outcome__in=(Recusal.Outcome.WAITING, Recusal.Outcome.UPHELD)),
            Q(ended_at__isnull=True) | Q(ended_at__gt=at),
            Q(item__decided_at__isnull=True) | Q(item__decided_at__gt=at),
            declared_at__lte=at,
        )


class Recusal(PrivateModel):
    """Somebody has a personal interest in an item (jäv, KL 5:47, 6:28, 7:4)."""

    class Outcome(models.TextChoices):
        WAITING = "", "inte prövad"
        UPHELD = "upheld", "godtagen"
        REJECTED = "rejected", "inte jäv"
        DISREGARDED = "disregarded", "bortses från, saknar uppenbarligen betydelse (6 kap. 29 §)"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="person", on_delete=models.PROTECT, related_name="recusals"
    )
    item = models.ForeignKey(
        AgendaItem, verbose_name="ärende", on_delete=models.PROTECT, related_name="recusals"
    )
    why = models.TextField(
        "skäl", max_length=1000, blank=True
    )  # the person's own words; shown to nobody else
    declared_at = models.DateTimeField("anmäld", default=timezone.now)
    outcome = models.CharField(
        "prövning", max_length=12, choices=Outcome.choices, default=Outcome.WAITING, blank=True
    )
    decided_at = models.DateTimeField("prövad", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="prövad av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField("upphört", null=True, blank=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = "jäv"
        verbose_name_plural = "jäv"
        default_permissions = ()

    def __str__(self) -> str:
        return f"jäv {self.pk}"


GLASS_LASTS = timedelta(hours=2)
"""At most, whatever its row says."""


class BreakGlassQuerySet(models.QuerySet):
    def in_force(self, at: datetime) -> BreakGlassQuerySet:
        return self.filter(begun_at__lte=at, begun_at__gt=at - GLASS_LASTS, expires__gt=at)


class BreakGlass(PrivateModel):
    """An administrator looks into a body's papers for a stated reason, for two hours; the chair is told at once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="administratör", on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(Body, verbose_name="organ", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("skäl", max_length=300)
    begun_at = models.DateTimeField("från", default=timezone.now)
    expires = models.DateTimeField("till")

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        verbose_name = "nödåtkomst"
        verbose_name_plural = "nödåtkomster"
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.CheckConstraint(condition=~Q(reason=""), name="break_glass_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"nödåtkomst {self.pk}"
