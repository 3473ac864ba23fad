"""Answers to a meeting, calls of substitutes, and the order of parties that fullmäktige has set."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from extranet.bodies.models import Body
from extranet.mandates.models import Mandate, Party
from extranet.meetings.models import Meeting
from extranet.private import PrivateModel


class Attendance(PrivateModel):
    """Whether somebody comes to a meeting (närvaro): what they have answered, or that they have been asked."""

    class Answer(models.TextChoices):
        NONE = "", _("har inte svarat")
        COMES = "comes", _("kommer")
        REMOTE = "remote", _("deltar på distans")  # KL 5:16, 6:24
        ABSENT = "absent", _("har förhinder")

    meeting = models.ForeignKey(
        Meeting, verbose_name="sammanträde", on_delete=models.CASCADE, related_name="attendance"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="person", on_delete=models.PROTECT, related_name="attendance"
    )
    answer = models.CharField("svar", max_length=10, choices=Answer.choices, default=Answer.NONE, blank=True)
    asked_at = models.DateTimeField("tillfrågad", null=True, blank=True)
    answered_at = models.DateTimeField("svarade", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="infört av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "närvaro"
        verbose_name_plural = "närvaro"
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_answer_to_a_meeting"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False), name="an_answer_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"närvaro {self.pk}"


class CallQuerySet(models.QuerySet):
    def live(self) -> CallQuerySet:
        """Those that wait for an answer, or have had a yes that stands."""
        return self.filter(state__in=Call.LIVE)


class Call(PrivateModel):
    """A substitute is asked to serve in an absent member's stead (inkallelse, KL 5:17–21, 6:16)."""

    class State(models.TextChoices):
        ASKED = "asked", _("tillfrågad")
        ACCEPTED = "accepted", _("tjänstgör")
        REFUSED = "refused", _("kan inte")
        WITHDRAWN = "withdrawn", _("behövs inte")

    LIVE = (State.ASKED, State.ACCEPTED)

    meeting = models.ForeignKey(
        Meeting, verbose_name="sammanträde", on_delete=models.CASCADE, related_name="calls"
    )
    absent = models.ForeignKey(
        Mandate, verbose_name="frånvarande", on_delete=models.PROTECT, related_name="calls_for"
    )
    substitute = models.ForeignKey(
        Mandate, verbose_name="ersättare", on_delete=models.PROTECT, related_name="calls"
    )
    order = models.PositiveSmallIntegerField("vilken i ordningen")
    state = models.CharField("läge", max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField("tillfrågad", default=timezone.now)
    answered_at = models.DateTimeField("svarade", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="infört av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField("återkallad", null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "inkallelse"
        verbose_name_plural = "inkallelser"
        ordering = ("meeting", "absent", "order")
        default_permissions = ()
        constraints: ClassVar[list] = [
            # Two people who act at once are held apart by the meeting's lock; this is what holds if one forgets it.
            models.UniqueConstraint(
                fields=["meeting", "absent"],
                condition=Q(state__in=("asked", "accepted")),
                name="one_substitute_for_an_absentee",
            ),
            models.UniqueConstraint(
                fields=["meeting", "substitute"],
                condition=Q(state__in=("asked", "accepted", "refused")),
                name="nobody_is_called_twice",
            ),
            models.UniqueConstraint(fields=["meeting", "absent", "order"], name="calls_in_order"),
            models.CheckConstraint(
                condition=~Q(absent=models.F("substitute")), name="nobody_serves_for_themselves"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("asked", "accepted", "refused", "withdrawn")), name="call_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"inkallelse {self.pk}"


class PartyOrder(PrivateModel):
    """For a party without substitutes left, the parties to call from, in the order that fullmäktige has set.

    Rows of a body are its whole order: those for all bodies (`body` empty) then don't count for that party.
    """

    body = models.ForeignKey(
        Body, verbose_name="organ", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    party = models.ForeignKey(
        Party, verbose_name="parti", on_delete=models.CASCADE, related_name="substituted_by"
    )
    calls = models.ForeignKey(Party, verbose_name="kallar från", on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField("ordning")

    class Meta:
        verbose_name = "partiordning"
        verbose_name_plural = "partiordningar"
        ordering = ("body", "party", "order", "pk")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["body", "party", "calls"], name="a_party_once_in_a_bodys_order"),
            models.UniqueConstraint(
                fields=["party", "calls"],
                condition=Q(body__isnull=True),
                name="a_party_once_in_the_common_order",
            ),
            models.CheckConstraint(
                condition=~Q(party=models.F("calls")), name="ones_own_party_comes_first_anyway"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party.code}: {self.order}. {self.calls.code}"
