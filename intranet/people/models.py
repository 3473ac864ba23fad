"""People: who they are, where they are employed, and which functions they hold.

A *function* is a seat (kind at unit), an *appointment* is somebody holding it for a time. Everything that
needs "the owner", "the manager" or "the responsible" points at the function, so that nobody's leaving makes
a hole (see `intranet.people.responsibility`).
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from wagtail.images import get_image_model_string

from intranet.organisation.models import Unit, Workplace, connection_date


def in_force(on: date, start: str = "start", end: str = "end") -> Q:
    """Rows whose period (both days included, either may be open) covers `on`."""
    return (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": on})) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": on})
    )


class PersonQuerySet(models.QuerySet):
    def active(self, on: date) -> PersonQuerySet:
        return self.filter(in_force(on, "active_from", "active_to"), is_active=True)


class PersonManager(UserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    pass


class Person(AbstractUser):
    """Somebody who may sign in. E-mail is optional: many employees have none."""

    employee_number = models.CharField(
        "anställningsnummer", max_length=20, null=True, blank=True, unique=True
    )
    phone = models.CharField("telefon", max_length=40, blank=True)
    mobile = models.CharField("mobil", max_length=40, blank=True)
    presentation = models.CharField("om mig", max_length=300, blank=True)
    photo = models.ForeignKey(
        get_image_model_string(),
        verbose_name="bild",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    active_from = models.DateField("aktiv från", null=True, blank=True)
    active_to = models.DateField("aktiv till och med", null=True, blank=True)
    protected = models.BooleanField(
        "skyddade personuppgifter",
        default=False,
        help_text="Personen visas inte i katalog, sök, förslag eller enhetssidor. Signaturer visar funktionen.",
    )
    person_number_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    objects = PersonManager()  # type: ignore[misc]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering = ("last_name", "first_name", "pk")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.employee_number = self.employee_number or None
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk])

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper() or self.username[:2].upper()

    @property
    def call_number(self) -> str:
        return self.phone or self.mobile


class EmploymentQuerySet(models.QuerySet):
    def in_force(self, on: date) -> EmploymentQuerySet:
        return self.filter(in_force(on))

    def with_connection(self) -> EmploymentQuerySet:
        return self.annotate(connected_on=connection_date("unit__path"))


class Employment(models.Model):
    """A person at a unit, from–to. Substitutes have several, elected officials none (anställning)."""

    person = models.ForeignKey(
        Person, verbose_name="person", on_delete=models.CASCADE, related_name="employments"
    )
    unit = models.ForeignKey(Unit, verbose_name="enhet", on_delete=models.PROTECT, related_name="employments")
    workplace = models.ForeignKey(
        Workplace,
        verbose_name="arbetsplats",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="employments",
    )
    title = models.CharField("titel", max_length=120)
    share = models.DecimalField("sysselsättningsgrad (%)", max_digits=5, decimal_places=2, default=100)
    start = models.DateField("från")
    end = models.DateField("till och med", null=True, blank=True)
    primary = models.BooleanField("huvudanställning", default=False)

    connected_on: date | None
    """Only where a queryset carries it: see `with_connection`."""

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        verbose_name = "anställning"
        verbose_name_plural = "anställningar"
        ordering = ("-primary", "start", "pk")
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=models.F("start")),
                name="employment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=100), name="employment_share_in_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"

    def clean(self) -> None:
        if self.end and self.start and self.end < self.start:
            raise ValidationError({"end": "Slutdagen ligger före startdagen."})
        if self.primary and self.person_id and self.start:
            others = Employment.objects.filter(person_id=self.person_id, primary=True).exclude(pk=self.pk)
            overlapping = others.filter(Q(end__isnull=True) | Q(end__gte=self.start))
            if self.end:
                overlapping = overlapping.filter(start__lte=self.end)
            if overlapping.exists():
                raise ValidationError({"primary": "Personen har redan en huvudanställning under den tiden."})


class FunctionKind(models.Model):
    """What a function is: chef, rutinägare, behörig beställare … The list is data."""

    code = models.SlugField("kod", max_length=40, unique=True, allow_unicode=True)
    name = models.CharField("namn", max_length=100)
    has_amount_limit = models.BooleanField("har beloppsgräns", default=False)

    class Meta:
        verbose_name = "slag av funktion"
        verbose_name_plural = "slag av funktioner"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Function(models.Model):
    """A seat: a kind of function at a unit (funktion). Stays when its holder leaves."""

    kind = models.ForeignKey(
        FunctionKind, verbose_name="slag", on_delete=models.PROTECT, related_name="functions"
    )
    unit = models.ForeignKey(Unit, verbose_name="enhet", on_delete=models.PROTECT, related_name="functions")
    title = models.CharField(
        "benämning", max_length=120, blank=True, help_text="Om den kallas något eget, t.ex. HR-chef."
    )

    class Meta:
        verbose_name = "funktion"
        verbose_name_plural = "funktioner"
        ordering = ("unit__name", "kind__name")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["kind", "unit"], name="one_function_of_a_kind_at_a_unit")
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind.name}, {self.unit.name}"

    @property
    def code(self) -> str:
        """How files and commands name it: KIND@UNIT."""
        return f"{self.kind.code}@{self.unit.code}"


class AppointmentQuerySet(models.QuerySet):
    def in_force(self, on: date) -> AppointmentQuerySet:
        return self.filter(in_force(on))


class Appointment(models.Model):
    """Somebody holding a function from–to, with a stand-in."""

    function = models.ForeignKey(
        Function, verbose_name="funktion", on_delete=models.CASCADE, related_name="appointments"
    )
    person = models.ForeignKey(
        Person, verbose_name="person", on_delete=models.CASCADE, related_name="appointments"
    )
    stand_in = models.ForeignKey(
        Person,
        verbose_name="ersättare",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stand_in_appointments",
    )
    start = models.DateField("från")
    end = models.DateField("till och med", null=True, blank=True)
    amount_limit = models.DecimalField(
        "beloppsgräns (kr)", max_digits=12, decimal_places=2, null=True, blank=True
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "förordnande"
        verbose_name_plural = "förordnanden"
        ordering = ("function", "start", "pk")
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=models.F("start")),
                name="appointment_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.function}: {self.person}"

    def clean(self) -> None:
        if self.end and self.start and self.end < self.start:
            raise ValidationError({"end": "Slutdagen ligger före startdagen."})
        if self.stand_in_id and self.stand_in_id == self.person_id:
            raise ValidationError({"stand_in": "Ersättaren måste vara någon annan."})
        if self.amount_limit is not None and self.function_id and not self.function.kind.has_amount_limit:
            raise ValidationError({"amount_limit": "Den här funktionen har ingen beloppsgräns."})
