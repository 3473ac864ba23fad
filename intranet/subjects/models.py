"""Subjects: what a page or a document is about. One short list for the whole site."""

from collections.abc import Collection

from django.db import models


class Subject(models.Model):
    slug = models.SlugField("kod", max_length=60, unique=True)
    name = models.CharField("namn", max_length=80, unique=True)
    description = models.CharField("beskrivning", max_length=250, blank=True)

    class Meta:
        verbose_name = "ämne"
        verbose_name_plural = "ämnen"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


def names(slugs: Collection[str]) -> dict[str, str]:
    """The names of subjects, by slug; one query."""
    return dict(Subject.objects.filter(slug__in=slugs).values_list("slug", "name"))
