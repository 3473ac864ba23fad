"""Notices: who is told of what, since when, and whether they have seen it. Never what it is called.

A letter is the mail that some of a person's notices go out with. It holds no text either: it is written anew,
with the rights of the moment, each time that it is tried.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from intranet.mail.models import Outgoing, OutgoingQuerySet


class Mail(models.IntegerChoices):
    """What has become of a notice's mail."""

    WAITING = 0, "väntar"
    SENT = 1, "skickad"
    UNWANTED = 2, "inte skickad"  # read before, not wanted, no address, or no longer for that person
    GIVEN_UP = 3, "gick inte att skicka"


class How(models.TextChoices):
    """How somebody wants to be told of a kind, beside the inbox."""

    NONE = "none", "Bara här"
    ONCE = "once", "E-post direkt"
    DAILY = "daily", "E-post en gång om dagen"


class Letter(Outgoing):
    """A mail to one person that has not been sent yet: which notices it is about is in them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message_id = models.CharField(max_length=200)  # the same at every try, so that two are known as one
    made_at = models.DateTimeField(default=timezone.now)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def in_log(self) -> str:
        return f"letter {self.pk} to person {self.person_id}"  # whose address it is that nothing reaches


class NoticeQuerySet(models.QuerySet):
    def shown(self, at: datetime) -> NoticeQuerySet:
        return self.filter(due__lte=at)

    def unread(self) -> NoticeQuerySet:
        return self.filter(seen_at=None)

    def waiting_for_mail(self, at: datetime) -> NoticeQuerySet:
        """Shown, and neither in a letter nor past one."""
        return self.shown(at).filter(mail=Mail.WAITING, letter=None)


class Notice(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    key = models.CharField(max_length=60, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # who did what is told, where somebody did
    created = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(
        default=timezone.now
    )  # shown, and mailed, from then on; never before `created`
    seen_at = models.DateTimeField(null=True, blank=True)
    mail = models.PositiveSmallIntegerField(choices=Mail.choices, default=Mail.WAITING)
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-due", "-pk")
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(
                fields=["person", "kind", "content_type", "object_id", "key"], name="told_once"
            )
        ]
        indexes: ClassVar[list] = [
            models.Index(fields=["person", "seen_at", "due"], name="notices_of_a_person"),
            models.Index(fields=["kind", "object_id"], name="notices_of_an_object"),
            models.Index(fields=["due"], condition=Q(mail=0, letter=None), name="notices_to_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.due:%Y-%m-%d %H:%M}"


class Choice(models.Model):
    """How somebody wants to be told of a kind, where they have said so."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    how = models.CharField(max_length=10, choices=How.choices)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_choice_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.how}"


class BundledMail(models.Model):
    """When somebody was last sent a mail about a kind that is bundled: see `intranet.notices.pacing`."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person_id} {self.sent_at:%Y-%m-%d %H:%M}"
