"""The versions of a knowledge page: what was decided, by whom, and from when it applies.

A version is never changed. That one applies today is derived from the rows (see `timeline`), never stored:
so a corrected present version, a second one waiting or a clock that slept loses none of them.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class ImmutableError(RuntimeError):
    """Somebody tried to change or delete what has been decided."""


class KnowledgeVersion(models.Model):
    """One decided version of a page. `number` counts decisions; `in_force_from` says when it applies."""

    page = models.ForeignKey(
        "home.KnowledgePage", verbose_name="sida", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField("version")
    title = models.CharField("titel", max_length=255)
    content = models.JSONField("innehåll", encoder=DjangoJSONEncoder)
    # The revision that the editor sees in the history; kept as long as the version is.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    change_summary = models.CharField("vad har ändrats", max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="beslutad av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_function = models.ForeignKey(
        "people.Function",
        verbose_name="som",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_on = models.DateField("beslutad den")
    imported = models.BooleanField("inläst från tidigare system", default=False)
    in_force_from = models.DateField("gäller från")
    in_force_to = models.DateField("gäller till och med", null=True, blank=True)
    created_at = models.DateTimeField("registrerad", auto_now_add=True)

    withdrawn_from: date | None
    """Only where a queryset carries it: see `timeline.with_withdrawal`."""

    class Meta:
        verbose_name = "version"
        verbose_name_plural = "versioner"
        ordering = ("page", "-in_force_from", "-number")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["page", "number"], name="one_version_of_a_number"),
            models.CheckConstraint(
                condition=models.Q(in_force_to__isnull=True)
                | models.Q(in_force_to__gte=models.F("in_force_from")),
                name="version_ends_after_it_starts",
            ),
        ]
        indexes: ClassVar[list] = [
            models.Index(fields=["page", "in_force_from", "number"]),
            # For what is newest of all: see home.knowledge.recent.
            models.Index(fields=["in_force_from"], name="newest_versions"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise ImmutableError("a decided version is never changed: decide a new one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableError("what has been in force is withdrawn, never deleted")


class Withdrawal(models.Model):
    """A decision that a page no longer applies, from a day on. A version decided later applies again."""

    page = models.ForeignKey(
        "home.KnowledgePage", verbose_name="sida", on_delete=models.PROTECT, related_name="withdrawals"
    )
    # Only this version (one that waits); empty: the page as a whole.
    version = models.ForeignKey(
        KnowledgeVersion,
        verbose_name="version",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="withdrawals",
    )
    after_number = models.PositiveIntegerField("gäller versioner till och med nummer")
    from_date = models.DateField("upphör från")
    reason = models.CharField("skäl", max_length=500)
    replaced_by = models.ForeignKey(
        "home.KnowledgePage",
        verbose_name="ersätts av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="beslutad av",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("registrerad", auto_now_add=True)

    class Meta:
        verbose_name = "upphävande"
        verbose_name_plural = "upphävanden"
        ordering = ("page", "-from_date", "-pk")

    def __str__(self) -> str:
        return f"{self.page}: {self.reason}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise ImmutableError("a withdrawal is never changed: decide a new version")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableError("a withdrawal is never deleted")
