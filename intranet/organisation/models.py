"""The organisation: legal entities, the tree of units below each of them, and workplaces.

A unit is *connected* from a date, its own or the nearest ancestor's: the roll-out goes unit by unit, and
until then its people may be imported but cannot sign in.
"""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery
from django.urls import reverse
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from intranet.organisation.numbers import validate_organisation_number
from intranet.organisation.signals import unit_moved


class Organisation(models.Model):
    """A legal entity (juridisk person): the municipality, one of its companies, a joint board."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "kommun", "Kommun"
        COMPANY = "bolag", "Bolag"
        JOINT_BOARD = "namnd", "Gemensam nämnd"

    code = models.SlugField("kod", max_length=40, unique=True, allow_unicode=True)
    name = models.CharField("namn", max_length=200)
    kind = models.CharField("slag", max_length=20, choices=Kind.choices, default=Kind.MUNICIPALITY)
    organisation_number = models.CharField(
        "organisationsnummer", max_length=11, unique=True, validators=[validate_organisation_number]
    )
    site = models.OneToOneField(
        "wagtailcore.Site", verbose_name="webbplats", null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = "juridisk person"
        verbose_name_plural = "juridiska personer"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(MP_NodeQuerySet):
    def with_connection(self) -> UnitQuerySet:
        """Annotate `connected_on`: the date of the nearest unit upwards that has one, or None."""
        return self.annotate(connected_on=connection_date("path"))

    def in_subtree_of(self, paths: list[str]) -> UnitQuerySet:
        """Units at or below any of the tree paths; none if there are none."""
        query = Q(pk__in=[])
        for path in paths:
            query |= Q(path__startswith=path)
        return self.filter(query)


def connection_date(path_field: str) -> Subquery:
    """The connection date that holds for the unit whose tree path is in `path_field` of the outer query."""
    lineage = (
        Unit.objects.filter(connected_from__isnull=False)
        .annotate(below=ExpressionWrapper(OuterRef(path_field), output_field=models.CharField()))
        .filter(below__startswith=F("path"))
        .order_by("-depth")
    )
    return Subquery(lineage.values("connected_from")[:1])


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> UnitQuerySet:
        # Treebeard's own names its queryset class outright, so ours would have no say.
        return UnitQuerySet(self.model, using=self._db).order_by("path")


class Unit(MP_Node):
    """A node of the organisation: its root stands for a legal entity, the leaves are where people work."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", "Juridisk person"
        ADMINISTRATION = "forvaltning", "Förvaltning"
        BRANCH = "verksamhet", "Verksamhet"
        UNIT = "enhet", "Enhet"

    code = models.SlugField("kod", max_length=40, unique=True, allow_unicode=True)
    name = models.CharField("namn", max_length=200)
    kind = models.CharField("slag", max_length=20, choices=Kind.choices, default=Kind.UNIT)
    organisation = models.OneToOneField(
        Organisation,
        verbose_name="juridisk person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="root",
        help_text="Bara för den översta noden.",
    )
    connected_from = models.DateField(
        "ansluten från",
        null=True,
        blank=True,
        help_text="Från den dagen kan enhetens personal logga in. Tomt: samma som enheten ovanför.",
    )
    phone = models.CharField("telefon", max_length=40, blank=True)
    email = models.EmailField("e-post", blank=True)
    description = models.TextField("beskrivning", blank=True)
    active = models.BooleanField("finns kvar", default=True)

    node_order_by: ClassVar[list[str]] = ["name"]
    objects = UnitManager()

    class Meta:
        verbose_name = "enhet"
        verbose_name_plural = "enheter"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.organisation_id and self.depth and self.depth > 1:
            raise ValidationError({"organisation": "Bara den översta noden kan vara en juridisk person."})

    def get_absolute_url(self) -> str:
        return reverse("unit", args=[self.code])

    @transaction.atomic
    def move(self, target: Unit, pos: str | None = None) -> None:
        """As in any tree, and told to others if another unit than before is above it."""
        above = self._above()
        super().move(target, pos)
        if self._above() != above:
            unit_moved.send(sender=Unit, instance=self)

    def _above(self) -> int | None:
        """Primary key of the unit above, read anew: adding and moving shift the paths of others."""
        path = Unit.objects.values_list("path", flat=True).get(pk=self.pk)
        above = Unit.objects.filter(path=path[: -self.steplen])
        return above.values_list("pk", flat=True).first()

    @property
    def lineage_paths(self) -> list[str]:
        """Tree paths from the root down to this unit, itself included."""
        return lineage_paths(self.path)


def lineage_paths(path: str) -> list[str]:
    """Every prefix of a tree path that is itself a node's path, root first."""
    return [path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)]


class Workplace(models.Model):
    """A place where people of a unit work: a house, a school, a care home (arbetsplats)."""

    code = models.SlugField("kod", max_length=60, unique=True, allow_unicode=True)
    name = models.CharField("namn", max_length=200)
    unit = models.ForeignKey(Unit, verbose_name="enhet", on_delete=models.PROTECT, related_name="workplaces")
    address = models.CharField("adress", max_length=250, blank=True)
    phone = models.CharField("telefon", max_length=40, blank=True)
    active = models.BooleanField("finns kvar", default=True)

    class Meta:
        verbose_name = "arbetsplats"
        verbose_name_plural = "arbetsplatser"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
