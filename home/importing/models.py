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
