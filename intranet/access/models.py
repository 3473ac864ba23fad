"""For whom a section of the site, or a collection of files, is.

The nearest declaration upwards holds; where there is none the default is employees (pages) and everybody
with a role (files). View restrictions, Wagtail's own, come on top: those narrow, and all inherited ones
must pass.
"""

from django.contrib.auth.models import Group
from django.db import models


class Audience(models.TextChoices):
    PUBLIC = "public", "Alla, även utan inloggning"
    EMPLOYEES = "employees", "Anställda"
    ELECTED = "elected", "Förtroendevalda"
    GROUPS = "groups", "Utvalda grupper"
    ROLES = "roles", "Anställda, förtroendevalda och alla som är med i en grupp"


class DeclaredAudience(models.Model):
    audience = models.CharField(
        "målgrupp", max_length=20, choices=Audience.choices, default=Audience.EMPLOYEES
    )
    groups = models.ManyToManyField(
        Group,
        verbose_name="grupper",
        blank=True,
        help_text="Används bara när målgruppen är utvalda grupper.",
    )

    class Meta:
        abstract = True


class SectionAudience(DeclaredAudience):
    """A page that opens a section: it and the pages below it are for this audience."""

    page = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name="avdelningens sida",
        on_delete=models.CASCADE,
        related_name="section_audience",
    )

    class Meta:
        verbose_name = "målgrupp för avdelning"
        verbose_name_plural = "målgrupper för avdelningar"
        permissions = [
            ("handle_protected", "Får se personer med skyddade personuppgifter"),
            ("assign_roles", "Får ge andra roller och grupper"),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.get_audience_display()}"


class CollectionAudience(DeclaredAudience):
    """A collection of files, with those below it, is for this audience."""

    collection = models.OneToOneField(
        "wagtailcore.Collection",
        verbose_name="samling",
        on_delete=models.CASCADE,
        related_name="collection_audience",
    )

    class Meta:
        verbose_name = "målgrupp för filsamling"
        verbose_name_plural = "målgrupper för filsamlingar"

    def __str__(self) -> str:
        return f"{self.collection}: {self.get_audience_display()}"
