"""Bringing a correction of the text in force into the version that waits, as a new draft."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from home.knowledge.base import KnowledgePage
from home.knowledge.correction import carry_over, corrected, lacking, new_draft


class CarryOverView(WagtailAdminTemplateMixin, TemplateView):
    """Says what can be brought over and what must be done by hand; on POST makes the draft."""

    template_name = "home/admin/carry_over.html"
    page_title = "För över rättelsen"
    header_icon = "clipboard-list"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(KnowledgePage, pk=kwargs["page_id"]).specific
        self.page_subtitle = self.page.get_admin_display_title()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        today, timeline = timezone.localdate(), self.page.timeline
        waiting = [v for v in lacking(timeline, today) if v.number == kwargs["number"]]
        correction = timeline.in_force(today)
        base = corrected(timeline, correction) if correction else None
        if not waiting or correction is None or base is None:
            raise Http404
        self.waiting, self.correction = waiting[0], correction
        self.carried = carry_over(base.content, correction.content, self.waiting.content)
        if self.page.current_workflow_state:
            messages.error(request, "Ett utkast av sidan granskas redan. Vänta tills det är avgjort.")
            return redirect(self.edit_url)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        items = get_breadcrumbs_items_for_page(self.page, self.request.user)
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "waiting": self.waiting,
            "correction": self.correction,
            "taken": self._labels(self.carried.taken),
            "left": self._labels(self.carried.left),
            "has_draft": self.page.has_unpublished_changes,
            "back_url": self.edit_url,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        new_draft(self.page, self.waiting, self.carried, request.user)
        told = (
            f"Utkastet innehåller version {self.waiting.number} med rättelsen. Läs igenom det och skicka in."
        )
        if self.carried.left:
            told += f" Se själv över: {', '.join(self._labels(self.carried.left))}."
        messages.success(request, told)
        return redirect(self.edit_url)

    def _labels(self, names: list[str]) -> list[str]:
        return [str(self.page._meta.get_field(name).verbose_name) for name in names]
