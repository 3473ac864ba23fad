"""News: for everybody, or aimed at units. Aiming boosts; it never hides."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import PageManager, PageQuerySet

from home.blocks import ArticleBlock
from home.related import RelatesPages, related_panel
from intranet.access.requests import ViewerRequest
from intranet.blocks.anchors import number
from intranet.blocks.plain_text import stream_parts
from intranet.organisation.models import Unit
from intranet.organisation.widgets import UnitCheckboxes
from intranet.pages.models import BasePage


class NewsIndexPage(BasePage):
    template = "home/news_index_page.html"
    show_in_menus_default = True

    parent_page_types: ClassVar[list] = ["home.HomePage"]
    subpage_types: ClassVar[list] = ["home.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "ingång till nyheter"

    def get_context(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.news.listing import listing

        context = super().get_context(request, *args, **kwargs)
        context.update(listing(self, request))
        return context


class NewsQuerySet(PageQuerySet):
    def newest(self) -> NewsQuerySet:
        return self.order_by("-published_at", "-pk")


class NewsPage(RelatesPages, BasePage):
    template = "home/news_page.html"
    kind = "nyhet"
    kind_label = _("Nyhet")

    parent_page_types: ClassVar[list] = ["home.NewsIndexPage"]
    subpage_types: ClassVar[list] = []

    summary = models.CharField("ingress", max_length=300)
    body = StreamField(ArticleBlock(), verbose_name="text", blank=True)
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name="bild",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(
        "bildtext för den som inte ser bilden",
        max_length=250,
        blank=True,
        help_text="Måste fyllas i när det finns en bild.",
    )
    published_at = models.DateTimeField(
        "datum",
        default=timezone.now,
        help_text="Visas på nyheten. En nyhet som schemaläggs får den dag då den kommer ut.",
    )
    sender = models.ForeignKey(
        Unit, verbose_name="avsändare", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    units = ParentalManyToManyField(
        Unit,
        verbose_name="riktas till",
        blank=True,
        related_name="news",
        help_text="Tomt: alla. Ingen utestängs.",
    )
    important = models.BooleanField("viktig", default=False, help_text="Står överst på startsidan.")

    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], "Bild"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("sender"), FieldPanel("published_at")]),
                FieldPanel("units", widget=UnitCheckboxes),
                FieldPanel("important"),
            ],
            "Avsändare och mottagare",
        ),
        related_panel("Läs också"),
    ]

    objects = PageManager.from_queryset(NewsQuerySet)()

    class Meta:
        verbose_name = "nyhet"
        verbose_name_plural = "nyheter"
        # As the start page reads them: the latest are found without going through all.
        indexes: ClassVar[list] = [
            models.Index(fields=["-important", "-published_at", "-page_ptr"], name="newest_news")
        ]

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.image_id and not self.image_alt.strip():
            errors["image_alt"] = "Beskriv bilden för den som inte ser den."
        if self.published_at and self.published_at > timezone.now():
            errors["published_at"] = (
                "Datumet kan inte ligga i framtiden. Ska nyheten komma ut senare? Välj tid under ”Publicering”."
            )
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Nothing is older than the moment when it could be read: a text written last week and scheduled for today
        # would otherwise come out far down in the lists.
        if self.live and self.go_live_at and self.published_at < self.go_live_at <= timezone.now():
            self.published_at = self.go_live_at
        super().save(*args, **kwargs)

    @property
    def search_lead(self) -> str:
        return self.summary

    def search_parts(self) -> list[tuple[str, str, str]]:
        return stream_parts(self.body)

    def get_context(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["related"] = [
            {"title": page.title, "url": page.get_url(request)} for page in self.related_pages(request.viewer)
        ]
        context["units"] = self.units.all()
        number(self.body)
        return context
