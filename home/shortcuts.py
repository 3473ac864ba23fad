"""Shortcuts to systems: the municipality chooses the standard ones, each person adds their own."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Shortcut(models.Model):
    code = models.SlugField("kod", max_length=40, unique=True)
    name = models.CharField("namn", max_length=60)
    url = models.URLField("adress", max_length=500)
    description = models.CharField("beskrivning", max_length=200, blank=True)
    standard = models.BooleanField("visas för alla", default=False)
    order = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "system"
        verbose_name_plural = "system och genvägar"
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name


class PersonalShortcut(models.Model):
    """A shortcut that somebody has added to their own start page."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shortcuts")
    shortcut = models.ForeignKey(Shortcut, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["person", "shortcut"], name="a_shortcut_once_for_each_person")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.shortcut}"
