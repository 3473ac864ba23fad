"""Mail that waits to be sent: a row for each message, gone once the mail server has taken it.

A queue of our own: the packages that exist keep what they have sent, pickle it, or bring a worker and a lock
beside those that the site has.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

LONGEST_WAIT = timedelta(days=1)
"""What could not be sent by then is given up, tried or not: it holds text that somebody might know of then."""


class OutgoingQuerySet(models.QuerySet):
    def due(self, at: datetime) -> OutgoingQuerySet:
        return self.filter(next_try__lte=at)


class Outgoing(models.Model):
    """What `intranet.mail.sending` sends: who tries when, so that of several workers one does."""

    next_try = models.DateTimeField("nästa försök", default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    first_try = models.DateTimeField("första försöket", null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def in_log(self) -> str:
        """How a log names it: neither recipient nor subject, which its reader may not know of."""
        return f"{self._meta.model_name} {self.pk}"

    def pause(self) -> timedelta:
        """How long to wait after the try that is being made: 5, 10, 20 … minutes, at most an hour.

        Longer than a slow mail server takes: no other worker tries the same meanwhile.
        """
        return timedelta(minutes=min(5 * 2 ** min(self.attempts, 4), 60))

    def claim(self) -> bool:
        """Count the try and put the next one off, so that no other worker takes the same; False if one has."""
        now = timezone.now()
        mine = type(self)._default_manager.filter(pk=self.pk, attempts=self.attempts)
        claimed = mine.update(
            attempts=F("attempts") + 1, next_try=now + self.pause(), first_try=Coalesce("first_try", now)
        )
        self.attempts += 1
        return bool(claimed)


class WaitingMailQuerySet(OutgoingQuerySet):
    def too_old(self, at: datetime) -> WaitingMailQuerySet:
        return self.filter(queued_at__lt=at - LONGEST_WAIT)


class WaitingMail(Outgoing):
    message = models.JSONField("meddelande")
    queued_at = models.DateTimeField("köad", default=timezone.now)

    objects = WaitingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "väntande e-post"
        verbose_name_plural = "väntande e-post"
        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.queued_at:%Y-%m-%d %H:%M}"


class Undelivered(models.Model):
    """An address that mail does not reach; see `intranet.mail.undelivered`."""

    class Why(models.TextChoices):
        ADDRESS = "address", "mejlservern tar inte emot mejl till adressen"
        MESSAGE = "message", "mejlservern tog inte emot mejlet"
        WEEK = "week", "mejlservern har inte tagit emot mejl till adressen på en vecka"

    address = models.EmailField("adress", unique=True)  # in small letters
    why = models.CharField("orsak", max_length=10, choices=Why.choices)
    since = models.DateTimeField("sedan")
    latest = models.DateTimeField("senaste försöket")

    class Meta:
        verbose_name = "adress som mejl inte når"
        verbose_name_plural = "adresser som mejl inte når"
        ordering = ("-since", "-pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"adress {self.pk}"  # a log may quote it
