"""Runs: a checklist that somebody works through, with who did what and when.

A run keeps the version it began with, and its items are copies: what the checklist says tomorrow changes
nothing in a run that began today. Each item keeps the id that the checklist's block has, so that a newer
version can be taken over without losing a tick. Items are never removed from a run, only taken off its list.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.knowledge.versions import KnowledgeVersion
from intranet.organisation.models import Unit

NAME_LENGTH, NOTE_LENGTH = 120, 2000
OPEN_ITEM = Q(items__in_list=True, items__done_at__isnull=True)


class RunQuerySet(models.QuerySet):
    def with_progress(self) -> RunQuerySet:
        """Annotate `total` and `done` (items of the list) and `next_due` (the first day that an open one has)."""
        return self.annotate(
            total=Count("items", filter=Q(items__in_list=True)),
            done=Count("items", filter=Q(items__in_list=True, items__done_at__isnull=False)),
            next_due=Min("items__due", filter=OPEN_ITEM),
        )

    def unfinished(self) -> RunQuerySet:
        return self.filter(finished_at__isnull=True)

    def overdue(self, on: date) -> RunQuerySet:
        """Unfinished, with an item that should have been done before `on`."""
        late = RunItem.objects.open().filter(run=OuterRef("pk"), due__lt=on)
        return self.unfinished().filter(Exists(late))


class Run(models.Model):
    """One working through of a checklist. Kept when finished; people and versions it names can't be deleted."""

    wagtail_reference_index_ignore = True  # what a run is about is nobody else's, the admin's lists included

    version = models.ForeignKey(
        KnowledgeVersion, verbose_name="version", on_delete=models.PROTECT, related_name="runs"
    )
    name = models.CharField("namn", max_length=NAME_LENGTH)
    start_day = models.DateField("startdag")
    starter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="startad av",
        on_delete=models.PROTECT,
        related_name="runs_started",
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="hålls av", on_delete=models.PROTECT, related_name="runs_led"
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="gäller", on_delete=models.PROTECT, related_name="runs_about"
    )
    # Where the subject worked when the run was started: its manager follows the run, also when the subject has left.
    unit = models.ForeignKey(
        Unit, verbose_name="enhet", null=True, blank=True, on_delete=models.PROTECT, related_name="runs"
    )
    started_at = models.DateTimeField("startad")
    finished_at = models.DateTimeField("avslutad", null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="avslutad av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    closing_note = models.TextField("slutanteckning", max_length=NOTE_LENGTH, blank=True)
    # Of the form that it was started with, and what that said: the same form sent twice is one run.
    key = models.UUIDField("nyckel", null=True, editable=False)

    total: int
    done: int
    next_due: date | None
    """Only where a queryset carries them: see `with_progress`."""

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = "genomgång"
        verbose_name_plural = "genomgångar"
        ordering = ("-started_at", "-pk")
        indexes: ClassVar[list] = [models.Index(fields=["finished_at", "unit"])]
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["starter", "key"], name="one_run_of_a_form")
        ]

    def __str__(self) -> str:
        return f"genomgång {self.pk}"  # its name is for those who may see it

    def get_absolute_url(self) -> str:
        return reverse("run", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    def counted_day(self, days: int | None) -> date | None:
        """The day that a checklist's number of days after the start is."""
        return None if days is None else self.start_day + timedelta(days=days)

    def due_day(self, days: int | None) -> date | None:
        """When that should be done: on the day when the run was started, if the counted one had passed then."""
        counted = self.counted_day(days)
        return max(counted, timezone.localdate(self.started_at)) if counted else None


class RunItemQuerySet(models.QuerySet):
    def open(self) -> RunItemQuerySet:
        """Items still to be done, of runs that are not finished."""
        return self.filter(in_list=True, done_at__isnull=True, run__finished_at__isnull=True)


class RunItem(models.Model):
    """One item of a run. Whether it is done is its own row's, changed by itself: see `ticking`."""

    wagtail_reference_index_ignore = True

    run = models.ForeignKey(Run, verbose_name="genomgång", on_delete=models.CASCADE, related_name="items")
    block_id = models.CharField("blockets id", max_length=50)
    order = models.PositiveIntegerField("ordning")
    in_list = models.BooleanField("står på listan", default=True)  # False: a newer version no longer has it
    section = models.CharField("avsnitt", max_length=120)
    text = models.CharField("punkt", max_length=250)
    help = models.TextField("hjälp", blank=True)
    link = models.ForeignKey(
        "wagtailcore.Page", verbose_name="rutin", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    function = models.CharField("ansvarig funktion", max_length=40, blank=True)
    due_days = models.IntegerField("dagar efter start", null=True, blank=True)
    due = models.DateField("klar senast", null=True, blank=True)
    # Whoever is removed has nothing left to do; what they have done is kept below, with their name.
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="görs av",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="run_items",
    )
    done_at = models.DateTimeField("klar", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="gjord av",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField("anteckning", max_length=NOTE_LENGTH, blank=True)

    objects = RunItemQuerySet.as_manager()

    class Meta:
        verbose_name = "punkt"
        verbose_name_plural = "punkter"
        ordering = ("run", "order", "pk")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["run", "block_id"], name="one_run_item_of_a_block"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="run_item_done_by_somebody",
            ),
        ]
        indexes: ClassVar[list] = [models.Index(fields=["assignee", "done_at"]), models.Index(fields=["due"])]

    def __str__(self) -> str:
        return f"punkt {self.pk}"

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def anchor(self) -> str:
        return f"punkt-{self.pk}"

    @property
    def has_own_due(self) -> bool:
        """Whether somebody has set another day than the checklist's."""
        return self.due != self.run.due_day(self.due_days)

    @property
    def was_late_at_start(self) -> bool:
        """Whether its counted day had passed when the run was started."""
        counted = self.run.counted_day(self.due_days)
        return counted is not None and counted < timezone.localdate(self.run.started_at)


class RunEvent(models.Model):
    """What happened in a run, who did it and when. Only added to.

    `key` is made by whoever sends a tick: the same tick sent again is found by it, and does nothing.
    """

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        STARTED = "started", _("startade")
        TICKED = "ticked", _("klar")
        UNTICKED = "unticked", _("inte klar")
        UNCHANGED = "unchanged", _("redan så")  # sent by somebody who didn't know: kept for its key
        NOTED = "noted", _("antecknade")
        ASSIGNED = "assigned", _("gav punkten till")
        UNASSIGNED = "unassigned", _("tog bort den som skulle göra punkten")
        DUE = "due", _("ändrade dagen")
        EDITED = "edited", _("ändrade uppgifterna")
        HANDED_OVER = "handed-over", _("lämnade över till")
        UPDATED = "updated", _("tog över en nyare version")
        FINISHED = "finished", _("avslutade")
        REOPENED = "reopened", _("öppnade igen")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    item = models.ForeignKey(RunItem, null=True, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("vad", max_length=20, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("när")
    received_at = models.DateTimeField("mottagen", auto_now_add=True)
    text = models.TextField("text", blank=True)
    key = models.UUIDField(null=True)

    class Meta:
        verbose_name = "händelse i en genomgång"
        verbose_name_plural = "händelser i genomgångar"
        ordering = ("at", "pk")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["item", "key"], name="one_run_event_of_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.run}"
