"""What a place that has been closed has left open: the files, and the one button that moves them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from intranet.access.requests import ViewerRequest
from intranet.files import exposure, stricter
from intranet.files.admin.closing import dialog_is_done, is_script
from intranet.files.admin.standing import Standing


class StillOpenView(WagtailAdminTemplateMixin, TemplateView):
    """Of the published pages at and below one page, for whoever may close it or say for whom it is."""

    request: ViewerRequest
    template_name = "files/admin/still_open.html"
    page_title = "Filer som fortfarande är öppna"
    header_icon = "warning"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        page = Page.objects.filter(pk=kwargs["page_id"]).first()
        if page is None or not _may_close(page, request):
            raise Http404
        self.page = page
        self.page_subtitle = page.get_admin_display_title()

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_explore", args=[self.page.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.get_success_url(), "label": self.page_subtitle},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = {"page": self.page, "back_url": self.get_success_url()}
        return super().get_context_data(**kwargs) | self._standing().told() | here

    def _standing(self) -> Standing:
        found = exposure.look(below=self.page.path)
        return Standing(self.request.viewer, found, found.pairs)

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        movable = self._standing().movable()
        targets = stricter.move_to_fit(movable)
        if is_script(request):
            return dialog_is_done(self.page)
        if targets:
            names = " och ".join(f"”{target.name}”" for target in targets)
            messages.success(request, f"{_counted(len(movable))} ligger nu i {names}.")
        return redirect("files_still_open", self.page.pk)


def _counted(count: int) -> str:
    return "En fil" if count == 1 else f"{count} filer"


def _may_close(page: Page, request: HttpRequest) -> bool:
    mine = page.permissions_for_user(request.user)
    return bool(
        mine.can_edit()
        or mine.can_set_view_restrictions()
        or request.user.has_perm("access.change_sectionaudience")
    )
