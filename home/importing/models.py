"""What has been read in from where, so that an import can be interrupted and run again."""

from __future__ import annotations

from django.db import models


class ImportedText(models.Model):
    """One file and the page that it became.

    `digest` is empty while only the page's shell stands: the next run goes on from there.
    """

    key = models.CharField("fil", max_length=300, unique=True, help_text="Mappens namn och sökvägen i den.")
    # Two folders may have the same name and the same file in them: a change from the other one is asked about.
    folder = models.CharField("mapp", max_length=500, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    page = models.OneToOneField(
        "wagtailcore.Page", verbose_name="sida", on_delete=models.CASCADE, related_name="imported_text"
    )
    # What the import saved last: another latest revision means that somebody has edited the page since.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    decided = models.BooleanField("inläst som beslutad", default=False)
    missing = models.JSONField("länkar utan mål", default=list)
    indexed = models.BooleanField(default=False, db_index=True)
    read_at = models.DateTimeField("inläst", auto_now=True)

    class Meta:
        verbose_name = "inläst text"
        verbose_name_plural = "inlästa texter"
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class TextImport(models.Model):
    """One folder that is being read in: an import row, which an interrupted import is taken up by.

    `host` and `pid` name the process at work; they are empty when none is.
    """

    folder = models.CharField("mapp", max_length=500, unique=True)
    stage = models.CharField("skede", max_length=20, blank=True)
    total = models.PositiveIntegerField("filer", default=0)
    done = models.PositiveIntegerField("klara", default=0)
    host = models.CharField(max_length=255, blank=True)
    pid = models.PositiveIntegerField(null=True)
    started_at = models.DateTimeField("började")
    seen_at = models.DateTimeField(auto_now=True)
    ended_at = models.DateTimeField("slutade", null=True)

    class Meta:
        verbose_name = "inläsning av en mapp"
        verbose_name_plural = "inläsningar av mappar"
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"inläsning {self.pk}"
