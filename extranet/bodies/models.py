"""Authorities and bodies. A body that has ended keeps its papers; it takes no new meeting."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from wagtail.models import Page

from extranet.private import PrivateModel
from intranet.organisation.models import Unit
from intranet.people.models import in_force


class Authority(PrivateModel):
    """Who papers are registered with (myndighet).

    A board is one with its committees (OSL 2:1). Kommunfullmäktige is no authority in the law's sense but is
    treated alike, so that everything that is registered belongs to one.
    """

    code = models.SlugField("kod", max_length=20, unique=True, allow_unicode=True)
    name = models.CharField("namn", max_length=120)
    registrators = models.ForeignKey(
        Group,
        verbose_name="registratorer",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="De som registrerar myndighetens handlingar. De läser det som har dragits tillbaka.",
    )

    class Meta:
        verbose_name = "myndighet"
        verbose_name_plural = "myndigheter"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class BodyQuerySet(models.QuerySet):
    def active(self, on: date) -> BodyQuerySet:
        return self.filter(in_force(on, "active_from", "active_to"))


class BodyRules(PrivateModel):
    """What differs between bodies, each field a choice that can be read as a sentence."""

    class Doors(models.TextChoices):
        OPEN = "open", "öppna"
        CLOSED = "closed", "stängda"

    class SubstitutesRead(models.TextChoices):
        ALL = "all", "alla ersättare"
        SERVING = "serving", "bara ersättare som tjänstgör"

    class AttestedBy(models.TextChoices):
        CHOSEN = "chosen", "väljs på sammanträdet"
        STANDING = "standing", "är utsedda för tiden"

    class SubstituteOrder(models.TextChoices):
        PERSONAL = "personal", "personlig ersättare"
        PARTY = "party", "det egna partiets lista, sedan partierna i fastställd ordning"
        CONSTITUENCY = "constituency", "partiets lista i valkretsen"

    class RecusalHides(models.TextChoices):
        UNPUBLISHED = "unpublished", "det som inte är offentliggjort"
        ALL = "all", "allt i ärendet"

    class Watermark(models.TextChoices):
        NONE = "none", "inga"
        SECRET = "secret", "sekretessbelagda"
        ALL = "all", "alla"

    class Offline(models.TextChoices):
        NONE = "none", "inga"
        OPEN = "open", "de som inte är sekretessbelagda"
        ALL = "all", "alla"

    doors = models.CharField("dörrarna är", max_length=10, choices=Doors.choices, blank=True)
    substitutes_read_secret = models.CharField(
        "sekretessbelagda handlingar läses av",
        max_length=10,
        choices=SubstitutesRead.choices,
        default=SubstitutesRead.SERVING,
    )
    summons_days = models.PositiveSmallIntegerField(
        "kallelsen skickas senast (dagar före)", default=7, validators=[MaxValueValidator(60)]
    )
    attesters = models.PositiveSmallIntegerField(
        "justerare utöver ordföranden", default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    attested_by = models.CharField(
        "justerarna", max_length=10, choices=AttestedBy.choices, default=AttestedBy.CHOSEN
    )
    substitute_order = models.CharField(
        "ersättare kallas enligt", max_length=15, choices=SubstituteOrder.choices, blank=True
    )
    recusal_hides = models.CharField(
        "jäv döljer", max_length=15, choices=RecusalHides.choices, default=RecusalHides.UNPUBLISHED
    )
    watermark = models.CharField(
        "handlingar med vattenstämpel",
        max_length=10,
        choices=Watermark.choices,
        default=Watermark.SECRET,
    )
    offline = models.CharField(
        "handlingar som får sparas på enheten",
        max_length=10,
        choices=Offline.choices,
        default=Offline.OPEN,
    )
    offline_days = models.PositiveSmallIntegerField(
        "dagar som en sparad kopia går att läsa utan kontakt",
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )

    class Meta:
        abstract = True


class Body(BodyRules):
    """A decision-making body (organ)."""

    class Kind(models.TextChoices):
        COUNCIL = "fullmaktige", "kommunfullmäktige"
        EXECUTIVE = "styrelse", "kommunstyrelse"
        BOARD = "namnd", "nämnd"
        COMMITTEE = "utskott", "utskott"
        PRESIDIUM = "presidium", "presidium"
        DRAFTING = "beredning", "fullmäktigeberedning"
        AUDIT = "revision", "revision"

    authority = models.ForeignKey(
        Authority, verbose_name="myndighet", on_delete=models.PROTECT, related_name="bodies"
    )
    kind = models.CharField("slag", max_length=15, choices=Kind.choices)
    name = models.CharField("namn", max_length=120)
    short_name = models.CharField("förkortning", max_length=12)
    slug = models.SlugField("adressdel", max_length=60, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name="hör under",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    active_from = models.DateField("verksamt från", null=True, blank=True)
    active_to = models.DateField("verksamt till och med", null=True, blank=True)
    page = models.OneToOneField(
        Page, verbose_name="sida", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="kansli", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = "organ"
        verbose_name_plural = "organ"
        ordering = ("name",)
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                condition=Q(active_to__isnull=True)
                | Q(active_from__isnull=True)
                | Q(active_to__gte=F("active_from")),
                name="body_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What the law sets for its kind is filled in where nothing was chosen."""
        council = self.kind == self.Kind.COUNCIL
        # KL 5:42: fullmäktige meets openly. KL 6:25: a board behind closed doors unless it has decided otherwise.
        self.doors = self.doors or (self.Doors.OPEN if council else self.Doors.CLOSED)
        self.substitute_order = self.substitute_order or (
            self.SubstituteOrder.CONSTITUENCY if council else self.SubstituteOrder.PARTY
        )
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.active_from and self.active_to and self.active_to < self.active_from:
            raise ValidationError({"active_to": "Organets sista dag ligger före den första."})
        if self.kind == self.Kind.COUNCIL and self.doors == self.Doors.CLOSED:
            raise ValidationError(
                {"doors": "Kommunfullmäktiges sammanträden är offentliga (5 kap. 42 § kommunallagen)."}
            )
        above = self.parent
        while above is not None:
            if above.pk == self.pk:
                raise ValidationError({"parent": "Organet kan inte höra under sig självt."})
            above = above.parent
