"""Ordinary pages, and the accessibility statement with its report form."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from home.blocks import ArticleBlock
from intranet.access.requests import ViewerRequest
from intranet.blocks.anchors import contents
from intranet.blocks.plain_text import stream_parts
from intranet.pages.models import BasePage


class StandardPage(BasePage):
    template = "home/standard_page.html"

    parent_page_types: ClassVar[list] = ["home.HomePage", "home.DocumentIndexPage", "home.StandardPage"]
    subpage_types: ClassVar[list] = ["home.StandardPage"]

    summary = models.CharField("ingress", max_length=300, blank=True)
    body = StreamField(ArticleBlock(), verbose_name="text", blank=True)

    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("body")]

    class Meta:
        verbose_name = "vanlig sida"
        verbose_name_plural = "vanliga sidor"

    @property
    def search_lead(self) -> str:
        return self.summary

    def search_parts(self) -> list[tuple[str, str, str]]:
        return stream_parts(self.body)

    def get_context(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"toc": contents(self.body)}


class AccessibilityPage(BasePage):
    """The accessibility statement; who meets an obstacle reports it here, signed in or not.

    Source: lagen (2018:1937) om tillgänglighet till digital offentlig service, 13 §.
    """

    template = "home/accessibility_page.html"
    places: ClassVar[tuple[str, ...]] = ("rapportera",)  # ids in the template that the text may link to

    parent_page_types: ClassVar[list] = ["home.HomePage"]
    subpage_types: ClassVar[list] = []
    max_count_per_parent = 1

    summary = models.CharField("ingress", max_length=300, blank=True)
    body = StreamField(ArticleBlock(), verbose_name="text", blank=True)

    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("body")]

    class Meta:
        verbose_name = "tillgänglighetsredogörelse"

    @property
    def search_lead(self) -> str:
        return self.summary

    def search_parts(self) -> list[tuple[str, str, str]]:
        return stream_parts(self.body)

    def serve(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from home.standard.forms import AccessibilityReportForm

        form = AccessibilityReportForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            form.save()
            return redirect(self.get_url(request) + "?tack=1")
        request.accessibility_form = form  # type: ignore[attr-defined]
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.standard.forms import AccessibilityReportForm

        context = super().get_context(request, *args, **kwargs)
        context["toc"] = contents(self.body)
        context["form"] = getattr(request, "accessibility_form", None) or AccessibilityReportForm()
        context["thanks"] = "tack" in request.GET
        return context


class AccessibilityReport(models.Model):
    """What somebody could not use, and how to reach them if they want an answer."""

    page_url = models.CharField(_("vilken sida det gäller"), max_length=500, blank=True)
    problem = models.TextField(_("vad som inte fungerar"), max_length=3000)
    contact = models.CharField(_("hur vi når dig (frivilligt)"), max_length=200, blank=True)
    created_at = models.DateTimeField("inkom", auto_now_add=True)
    handled = models.BooleanField("åtgärdad", default=False)

    class Meta:
        verbose_name = "anmälan om tillgänglighet"
        verbose_name_plural = "anmälningar om tillgänglighet"
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.problem[:80]
